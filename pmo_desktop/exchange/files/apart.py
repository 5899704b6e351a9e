"""Reading in a process of its own, for formats in which a damaged file can end the reader's.

The reader of spreadsheets asks at once for the memory of all cells that a sheet says it has; where
that is more than there is, the process ends, and nothing in Python can prevent it. Of .xlsx we look
at the references first (`markup.extent`); the binary formats and .ods are read here, where only a
helper process is lost. It costs a fifth of a second a file; such files are few.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from pmo_desktop.exchange.files.formats import Refusal

SECONDS = 60
MEMORY = 2 * 1024**3
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def read_apart(data: bytes, path: Path, meta_sheet: str) -> Any:
    """What `reading.read_here` gives for the file's bytes; raises `Refusal`."""
    import pmo_desktop

    home = str(Path(pmo_desktop.__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
    words = [sys.executable, "-m", "pmo_desktop.exchange.files.apart", str(path), meta_sheet]
    try:
        done = subprocess.run(
            words,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            creationflags=NO_WINDOW,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Refusal("damaged") from None
    if done.returncode != 0:
        raise Refusal("damaged")
    answer = pickle.loads(done.stdout)  # written by this program, below
    if isinstance(answer, tuple):
        code, params = answer
        raise Refusal(code, params)
    return answer


def main() -> None:
    """Read the file on the standard input; the answer goes to the standard output."""
    from pmo_desktop.exchange.files.reading import read_here

    _limit_memory()
    try:
        answer: Any = read_here(sys.stdin.buffer.read(), Path(sys.argv[1]), sys.argv[2])
    except Refusal as refusal:
        answer = (refusal.code, dict(refusal.params))
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
