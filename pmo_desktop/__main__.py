"""`python -m pmo_desktop`: the command line; without a command, the window, on the database that is
named or the one that was open last."""

from __future__ import annotations

import sys

DATABASE = ".db"


def main() -> int:
    if len(sys.argv) > 1 and not sys.argv[1].lower().endswith(DATABASE):
        from pmo_desktop import cli

        return cli.main()
    from pmo_desktop import app

    return app.main()


if __name__ == "__main__":
    sys.exit(main())
