"""What the user chose on this machine: typed values over one `QSettings`.

What holds for the whole office (currency, thresholds, calendar) is in the database, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, overload

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T")
Theme = Literal["light", "dark", "system"]
LANGUAGES = ("zh", "en")
THEMES: tuple[Theme, ...] = ("light", "dark", "system")
RECENT_LIMIT = 8


class Setting(Generic[T]):
    """One value under `key`; `read` makes it from what was stored, and raises ValueError if that
    makes no sense, in which case the default holds."""

    def __init__(self, key: str, default: Callable[[], T], read: Callable[[Any], T]) -> None:
        self.key = key
        self.default = default
        self.read = read

    @overload
    def __get__(self, owner: None, kind: type) -> Setting[T]: ...
    @overload
    def __get__(self, owner: Settings, kind: type) -> T: ...
    def __get__(self, owner: Settings | None, kind: type) -> T | Setting[T]:
        if owner is None:
            return self
        stored = owner.store.value(self.key)
        if stored is None:
            return self.default()
        try:
            return self.read(stored)
        except (ValueError, TypeError):
            return self.default()

    def __set__(self, owner: Settings, value: T) -> None:
        owner.store.setValue(self.key, value)


def _one_of(*allowed: str) -> Callable[[Any], Any]:
    def read(stored: Any) -> str:
        if stored not in allowed:
            raise ValueError(stored)
        return str(stored)

    return read


def _yes_or_no(stored: Any) -> bool:
    # An ini file knows words alone.
    return str(stored).lower() in ("true", "1")


def _bytes(stored: Any) -> QByteArray:
    return stored if isinstance(stored, QByteArray) else QByteArray(bytes(stored))


def _system_language() -> str:
    from pmo_desktop.language import system_language

    return system_language().code


def user_store() -> QSettings:
    """Where this user's choices are kept on this machine."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "PMO Desktop", "PMO Desktop"
    )


class Settings:
    """The user's choices; every attribute is read from and written to the store at once."""

    language = Setting[str]("language", _system_language, _one_of(*LANGUAGES))
    theme = Setting[str]("theme", lambda: "system", _one_of(*THEMES))
    database = Setting[str]("database", lambda: "", str)
    geometry = Setting[QByteArray]("window/geometry", QByteArray, _bytes)
    import_folder = Setting[str]("folders/import", lambda: "", str)
    export_folder = Setting[str]("folders/export", lambda: "", str)
    watches = Setting[bool]("rounds/watches", lambda: False, _yes_or_no)
    watched_folder = Setting[str]("rounds/watched_folder", lambda: "", str)
    watched_for = Setting[str]("rounds/watched_for", lambda: "", str)
    pack_format = Setting[str]("pack/format", lambda: "16:9", _one_of("16:9", "a4"))
    _recent = Setting[str]("recent", lambda: "[]", str)

    def __init__(self, store: QSettings | None = None) -> None:
        self.store = user_store() if store is None else store

    @property
    def recent(self) -> list[Path]:
        """The databases opened before, newest first."""
        import json  # the first picture does without it

        try:
            return [Path(name) for name in json.loads(self._recent)]
        except (ValueError, TypeError):
            return []

    def remember_database(self, path: Path) -> None:
        """`path` is what is opened next time, and stands first among the recent ones."""
        self.database = str(path)
        import json

        others = [str(known) for known in self.recent if known != path]
        self._recent = json.dumps([str(path), *others][:RECENT_LIMIT])

    def table(self, key: str) -> dict[str, Any]:
        """How the table `key` was left: hidden columns, order, widths."""
        import json

        try:
            state = json.loads(str(self.store.value(f"tables/{key}") or "{}"))
        except ValueError:
            return {}
        return state if isinstance(state, dict) else {}

    def set_table(self, key: str, state: dict[str, Any]) -> None:
        import json

        self.store.setValue(f"tables/{key}", json.dumps(state))
