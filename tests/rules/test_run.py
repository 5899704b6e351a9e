"""`run.py`, which must work where nothing else does yet."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.rules.source import ROOT

SCRIPT = ROOT / "run.py"


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """The script as a module, at home in an empty folder with requirements of its own."""
    spec = importlib.util.spec_from_file_location("run_under_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "requirements.txt", "requirements-test.txt"):
        (tmp_path / name).write_text(name)
    module.ROOT = tmp_path
    module.VENV = tmp_path / ".venv"
    module.PYTHON = module.VENV / "bin" / "python"
    module.STAMP = module.VENV / "pmo-desktop"
    module.REQUIREMENTS = {
        "app": tmp_path / "requirements.txt",
        "test": tmp_path / "requirements-test.txt",
    }
    return module


@pytest.fixture
def made(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made instead of being made for minutes: `venv`, then `install <use>`."""
    done: list[str] = []

    def call(words: list[str], **_options: object) -> int:
        if words[1:3] == ["-m", "venv"]:
            done.append("venv")
            run.PYTHON.parent.mkdir(parents=True)
            run.PYTHON.touch()
        elif "--requirement" in words:
            done.append(f"install {Path(words[words.index('--requirement') + 1]).stem}")
        return 0

    monkeypatch.setattr(run.subprocess, "call", call)
    return done


def test_it_uses_the_standard_library_alone() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


def test_an_older_python_can_read_it_as_far_as_the_sentence() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_older_python_is_told_what_to_install() -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 1, 'final', 0);"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    told = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True)
    assert told.returncode == 1
    assert "needs Python 3.11 or later; this is Python 3.9" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_environment_is_made_once(run: ModuleType, made: list[str]) -> None:
    run.environment("app")
    run.environment("app")
    assert made == ["venv", "install requirements"]


def test_the_environment_of_the_tests_serves_the_program_too(
    run: ModuleType, made: list[str]
) -> None:
    run.environment("test")
    run.environment("app")
    assert made == ["venv", "install requirements-test"]


def test_the_environment_of_the_program_is_extended_for_the_tests(
    run: ModuleType, made: list[str]
) -> None:
    run.environment("app")
    run.environment("test")
    assert made == ["venv", "install requirements", "install requirements-test"]


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.txt"])
def test_changed_requirements_are_installed_into_what_is_there(
    run: ModuleType, made: list[str], name: str
) -> None:
    run.environment("app")
    (run.ROOT / name).write_text("changed")
    run.environment("app")
    assert made == ["venv", "install requirements", "install requirements"]


def test_a_half_made_environment_is_made_anew(
    run: ModuleType, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(run, "install", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.environment("app")
    run.environment("app")
    assert made == ["venv", "venv", "install requirements"]


def test_an_interrupted_update_is_made_anew(
    run: ModuleType, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.environment("app")
    (run.ROOT / "pyproject.toml").write_text("changed")
    with monkeypatch.context() as patch:
        patch.setattr(run, "install", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.environment("app")
    run.environment("app")
    assert made == ["venv", "install requirements", "venv", "install requirements"]


def test_another_python_makes_its_own_environment(
    run: ModuleType, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.environment("app")
    monkeypatch.setattr(run, "python_identity", lambda: "3.13 elsewhere")
    run.environment("app")
    assert made == ["venv", "install requirements"] * 2


def test_a_folder_that_somebody_else_made_is_left_alone(run: ModuleType, made: list[str]) -> None:
    run.VENV.mkdir()
    (run.VENV / "theirs").touch()
    with pytest.raises(run.Stop, match="was not made by this program"):
        run.environment("app")
    assert (run.VENV / "theirs").exists()
    assert not made


def test_packages_that_cannot_be_had_are_a_sentence_and_no_environment(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.subprocess, "call", lambda words, **_: int("pip" in words))
    assert run.main(["--help"]) == run.NOT_DONE
    assert "The packages could not be installed" in capsys.readouterr().out
    assert run.read_stamp() == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no apt-get on Windows")
@pytest.mark.parametrize(
    ("user", "apt", "said"),
    [
        (1000, "/usr/bin/apt-get", "sudo apt-get install -y --no-install-recommends libegl1"),
        (0, None, "On Debian and Ubuntu they are:\n    libegl1"),
    ],
)
def test_where_libraries_cannot_be_brought_the_line_is_said(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, user: int, apt: str | None, said: str
) -> None:
    monkeypatch.setattr(run.os, "geteuid", lambda: user)
    monkeypatch.setattr(run.shutil, "which", lambda _: apt)
    monkeypatch.setattr(run, "qt_starts", lambda _: False)
    with pytest.raises(run.Stop) as stop:
        run.need_qt(run.QT_PACKAGES, platform="offscreen")
    assert said in str(stop.value)


def test_every_check_runs_and_the_failed_ones_are_named(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = _pretend_checks(run, monkeypatch, failing={"pytest", "mypy"})
    assert run.main(["test"]) == 1
    assert [words[0] for words in ran] == [
        *("pytest", "pytest", "ruff", "ruff", "mypy", "lint-imports"),
    ]
    assert "3 of 6 checks failed: tests, window, types." in capsys.readouterr().out


def test_without_qt_the_window_s_tests_are_left_out_loudly(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = _pretend_checks(run, monkeypatch, failing=set())
    monkeypatch.setattr(run, "need_qt", _no_qt(run))
    assert run.main(["test"]) == 0
    assert ran[0] == ["pytest", "-p", "no:pytest-qt"]
    assert "LEFT OUT every test of the window" in capsys.readouterr().out


def test_without_libreoffice_its_tests_are_left_out_loudly(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = _pretend_checks(run, monkeypatch, failing=set())

    def need_libreoffice() -> None:
        raise run.Stop("There is none.")

    monkeypatch.setattr(run, "need_libreoffice", need_libreoffice)
    assert run.main(["test"]) == 0
    others = [f"--ignore={folder}" for folder in run.WINDOW_TESTS]
    halves = [["pytest", *run.WINDOW_TESTS], ["pytest", *others]]
    assert ran[:2] == halves
    assert "LEFT OUT the tests with LibreOffice" in capsys.readouterr().out


def _interrupted(_use: str) -> None:
    raise KeyboardInterrupt


def _no_qt(run: ModuleType) -> Callable[..., None]:
    def need_qt(*_packages: object, **_options: object) -> None:
        raise run.Stop("sudo apt-get install libegl1")

    return need_qt


def _pretend_checks(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, failing: set[str]
) -> list[list[str]]:
    """Run nothing; the commands that would have run, the `failing` ones with status 1."""
    ran: list[list[str]] = []

    def call(words: list[str], **_options: object) -> int:
        ran.append([Path(words[0]).name, *words[1:]])
        return int(Path(words[0]).name in failing)

    monkeypatch.setattr(run, "environment", lambda _use: None)
    monkeypatch.setattr(run, "need_qt", lambda *_, **__: None)
    monkeypatch.setattr(run, "need_libreoffice", lambda: None)

    class Beside:
        def __init__(self, words: list[str], **options: object) -> None:
            self.status = call(words, **options)

        def wait(self) -> int:
            return self.status

        def kill(self) -> None:
            pass

    monkeypatch.setattr(run.subprocess, "call", call)
    monkeypatch.setattr(run.subprocess, "Popen", Beside)
    return ran


def test_all_tests_run_in_two_halves_at_once_and_both_are_told(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "import sys; print(sys.argv[1:]); sys.exit(any('ignore' in word for word in sys.argv))"
    monkeypatch.setattr(run, "command", lambda line: [sys.executable, "-c", said, *line])
    results = run.tests([], whole=True)
    assert {name: passed for name, (passed, _) in results.items()} == {
        "tests": False,
        "window": True,
    }
    assert f"'pytest', '{run.WINDOW_TESTS[0]}'" in capsys.readouterr().out


def test_chosen_tests_run_by_themselves(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "command", lambda line: [sys.executable, "-c", "", *line])
    assert list(run.tests(["-k", "gantt"], whole=False)) == ["tests"]
