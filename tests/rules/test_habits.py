"""The habits of the house that a machine can see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pmo_desktop.charts.palette import DARK, LIGHT
from tests.rules.source import PACKAGE, RESOURCES, ROOT, called, modules

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")
PALETTE = PACKAGE / "charts" / "palette.py"
# A path of the machine on which it was written.
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(?:work|opt|tmp|root|home|Users)/\w")
FOLDERS = (".ci", "docs", "installer", "pmo_desktop", "resources", "tests")
TEXT_FILES = {
    ".py",
    ".md",
    ".toml",
    ".json",
    ".qss",
    ".svg",
    ".yml",
    ".yaml",
    ".cmd",
    ".txt",
    ".nsi",
}


def calls(name: str) -> Iterator[str]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and called(node) == name:
                yield f"{module.name}:{node.lineno}"


def own_files() -> Iterator[Path]:
    """The text files that are the project's."""
    yield from (path for path in ROOT.iterdir() if path.suffix in TEXT_FILES)
    for folder in FOLDERS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in TEXT_FILES)


def test_every_module_says_what_it_is() -> None:
    silent = [
        module.name
        for module in modules()
        if module.tree.body and not (ast.get_docstring(module.tree) or "").strip()
    ]
    assert not silent


def test_packages_are_empty_but_for_the_models() -> None:
    full = [
        module.name
        for module in modules()
        if module.path.name == "__init__.py"
        and module.room not in ("models", "__init__")
        and any(not _is_docstring(node) for node in module.tree.body)
    ]
    assert not full


def test_nothing_is_imported_by_star() -> None:
    stars = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert not stars


def test_no_slot_asks_who_sent_the_signal() -> None:
    assert not list(calls("sender"))


def test_no_sentence_goes_past_the_one_mechanism() -> None:
    assert not [*calls("tr"), *calls("trUtf8"), *calls("gettext")]


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "tools.py"}
    assert not [module.name for module in modules() if module.path.name in drawers]


def test_annotations_are_postponed_everywhere_but_in_the_tables() -> None:
    """In `models` SQLModel reads them, and cannot resolve a postponed `list["Task"]`."""
    wrong = [
        module.name
        for module in modules()
        if module.path.name != "__init__.py"
        and ("from __future__ import annotations" in module.source) == (module.room == "models")
    ]
    assert not wrong


def test_qt_overrides_say_so() -> None:
    """A method in Qt's camelCase is an override, and carries `@override`."""
    bare = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and re.fullmatch(r"[a-z]+[A-Z]\w*", node.name)
        and not any(ast.unparse(d).endswith("override") for d in node.decorator_list)
    ]
    assert not bare


def test_colours_live_in_the_palette_alone() -> None:
    stray = []
    for module in modules():
        if module.path == PALETTE:
            continue
        docstrings = {id(node) for node in _docstrings(module.tree)}
        for node in ast.walk(module.tree):
            is_colour = (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docstrings
                and COLOUR.search(node.value)
            )
            is_made = (
                isinstance(node, ast.Call)
                and called(node) == "QColor"
                and any(isinstance(argument, ast.Constant) for argument in node.args)
            )
            if is_colour or is_made:
                stray.append(f"{module.name}:{node.lineno}")
    assert not stray


def test_the_window_s_style_sheet_names_no_colour() -> None:
    sheets = list((RESOURCES / "themes").glob("*.qss"))
    assert sheets
    assert not [s.name for s in sheets if COLOUR.search(s.read_text(encoding="utf-8"))]


def test_icons_are_drawn_in_colours_of_the_palette() -> None:
    known = {colour.upper() for palette in (LIGHT, DARK) for colour in palette.values()}
    icons = list((RESOURCES / "icons").glob("*.svg"))
    assert icons
    for icon in icons:
        used = {c.upper() for c in COLOUR.findall(icon.read_text(encoding="utf-8"))}
        assert used <= known, icon.name


def test_both_palettes_have_the_same_roles() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in own_files()
        for found in [MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace"))]
        if found
    ]
    assert not named


def test_every_font_travels_with_its_licence() -> None:
    fonts = RESOURCES / "fonts"
    assert list(fonts.glob("*.ttf"))
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8").upper()


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            # Also the strings below an attribute, which document it.
            yield from (item.value for item in body if _is_docstring(item))
