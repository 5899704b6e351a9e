"""A file that appears whole or not at all, also where the program ends in the midst of it."""

from __future__ import annotations

import os
from pathlib import Path


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises `OSError`."""
    beside = path.with_name(f"~{path.stem[:20]}{path.suffix}.part")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
