"""What went wrong, for those who have to find out: a rotating log in the user's data folder."""

from __future__ import annotations

import logging
from os.path import abspath
from pathlib import Path

LOG_NAME = "pmo-desktop.log"
MAX_BYTES = 512_000
KEPT = 3


def start_logging(folder: Path) -> Path:
    """Write warnings and worse to `folder`; returns the file. A folder that cannot be written
    costs the log, not the program."""
    from logging.handlers import RotatingFileHandler  # pulls in sockets: after the first paint

    path = folder / LOG_NAME
    root = logging.getLogger()
    if any(getattr(known, "baseFilename", "") == abspath(path) for known in root.handlers):
        return path  # begun already: nothing is to be written twice
    try:
        handler = RotatingFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=False
        )
    except OSError:
        return path
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    return path
