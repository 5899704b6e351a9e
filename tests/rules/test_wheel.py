"""The wheel, installed elsewhere: the resources travel in it, and the command finds them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.rules.source import PACKAGE, RESOURCES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from this checkout without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    made = subprocess.run([*build, str(ROOT)], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked as pip would, far from the checkout."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python_elsewhere(elsewhere: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python that finds the unpacked wheel before the checkout, and stands in its folder."""
    program = f"import sys; sys.path.insert(0, {str(elsewhere)!r});"
    return subprocess.run(
        [sys.executable, "-c", program + words[0], *words[1:]],
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )


def test_it_holds_the_program_and_its_resources_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    program = {p.relative_to(ROOT).as_posix() for p in PACKAGE.rglob("*.py")}
    resources = {
        f"pmo_desktop/resources/{p.relative_to(RESOURCES).as_posix()}"
        for p in RESOURCES.rglob("*")
        if p.is_file()
    }
    assert program <= held
    assert resources <= held
    assert not [name for name in held if not name.startswith("pmo_desktop/")]


def test_it_finds_its_own_resources(elsewhere: Path) -> None:
    found = python_elsewhere(
        elsewhere, "from pmo_desktop.paths import resources; print(resources())"
    )
    assert found.returncode == 0, found.stderr
    assert Path(found.stdout.strip()) == elsewhere / "pmo_desktop" / "resources"


def test_its_command_says_what_it_can_do(elsewhere: Path) -> None:
    told = python_elsewhere(
        elsewhere,
        "import pmo_desktop.cli as c; print(c.__file__, flush=True); sys.exit(c.main())",
        "--help",
    )
    assert told.returncode == 0, told.stderr
    assert str(elsewhere) in told.stdout.splitlines()[0]
    for command in ("demo", "import", "send-out", "pack", "export", "undo", "redo", "bench"):
        assert command in told.stdout
