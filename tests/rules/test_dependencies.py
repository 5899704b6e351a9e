"""What is imported is asked for, by name, in `pyproject.toml`."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.rules.source import ROOT, modules

# Another package's own foundation, which comes with it by design.
BROUGHT_ALONG = {"sqlalchemy": "sqlmodel", "pydantic": "sqlmodel", "shiboken6": "PySide6"}


def imported() -> dict[str, str]:
    """The foreign packages that the program imports, and one place that does."""
    found = {}
    for module in modules():
        for node in ast.walk(module.tree):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                found[name.split(".")[0]] = f"{module.name}:{node.lineno}"
    return {
        name: where
        for name, where in found.items()
        if name not in sys.stdlib_module_names and name != "pmo_desktop"
    }


def providers() -> dict[str, set[str]]:
    """The packages that bring what is imported by a name, by the lists of their files. What
    `packages_distributions` makes of these lists takes it seconds."""
    found: dict[str, set[str]] = {}
    for package in distributions():
        own_name = package.name
        for line in (package.read_text("RECORD") or "").splitlines():
            name = line.split(",")[0].split("/")[0].split(".")[0]
            found.setdefault(name, set()).add(own_name)
    return found


def test_every_package_that_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    bring = providers()
    unasked = {
        f"{name} ({where})"
        for name, where in imported().items()
        if not asked
        & {canonicalize_name(dist) for dist in bring.get(BROUGHT_ALONG.get(name, name), ())}
    }
    assert not unasked
