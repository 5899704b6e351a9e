"""How much memory a process has had."""

from __future__ import annotations

import sys

KIBIBYTES, BYTES = 1024, 1024 * 1024


def peak() -> float:
    """The most memory that this process has had, in megabytes; 0 where it is not told."""
    try:
        import resource
    except ImportError:  # Windows has no such module
        return 0.0
    unit = BYTES if sys.platform == "darwin" else KIBIBYTES
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
