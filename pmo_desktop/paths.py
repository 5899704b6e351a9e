"""Where the program's own files and the user's files are.

`resources/` is found in a checkout (beside the package), in an installed wheel (inside the
package) and in a frozen bundle (beside the executable) alike.
"""

from __future__ import annotations

import sys
from pathlib import Path

APP_NAME = "PMO Desktop"
DATABASE_NAME = "pmo.db"


def resources() -> Path:
    """The folder of everything that is not code."""
    package = Path(__file__).resolve().parent
    for candidate in (
        package / "resources",
        package.parent / "resources",
        Path(sys.executable).resolve().parent / "resources",
    ):
        if (candidate / "fonts").is_dir():
            return candidate
    raise FileNotFoundError(f"The folder 'resources' is missing beside {package}: install again.")


def resource(*parts: str) -> Path:
    """One file or folder inside `resources/`."""
    return resources().joinpath(*parts)


def user_data() -> Path:
    """The user's local (not roaming) data folder; made on first use."""
    from platformdirs import user_data_path  # imported on first use: the window paints without it

    folder = user_data_path(APP_NAME, appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database() -> Path:
    """The database that is opened where none is named."""
    return user_data() / DATABASE_NAME
