"""What is imported is asked for, by name, in `pyproject.toml`."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions

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


def test_every_package_that_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    providers = packages_distributions()
    unasked = {
        f"{name} ({where})"
        for name, where in imported().items()
        if not asked
        & {canonicalize_name(dist) for dist in providers.get(BROUGHT_ALONG.get(name, name), [])}
    }
    assert not unasked
