"""How much memory a process has had."""

from __future__ import annotations

import sys
from pathlib import Path

KIBIBYTES, BYTES = 1024, 1024 * 1024
STATUS = Path("/proc/self/status")


def peak() -> float:
    """The most memory that this process has had, in megabytes; 0 where it is not told."""
    if STATUS.exists():
        # What a process is started with counts in `ru_maxrss` what its parent had, this does not.
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / KIBIBYTES
    try:
        import resource
    except ImportError:  # Windows has no such module
        return 0.0
    unit = BYTES if sys.platform == "darwin" else KIBIBYTES
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
