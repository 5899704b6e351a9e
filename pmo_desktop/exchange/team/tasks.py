"""A team's task list as records of tasks: their outline, kinds, dates and predecessors.

A task with tasks below it is a summary; its dates, duration and progress follow from theirs and are
not taken. A milestone is one that is called or marked so, or takes no time; it is at the end of its
day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.records import Cell, Record
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, predecessors, shares, values, words
from pmo_desktop.exchange.parsing.text import clean, key, plain
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team import breakdown
from pmo_desktop.exchange.team.breakdown import Breakdown, Line
from pmo_desktop.exchange.team.cells_of import RowCells
from pmo_desktop.exchange.team.filling import Filled, of_projects
from pmo_desktop.exchange.team.rows import listed

LEVEL_COLUMNS = ("name1", "name", "name2", "name3", "name4")
FOLLOWS_FROM_BELOW = (
    "start",
    "finish",
    "duration",
    "percent_complete",
    "actual_start",
    "actual_finish",
)
NOT_WORK = frozenset(("wbs", "id", "level", "group", "notes", "project", *LEVEL_COLUMNS))
SAID_OF_PHASES = frozenset(("percent_complete", "state"))
NUMBERED_MILESTONE = re.compile(r"^(?:M|MS)\d{1,2}\b(?!\s*[-:]?\d)")
PLAIN_START = re.compile(r"[A-Za-z\u4e00-\u9fff]")
FROM_CELLS = ("flat", "ids", "sections")
SUMMARY, TASK, MILESTONE = TaskKind.SUMMARY.value, TaskKind.TASK.value, TaskKind.MILESTONE.value
SURELY, PERHAPS = "surely", "perhaps"


def read(filled: Filled, gaps: set[int]) -> dict[str, list[Record]]:
    """The tasks of a team's table, by the project that a column names; `` where none does."""
    _progress_from_state(filled)
    found = {}
    for project, positions in of_projects(filled).items():
        lines = _without_remarks(filled, _lines(filled, positions), gaps)
        if lines:
            found[project] = _records(filled, lines)
    return found


def _progress_from_state(filled: Filled) -> None:
    """Without a column of progress, `已完成` in one of states says it as well."""
    if "percent_complete" in filled.columns or "state" not in filled.columns:
        return
    raw = filled.raw["state"]
    parsed = [shares.parse(value) if isinstance(value, str) and value else None for value in raw]
    filled.columns["percent_complete"] = filled.columns["state"]
    filled.values["percent_complete"] = [s if isinstance(s, float) else None for s in parsed]
    vague = [i for i, share in enumerate(parsed) if isinstance(share, Unread)]
    if vague:
        filled.tell("states_without_share", NOTE, "percent_complete", vague[0], n=len(vague))


# --- lines


def _lines(filled: Filled, positions: Sequence[int]) -> list[Line]:
    raw = filled.raw
    levels = sorted(
        (name for name in LEVEL_COLUMNS if name in filled.columns),
        key=lambda name: filled.columns[name].index,
    )
    coded_by = "wbs" if "wbs" in raw else "id" if "id" in raw else ""
    codes = raw[coded_by] if coded_by else [""] * len(filled.rows)
    coded = len(positions) - [codes[p] for p in positions].count("") if coded_by == "wbs" else 0
    is_coded = coded >= breakdown.MOST * len(positions)
    if "group" in filled.columns and not is_coded and "level" not in filled.columns:
        levels.insert(0, "group")
    if len(levels) > 1 and not is_coded:
        return _lines_of_levels(filled, positions, levels)
    lines, nameless = [], []
    texts, places = _innermost(filled, levels)
    for position in positions:
        text, column, code = texts[position], places[position], codes[position]
        name = breakdown.unmarked(text if text.__class__ is str else values.shown(text))
        if not name and _is_text(code):
            # A phase is often written across the whole row, from its first cell on.
            text, name, code, column = code, clean(code), "", filled.columns[coded_by].index
        if name:
            lines.append(Line(filled.rows[position], name, position, code, text, column))
        else:
            nameless.append(filled.rows[position])
    if nameless:
        params = {"n": len(nameless), "rows": listed(filled.grid, nameless)}
        filled.findings.append(
            Finding("rows_without_name", WARNING, filled.grid.name, params=params)
        )
    if "level" in raw:
        for line in lines:
            line.level = raw["level"][line.position or 0]
    return lines


def _innermost(filled: Filled, levels: Sequence[str]) -> tuple[Sequence[Any], Sequence[int]]:
    """For each row the text of its innermost level, and the column in which it stands."""
    rows = range(len(filled.rows))
    if not levels:
        return [""] * len(rows), [0] * len(rows)
    found = [(filled.raw[level], filled.columns[level].index) for level in reversed(levels)]
    if len(found) == 1:
        return found[0][0], [found[0][1]] * len(rows)
    best = [next((pair for pair in found if pair[0][row] != ""), found[-1]) for row in rows]
    return [pair[0][row] for row, pair in enumerate(best)], [column for _, column in best]


def _is_text(code: Any) -> bool:
    return isinstance(code, str) and bool(code.strip()) and not breakdown.normal(plain(code))


def _lines_of_levels(filled: Filled, positions: Sequence[int], levels: Sequence[str]) -> list[Line]:
    rows = [(p, filled.rows[p], [filled.raw[level][p] for level in levels]) for p in positions]
    lines = list(breakdown.from_levels(rows, [filled.columns[level].index for level in levels]))
    for line in lines:
        if line.position is not None:
            line.code = filled.raw["id"][line.position] if "id" in filled.raw else ""
    return lines


def _is_bare(filled: Filled, line: Line) -> bool:
    """Whether a row has nothing but a name and perhaps a code; one without a number in a table
    that numbers its rows may also say how far it is."""
    position = line.position
    if position is None:
        return False
    numbered = "id" in filled.raw and line.code != ""
    rolled_up = SAID_OF_PHASES if "id" in filled.raw and not numbered else frozenset[str]()
    return not any(
        raw[position] != ""
        for name, raw in filled.raw.items()
        if name not in NOT_WORK and name not in rolled_up
    )


def _without_remarks(filled: Filled, lines: list[Line], gaps: set[int]) -> list[Line]:
    """Below a gap, rows at the end that have nothing but a text are no tasks."""
    if not gaps:
        return lines
    end = len(lines)
    while end and lines[end - 1].code == "" and _is_bare(filled, lines[end - 1]):
        end -= 1
    last = lines[end - 1].at if end else -1
    start = next(
        (i for i in range(end, len(lines)) if any(last < gap <= lines[i].at for gap in gaps)),
        len(lines),
    )
    for line in lines[start:]:
        cell = _name_cell(filled, line)
        filled.findings.append(
            Finding("row_not_understood", NOTE, cell.sheet, cell.address, line.name)
        )
    return lines[:start]


def _name_cell(filled: Filled, line: Line) -> Cell:
    address = filled.grid.address(line.at, line.name_column)
    return Cell(filled.grid.name, address, values.shown(line.raw_name) or line.name)


# --- records


def _records(filled: Filled, lines: list[Line]) -> list[Record]:
    found = _outline(filled, lines)
    codes = [line.wbs for line in lines]
    summaries = _summaries(codes)
    links = _links(filled, found, codes, summaries)
    only_milestones = _lists_milestones(filled)
    names = [name for name in filled.values if name not in ("wbs", "name", "predecessors")]
    columns = [filled.values[name] for name in names]
    rows = list(zip(*columns, strict=True)) if columns else [()] * len(filled.rows)
    flags = filled.raw.get("milestone")
    records = []
    for place, line in enumerate(lines):
        position = line.position
        given: dict[str, Any] = {"wbs": line.wbs, "name": line.name}
        if position is not None:
            for name, value in zip(names, rows[position], strict=True):
                if value is not None:
                    given[name] = value
            if flags and values.yes_or_no(flags[position]) is True:
                given["kind"] = MILESTONE
        if links and links[place]:
            given["predecessors"] = links[place]
        if line.wbs in summaries:
            given["kind"] = SUMMARY
            for name in FOLLOWS_FROM_BELOW:
                given.pop(name, None)
        else:
            given["kind"] = _kind(given, line.name, only_milestones)
            _date(filled, given, line)
        records.append(_record(filled, line, given))
    return records


def _outline(filled: Filled, lines: list[Line]) -> Breakdown:
    def is_bare(line: Line) -> bool:
        return _is_bare(filled, line)

    found = breakdown.find(lines, is_bare)
    markup = filled.grid.markup
    if found.how in FROM_CELLS and markup.is_known:
        # Only where nothing else gives an outline, the cells' own indents and groups are looked up.
        levels = markup.outline_levels()
        for line in lines:
            row, column = filled.grid.place(line.at, line.name_column)
            line.indent = markup.indent((row, column))
            line.grouping = levels.get(row, 0)
            line.depth = 0
        if any(line.indent or line.grouping for line in lines):
            found = breakdown.find(lines, is_bare)
    for code, line, params in found.notes:
        cell = _name_cell(filled, line)
        severity = NOTE if code == "wbs_was_date" else WARNING
        finding = Finding(code, severity, cell.sheet, cell.address, line.name, params)
        filled.findings.append(finding)
    if found.how in breakdown.NUMBERED:
        cell = _name_cell(filled, lines[0])
        filled.findings.append(Finding(f"wbs_by_{found.how}", NOTE, cell.sheet, cell.address))
    return found


def _summaries(codes: Sequence[str]) -> frozenset[str]:
    """The codes that have others below them; where a parent is missing, the nearest above it."""
    known = set(codes)
    found = set()
    for code in codes:
        head = code.rpartition(".")[0]
        while head and head not in known:
            head = head.rpartition(".")[0]
        if head:
            found.add(head)
    return frozenset(found)


def _kind(given: Mapping[str, Any], name: str, only_milestones: bool) -> str:
    if "kind" in given:
        return str(given["kind"])
    called = _called_milestone(name)
    if only_milestones or given.get("duration") == 0 or called == SURELY:
        return MILESTONE
    if called and not given.get("duration"):
        start, finish = given.get("start"), given.get("finish")
        if start is None or finish is None or start.date() == finish.date():
            return MILESTONE
    return TASK


def _called_milestone(name: str) -> str:
    """Whether a task is called a milestone: surely (`里程碑:启动`), perhaps (`M1 启动`), or not."""
    return _told_milestone(name) if _may_be_milestone(name[:1]) else ""


@lru_cache(maxsize=4096)
def _may_be_milestone(start: str) -> bool:
    """Whether a name that begins so may be a milestone's; most are ruled out by that."""
    if not PLAIN_START.fullmatch(start):
        return True
    known = {word[:1] for word in words.lists()["milestone_name"]}
    return start == "M" or start.lower() in known


@lru_cache(maxsize=8192)
def _told_milestone(name: str) -> str:
    low = plain(name).lower()
    if low.startswith(words.lists()["milestone_name"]):
        return SURELY
    return PERHAPS if NUMBERED_MILESTONE.match(name) else ""


def _lists_milestones(filled: Filled) -> bool:
    """A table whose names are headed `里程碑` lists nothing else."""
    column = filled.columns.get("name")
    return column is not None and key(column.header) in words.keys("milestone_headers")


def _date(filled: Filled, given: dict[str, Any], line: Line) -> None:
    """The dates of a task as its kind has them."""
    start, finish = given.get("start"), given.get("finish")
    if given["kind"] == MILESTONE and (start or finish):
        if start and finish and start.date() != finish.date():
            cell = _name_cell(filled, line)
            filled.findings.append(
                Finding("milestone_with_span", WARNING, cell.sheet, cell.address, line.name)
            )
            given["kind"] = TASK
        else:
            given["start"] = given["finish"] = _end_of_day(finish or start)
            given.pop("duration", None)
            if "actual_finish" in given:
                given["actual_start"] = given["actual_finish"]
    elif start and finish and finish < start:
        filled.tell("finish_before_start", WARNING, "finish", line.position or 0)
        del given["finish"]
    if "actual_finish" in given and given["actual_finish"] < given.get(
        "actual_start", dates.EARLIEST
    ):
        filled.tell("finish_before_start", WARNING, "actual_finish", line.position or 0)
        del given["actual_finish"]


@lru_cache(maxsize=8192)
def _end_of_day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), dates.DAY_ENDS)


def _record(filled: Filled, line: Line, given: dict[str, Any]) -> Record:
    if line.position is None:
        return Record("task", given, cells={"name": _name_cell(filled, line)})
    return Record("task", given, cells=RowCells(filled, line.position))


# --- predecessors


def _links(
    filled: Filled, found: Breakdown, codes: list[str], summaries: frozenset[str]
) -> list[Any]:
    """The links of each line; nothing at all where the table has none."""
    raw = filled.raw.get("predecessors")
    if raw is None:
        return []
    lines = found.lines
    given = [raw[line.position] if line.position is not None else "" for line in lines]
    if not any(value != "" for value in given):
        return []
    read = predecessors.by_plain_codes(given, codes, may_be_ids="id" in filled.raw)
    if read is None:
        read = predecessors.read(given, _table_of(filled, found, summaries), codes)
    return [_told(filled, line, value) for line, value in zip(lines, read, strict=True)]


def _told(filled: Filled, line: Line, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    for problem in value:
        if isinstance(problem, Unread):
            filled.tell(problem.code, WARNING, "predecessors", line.position or 0, **problem.params)
    return tuple(link for link in value if not isinstance(link, Unread))


def _table_of(filled: Filled, found: Breakdown, summaries: frozenset[str]) -> predecessors.Table:
    codes: dict[str, str | None] = {}
    names: dict[str, str | None] = {}
    ids: dict[str, str] = {}
    raw_ids = filled.raw.get("id")
    for line in found.lines:
        for code in {wbs.clean(line.was_read), breakdown.normal(line.was_read), line.wbs} - {""}:
            codes[code] = None if code in codes and codes[code] != line.wbs else line.wbs
        name = key(line.name)
        names[name] = None if name in names else line.wbs
        if raw_ids is not None and line.position is not None:
            ids.setdefault(values.shown(raw_ids[line.position]).strip(), line.wbs)
    return predecessors.Table(codes, ids, names, summaries, found.dashed)
