"""`python -m pmo_desktop`: the command line; without a command, the window."""

from __future__ import annotations

import sys


def main() -> int:
    if len(sys.argv) > 1:
        from pmo_desktop import cli

        return cli.main()
    from pmo_desktop import app

    return app.main()


if __name__ == "__main__":
    sys.exit(main())
