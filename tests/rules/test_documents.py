"""What is written about the project holds: links, pictures, requirements."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.rules.source import ROOT

LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [a or b for a, b in LINK.findall(document.read_text(encoding="utf-8"))]
    broken = [
        link
        for link in links
        if "://" not in link
        and not link.startswith("#")
        and not (document.parent / link.partition("#")[0]).exists()
    ]
    assert not broken


def test_the_readme_gives_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 run.py\n" in readme
    assert "py run.py\n" in readme
    assert "python3 run.py test\n" in readme


@pytest.mark.parametrize(
    ("file", "extras"),
    [("requirements.txt", ["build"]), ("requirements-test.txt", ["dev"])],
)
def test_the_locked_packages_are_those_that_are_asked_for(file: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    locked: dict[str, set[str]] = {}
    for name, version in LOCKED.findall((ROOT / file).read_text(encoding="utf-8")):
        locked.setdefault(canonicalize_name(name), set()).add(version)
    for line in asked:
        requirement = Requirement(line)
        versions = locked.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} is not in {file}"
        assert all(v in requirement.specifier for v in versions), (line, versions)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_every_locked_package_has_its_hashes_and_no_address(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text)
    assert all("--hash=sha256:" in block for block in blocks if LOCKED.match(block))
    assert "://" not in text
