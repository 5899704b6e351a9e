"""Errors as sentences: what happened, where, and what to do."""

from __future__ import annotations

import errno
import logging
from typing import Any, Literal

from pmo_desktop.progress import Cancelled

Gravity = Literal["info", "warning", "error"]
log = logging.getLogger(__name__)

OS_SENTENCES = {
    errno.ENOSPC: "The disk is full: {path} was not written. Make room and try again.",
    errno.ENOENT: "{path} is not there any more. Choose another file.",
    errno.EACCES: "{path} cannot be opened: close it in Excel, or choose another place.",
    errno.EPERM: "{path} cannot be opened: close it in Excel, or choose another place.",
    errno.EROFS: "The folder of {path} is read-only. Choose another place.",
}
OTHER_OS_ERROR = "{path} could not be read or written: {why}"
CANCELLED = "Stopped. Nothing was changed."
UNEXPECTED = "Something unexpected happened ({what}). Nothing was lost; the log has the details."


def told(error: BaseException) -> tuple[Gravity, str, dict[str, Any]]:
    """How grave it is, and the English source with its parameters, to be said in any language.

    An error that carries `sentence` and `params` speaks for itself; what is not known to happen is
    written to the log as well.
    """
    if isinstance(error, Cancelled):
        return "info", CANCELLED, {}
    sentence = getattr(error, "sentence", None)
    if sentence is not None:
        return "warning", sentence, dict(getattr(error, "params", {}))
    if isinstance(error, OSError):
        path = error.filename or ""
        known = OS_SENTENCES.get(error.errno or 0)
        if known is not None:
            return "error", known, {"path": path}
        return "error", OTHER_OS_ERROR, {"path": path, "why": error.strerror or str(error)}
    log.error("unexpected", exc_info=error)
    return "error", UNEXPECTED, {"what": f"{type(error).__name__}: {error}"}
