"""What the user chose on this machine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from pmo_desktop.ui.settings import RECENT_LIMIT, Settings


def test_a_choice_is_there_at_the_next_start(store: QSettings) -> None:
    Settings(store).theme = "dark"
    store.sync()
    again = QSettings(store.fileName(), QSettings.Format.IniFormat)
    assert Settings(again).theme == "dark"


def test_nonsense_in_the_file_is_the_default(store: QSettings) -> None:
    store.setValue("theme", "purple")
    store.setValue("pack/format", 7)
    store.setValue("recent", "{")
    store.setValue("tables/risk", "[1, 2]")
    settings = Settings(store)
    assert (settings.theme, settings.pack_format) == ("system", "16:9")
    assert settings.recent == []
    assert settings.table("risk") == {}


def test_the_newest_database_stands_first_and_once(store: QSettings) -> None:
    settings = Settings(store)
    paths = [Path(f"office{number}.db") for number in range(RECENT_LIMIT + 2)]
    for path in [*paths, paths[-2]]:
        settings.remember_database(path)
    assert settings.recent[:2] == [paths[-2], paths[-1]]
    assert len(settings.recent) == RECENT_LIMIT
    assert settings.database == str(paths[-2])
