"""Start PMO Desktop, or check it, on a machine that has nothing but Python 3.11 or later.

    python3 run.py              the program; without a display, the demo office's loop and its pack
    python3 run.py test         every test, the linter, the type checker, the layer contracts
    python3 run.py bench        the speed, each figure as a ratio to a baseline run beside it
    python3 run.py WORDS...     any command of pmo-desktop: import, send-out, pack, export, ...

The environment is made once, in `.venv` beside this file. Standard library alone, and in a syntax
old enough that an older Python reaches the sentence below instead of a SyntaxError.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  # whoever starts this may well have an older one
    sys.exit(
        "PMO Desktop needs Python 3.11 or later; this is Python {}.{}. Install a newer one "
        "(https://www.python.org/downloads/) and start again with it, for example: "
        "python3.11 run.py".format(*sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent
WINDOWS = sys.platform == "win32"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
# Half of the tests' time: the window's, and the measurements, which open windows too.
WINDOW_TESTS = [str(Path("tests", room)) for room in ("ui", "bench")]
DEMO_FOLDER = ROOT / "build" / "demo-office"

# `.venv/pmo-desktop` says what the environment is: which Python made it, from which requirements,
# for which use. It is empty while the environment is being made, so that a half-made one is known;
# where there is none, somebody else made the folder.
STAMP = VENV / "pmo-desktop"
REQUIREMENTS = {"app": ROOT / "requirements.txt", "test": ROOT / "requirements-test.txt"}

# What Qt needs of a Debian or Ubuntu: without a screen, and to show windows on one.
QT_PACKAGES = [
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0",
]
WINDOW_PACKAGES = [
    *QT_PACKAGES,
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
]
# The real spreadsheet program that some tests fill workbooks in with, and its tongue.
OFFICE_PACKAGES = ["libreoffice-calc-nogui", "python3-uno"]
QT_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
DONE, DONE_WITH_FINDINGS, NOT_DONE = 0, 1, 2  # pmo-desktop's exit statuses


class Stop(Exception):
    """The way on is barred; the text says why and what to do."""


def say(text: str = "") -> None:
    print(text, flush=True)


# The environment.


def environment(use: str) -> None:
    """Make or mend `.venv` for `use`: `app`, or `test`, which has all of `app` and more."""
    if is_ready(read_stamp(), use):
        return
    with only_one():
        stamp = read_stamp()  # another start may have finished while this one waited
        if is_ready(stamp, use):
            return
        need_venv_module()
        begun = time.monotonic()
        if stamp and stamp[0] == python_identity() and PYTHON.exists():
            say("Bringing the environment up to date...")
            STAMP.write_text("", encoding="utf-8")
        else:
            say("Making the environment in .venv (once, a minute or two)...")
            make_venv()
        install(use)
        STAMP.write_text("\n".join(wanted_stamp(use)), encoding="utf-8")
        say(f"The environment is ready ({time.monotonic() - begun:.0f} s).")


def read_stamp() -> list[str] | None:
    """Its lines; empty where the environment is half made, None where there is no stamp."""
    try:
        return STAMP.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None


def wanted_stamp(use: str) -> list[str]:
    files = (ROOT / "pyproject.toml", *REQUIREMENTS.values())
    digest = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
    return [python_identity(), digest, use]


def is_ready(stamp: list[str] | None, use: str) -> bool:
    return PYTHON.exists() and stamp in (wanted_stamp(use), wanted_stamp("test"))


def python_identity() -> str:
    """This Python at this place: an environment serves no other, and cannot be moved."""
    return f"{' '.join(sys.version.split())} | {sys.base_prefix} | {ROOT}"


def make_venv() -> None:
    if VENV.exists() and not STAMP.exists() and any(VENV.iterdir()):
        raise Stop(f"The folder {VENV} was not made by this program: move it away, start again.")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        VENV.mkdir()
        STAMP.write_text("", encoding="utf-8")
    except OSError as error:
        raise Stop(
            f"The folder {VENV} cannot be made anew ({error}). Close PMO Desktop if it is running, "
            "check that you may write there, and start again."
        ) from error
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
        raise Stop(f"Python could not make the environment in {VENV}; its reason is above.")


def install(use: str) -> None:
    """The locked packages, checked by their hashes, then the checkout itself."""
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    for words in (
        ["--require-hashes", "--requirement", str(REQUIREMENTS[use])],
        ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        if subprocess.call([*pip, *words], cwd=str(ROOT)) != 0:
            raise Stop(
                "The packages could not be installed; pip's reason is above. Check the network "
                "(behind a proxy set HTTPS_PROXY) and the free space, and start again."
            )


def need_venv_module() -> None:
    """Debian and Ubuntu keep `ensurepip` in a package of its own: bring it, or say how."""
    if missing_modules():
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        apt_install([package], "make an environment with this Python")
        if missing_modules():
            raise Stop(f"This Python still lacks {' and '.join(missing_modules())}.")


def missing_modules() -> list[str]:
    probe = (
        "from importlib.util import find_spec as f;"
        "print(*(m for m in ('venv', 'ensurepip') if f(m) is None))"
    )
    return subprocess.check_output([sys.executable, "-c", probe]).decode().split()


@contextlib.contextmanager
def only_one():
    """Two impatient starts must not make one environment at once; a killed start lets go."""
    try:
        file = open(ROOT / ".venv.lock", "a+b")  # noqa: SIM115  # closed below, after the lock
    except OSError as error:
        raise Stop(
            f"The environment cannot be made in {ROOT} ({error}). Copy the folder to a place where "
            "you may write, and start there."
        ) from error
    with file:
        wait_for_lock(file)
        yield


def wait_for_lock(file) -> None:
    if not WINDOWS:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        return
    import msvcrt

    while True:
        file.seek(0)
        with contextlib.suppress(OSError):  # it gives up after ten tries, a second apart
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            return


# The system's libraries.


def apt_install(packages: list[str], purpose: str) -> None:
    """As root on Debian or Ubuntu install `packages`; elsewhere stop with the exact line."""
    if shutil.which("apt-get") is None:
        raise Stop(
            f"To {purpose}, packages of your system are missing. On Debian and Ubuntu they are:\n"
            f"    {' '.join(packages)}\nInstall what your system calls them, and start again."
        )
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise Stop(f"To {purpose}, first run:\n    sudo {' '.join(line)}")
    say(f"To {purpose}, installing {' '.join(packages)}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for words in (["apt-get", "-qq", "update"], [*line, "-qq"]):
        if subprocess.call(words, env=env, stdout=subprocess.DEVNULL) != 0:
            raise Stop(f"apt-get failed; its reason is above. Run as root:\n    {' '.join(line)}")


def need_qt(packages: list[str], platform: str = "") -> None:
    """Have Qt start, bringing its libraries where that can be done; Stop says how otherwise."""
    if qt_starts(platform):
        return
    if not sys.platform.startswith("linux"):
        raise Stop("Qt does not start on this machine; its reason is above.")
    apt_install(packages, "let Qt start")
    if not qt_starts(platform):
        raise Stop("Qt still does not start; its reason is above.")


def need_libreoffice() -> None:
    """Have the LibreOffice that tests try workbooks in; Stop says why they are left out."""
    if shutil.which("soffice") and can_speak_to_libreoffice():
        return
    if not sys.platform.startswith("linux"):
        raise Stop("There is no LibreOffice here that tests could speak to.")
    apt_install(OFFICE_PACKAGES, "try the workbooks in LibreOffice")
    if not can_speak_to_libreoffice():
        raise Stop("LibreOffice cannot be spoken to: its 'uno' is missing.")


def can_speak_to_libreoffice() -> bool:
    python = Path("/usr/bin/python3")
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", "import uno"], capture_output=True).returncode == 0


def qt_starts(platform: str) -> bool:
    env = dict(os.environ, QT_QPA_PLATFORM=platform) if platform else dict(os.environ)
    probe = subprocess.run([str(PYTHON), "-c", QT_PROBE], env=env, capture_output=True)
    if probe.returncode != 0:
        say("Qt: " + probe.stderr.decode(errors="replace").strip().split("\n")[-1])
    return probe.returncode == 0


def has_display() -> bool:
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# The commands.


def pmo_desktop(*words: str) -> int:
    """One command of the program, run where the user stands, so that file names mean theirs."""
    return subprocess.call([str(PYTHON), "-m", "pmo_desktop", *words])


def start() -> int:
    """The window; without a display the main job, headless, on the demo office."""
    environment("app")
    if not has_display():
        return demo_loop()
    seen = VENV / "qt-has-started"
    if not seen.exists():
        need_qt(WINDOW_PACKAGES)
        seen.touch()
    return subprocess.call([str(PYTHON), "-m", "pmo_desktop"])


def demo_loop() -> int:
    """The demo office made, its teams' returned spreadsheets taken in, the pack printed."""
    say("There is no display here: the demo office goes through its loop without one.")
    if DEMO_FOLDER.exists():
        shutil.rmtree(DEMO_FOLDER)
    DEMO_FOLDER.mkdir(parents=True)
    database, pack = DEMO_FOLDER / "office.db", DEMO_FOLDER / "pack.pdf"
    at = ["--database", str(database)]
    made = subprocess.run(
        [str(PYTHON), "-m", "pmo_desktop", "demo", "--json", *at], stdout=subprocess.PIPE
    )
    if made.returncode != DONE:
        return made.returncode
    returned = json.loads(made.stdout)["returned"]
    for words in (["import", "--yes", *at, returned], ["pack", *at, "--output", str(pack)]):
        say(f"\n== pmo-desktop {words[0]}")
        status = pmo_desktop(*words)
        if status not in (DONE, DONE_WITH_FINDINGS):
            return status
    say(f"\nDatabase:               {database}")
    say(f"Returned spreadsheets:  {returned}")
    say(f"The committee's pack:   {pack}")
    return DONE if pack.exists() else NOT_DONE


def test(words: list[str]) -> int:
    """Run every check, also after one has failed; `words` go to pytest."""
    environment("test")
    left_out = []
    plain: list[str] = []
    try:
        need_qt(QT_PACKAGES, platform="offscreen")
    except Stop as stop:
        say(f"\n{stop}\n")
        left_out = ["every test of the window: Qt does not start here, see above"]
        plain = ["-p", "no:pytest-qt"]
    try:
        need_libreoffice()
    except Stop as stop:
        say(f"\n{stop}\n")
        left_out.append("the tests with LibreOffice: it is not installed here, see above")
    results = tests([*plain, *words], whole=not words and not plain)
    checks = {
        "linter": ["ruff", "check", "."],
        "format": ["ruff", "format", "--check", "."],
        "types": ["mypy"],
        "layers": ["lint-imports", "--no-logo"],
    }
    results |= {name: check(name, line) for name, line in checks.items()}
    return tell(results, left_out)


def tests(words: list[str], whole: bool) -> dict[str, tuple[bool, float]]:
    """Run pytest; all of it in two halves at once, since two cores are usual: the window's tests
    and the others. What the window's say is told when the others have ended."""
    if not whole:
        return {"tests": check("tests", ["pytest", *words])}
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        line = ["pytest", *words, *WINDOW_TESTS]
        beside = subprocess.Popen(
            command(line), cwd=str(ROOT), stdout=told, stderr=subprocess.STDOUT
        )
        try:
            others = [f"--ignore={folder}" for folder in WINDOW_TESTS]
            found = {"tests": check("tests", ["pytest", *words, *others])}
            status = beside.wait()
        finally:
            beside.kill()
        say(f"\n== window: {' '.join(line)}")
        told.seek(0)
        say(told.read().rstrip())
    return {**found, "window": (status == 0, time.monotonic() - begun)}


def check(name: str, words: list[str]) -> tuple[bool, float]:
    """Run one check; whether it passed, and its seconds."""
    say(f"\n== {name}: {' '.join(words)}")
    begun = time.monotonic()
    status = subprocess.call(command(words), cwd=str(ROOT))
    return status == 0, time.monotonic() - begun


def command(words: list[str]) -> list[str]:
    """A tool of the environment with its words."""
    return [str(PYTHON.with_name(words[0])), *words[1:]]


def tell(results: dict[str, tuple[bool, float]], left_out: list[str]) -> int:
    say()
    for name, (passed, seconds) in results.items():
        say(f"{name:<8} {'passed' if passed else 'FAILED'} {seconds:6.1f} s")
    for what in left_out:
        say(f"LEFT OUT {what}")
    failed = [name for name, (passed, _) in results.items() if not passed]
    if failed:
        say(f"{len(failed)} of {len(results)} checks failed: {', '.join(failed)}.")
        return 1
    say(f"All {len(results)} checks passed{', with parts left out' if left_out else ''}.")
    return 0


def main(words: list[str]) -> int:
    try:
        if not words:
            return start()
        if words[0] == "test":
            return test(words[1:])
        environment("app")
        return pmo_desktop(*words)
    except Stop as stop:
        say(str(stop))
        return NOT_DONE
    except KeyboardInterrupt:
        say("\nStopped. What was half made is made anew the next time.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
