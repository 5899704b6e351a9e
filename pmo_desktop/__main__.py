"""`python -m pmo_desktop`: the command line; without a command, the window."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if len(sys.argv) > 1:
        from pmo_desktop.cli import main
    else:
        from pmo_desktop.app import main
    sys.exit(main())
