"""Whose a file is: the project of a workbook that came back, by what it says or by what is known.

The program's own workbook says it itself. A team's own spreadsheet is asked in this order: the code
or name of a project in it; the name under which its workbook went out; a project's code, or else
name, in its file name; a file of the same name that was taken in before; and last who saved it,
where all that this person ever sent was one project's. Whatever is not certain stays unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.understood import OWN, Understood
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.round_rows import EarlierFile, Inbox, ProjectKey

# What changes from one file of a team to its next one: dates, versions, copies.
PASSING = re.compile(
    r"\(\d+\)|（\d+）|\d{4}[-_.年]?\d{1,2}(?:[-_.月]?\d{1,2}日?)?|\b(?:v|ver|rev)?[\d.]+\b|"
    r"\b(?:final|copy|new)\b|终稿|最终版?|副本|新版|第?\d+[版周月期]|[\s_\-.()（）]+",
    re.IGNORECASE,
)
MIN_NAME = 2


@dataclass(frozen=True)
class Owners:
    """Everything by which a file's project is found, made once for many files. Keys are normal
    names; what would lead to two projects leads to none."""

    uids: Mapping[str, int]
    codes: Mapping[str, int]
    names: Mapping[str, int]
    sent_names: Mapping[str, int]
    earlier_names: Mapping[str, int]
    senders: Mapping[str, int]

    @staticmethod
    def of(projects: Sequence[ProjectKey], inbox: Inbox, earlier: Iterable[EarlierFile]) -> Owners:
        taken = [file for file in earlier if file.project_id is not None]
        sent = [(plain_stem(r.sent_file), r.project_id) for r in inbox.projects if r.sent_file]
        return Owners(
            {project.uid: project.id for project in projects},
            _only((normal_name(project.code), project.id) for project in projects),
            _only((normal_name(project.name), project.id) for project in projects),
            _only(sent),
            _only((plain_stem(file.name), file.project_id) for file in taken),
            _only((normal_name(file.sender), file.project_id) for file in taken),
        )

    def find(self, understood: Understood, sender: str) -> tuple[int, ...]:
        """The ids of the projects that the file is about; none where nobody knows."""
        said = self._said(understood)
        if said or understood.kind == OWN:
            return said
        known = self._by_file_name(understood.path.name)
        if known is None:
            known = self.senders.get(normal_name(sender))
        return () if known is None else (known,)

    def _said(self, understood: Understood) -> tuple[int, ...]:
        found = [self._project(records.project) for records in understood.projects]
        if not any(found):
            found = [self.uids.get(understood.meta.get("project_uid", ""))]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _project(self, project: Record) -> int | None:
        """The project of a record: its identity, its code, or its name where no code is given."""
        if project.uid and project.uid in self.uids:
            return self.uids[project.uid]
        code, name = (normal_name(str(project.values.get(key) or "")) for key in ("code", "name"))
        return self.codes.get(code) if code else self.names.get(name)

    def _by_file_name(self, file: str) -> int | None:
        stem = plain_stem(file)
        if stem in self.sent_names:
            return self.sent_names[stem]
        shown = normal_name(PurePath(file).stem)
        by_code = {one for code, one in self.codes.items() if _stands_in(code, shown)}
        if len(by_code) > 1:
            return None
        by_name = {one for name, one in self.names.items() if _is_named(name, shown)}
        for found in (by_code, by_name):
            if len(found) == 1:
                return found.pop()
        return self.earlier_names.get(stem)


def plain_stem(file: str) -> str:
    """A file's name without what changes from one to the next: folder, ending, date, version."""
    stem = normal_name(PurePath(file).stem)
    return PASSING.sub("", stem) or stem


def _stands_in(code: str, text: str) -> bool:
    """Whether a code stands in a text as a word of its own: `p-1` is not in `p-12`."""
    if len(code) < MIN_NAME:
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(code)}(?![a-z0-9])", text) is not None


def _is_named(name: str, text: str) -> bool:
    return len(name) >= MIN_NAME and name in text


def _only(pairs: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """What leads to one project alone."""
    found: dict[str, set[int]] = defaultdict(set)
    for key, project in pairs:
        if key and project is not None:
            found[key].add(project)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}
