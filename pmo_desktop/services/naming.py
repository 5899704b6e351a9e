"""Several names in one sentence, as a parameter of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MOST = 2


def named(names: Sequence[str]) -> dict[str, Any]:
    """The first ones, and how many more: spoken by `Language.text` as a sentence of its own."""
    if len(names) <= 1:
        return {"text": "“{one}”", "params": {"one": names[0] if names else ""}}
    params: dict[str, Any] = {"one": names[0], "two": names[1]}
    if len(names) == MOST:
        return {"text": "“{one}” and “{two}”", "params": params}
    more = {**params, "n": len(names) - MOST}
    return {"text": "“{one}”, “{two}” and {n} more", "params": more}
