"""The project's own source as the rules see it: modules with their syntax trees, and sentences."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pmo_desktop"
RESOURCES = ROOT / "resources"

# Who speaks: the call's name -> where its English source sentences stand.
SPEAKERS: dict[str, tuple[tuple[int, str], ...]] = {
    "text": ((0, ""),),
    "inform": ((0, ""),),
    "warn": ((0, ""),),
    "Title": ((0, "text"),),
    "Named": ((0, "text"),),
    "Reason": ((0, "rule"),),
    "Refused": ((0, "sentence"),),
    "Progress": ((2, "text"),),
    "Command": ((1, "summary"),),
    "Argument": ((1, "help"),),
    "Figure": ((1, "name"),),
    "ActionSpec": ((1, "text"),),
    "PageSpec": ((1, "title"), (2, "group")),
}


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is its path from the project's root."""

    path: Path
    name: str
    source: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder in the package, or the module itself where it stands outside any."""
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else self.path.stem


@dataclass(frozen=True)
class Spoken:
    """The argument of a speaking call, and where it stands."""

    where: str
    node: ast.expr

    @property
    def literals(self) -> list[str]:
        """The sentences that it may be, also of an `a if x else b`; none where it is no literal."""
        return list(_literals(self.node))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    return Module(path, path.relative_to(ROOT).as_posix(), source, ast.parse(source, str(path)))


def spoken(tree: ast.Module, where: str) -> Iterator[Spoken]:
    """What the speaking calls of a module say, and the `sentence` of its exceptions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for place in SPEAKERS.get(called(node), ()):
                argument = _argument(node, *place)
                if argument:
                    yield Spoken(f"{where}:{node.lineno}", argument)
        elif isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.Assign) and _names(item) == ["sentence"]:
                    yield Spoken(f"{where}:{item.lineno}", item.value)


def called(call: ast.Call) -> str:
    """`language.text(...)` -> `text`, `Title(...)` -> `Title`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def strings(tree: ast.Module) -> Iterator[str]:
    """Every literal string of a module, docstrings among them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def catalogue(name: str) -> dict[str, Any]:
    """One of `zh`, `one`, `terms`, merged from its files."""
    merged: dict[str, Any] = {}
    for file in sorted((RESOURCES / "i18n" / name).glob("*.json")):
        merged |= json.loads(file.read_text(encoding="utf-8"))
    return merged


def _argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((k.value for k in call.keywords if keyword and k.arg == keyword), None)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _names(assignment: ast.Assign) -> list[str]:
    return [target.id for target in assignment.targets if isinstance(target, ast.Name)]
