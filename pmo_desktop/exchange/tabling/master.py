"""The portfolio as one workbook: every register of the office on a sheet of its own.

Projects with their figures and lights, tasks, risks, issues, decisions, people, and the load of the
weeks ahead; in the reader's words, to be sorted, filtered and counted elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pmo_desktop.domain.fields import TABLES, Field, Kind, field
from pmo_desktop.domain.health import DIMENSIONS
from pmo_desktop.domain.links import format_links
from pmo_desktop.exchange.tabling.files import write_tables
from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.custom_fields import CustomFieldRow, own_values
from pmo_desktop.services.load import load
from pmo_desktop.services.office import office
from pmo_desktop.services.portfolio import ProjectRow, portfolio
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.services.registers import decisions, issues, people, risks
from pmo_desktop.storage.workspace import Workspace

WEEKS = 26
LIGHTS = ("overall", *DIMENSIONS)
# A project's figures that are worked out: attribute, the header's term, how it is written.
FIGURES: tuple[tuple[str, str, Kind], ...] = (
    ("start", "project.start", Kind.DATE),
    ("finish", "task.finish", Kind.DATE),
    ("percent_complete", "task.percent_complete", Kind.SHARE),
    ("slip_days", "metric.slip", Kind.INTEGER),
    ("spi", "metric.spi", Kind.INTEGER),
    ("cpi", "metric.cpi", Kind.INTEGER),
    ("quality", "dimension.quality", Kind.SHARE),
    ("exposure", "metric.exposure", Kind.MONEY),
    ("open_risks", "metric.open_risks", Kind.INTEGER),
    ("open_issues", "metric.open_issues", Kind.INTEGER),
    ("next_milestone", "metric.next_milestone", Kind.TEXT),
)
PROJECT = ("code", "name", "department", "manager", "programme", "objective", "priority", "phase",
           "state", "currency", "budget", "spent")  # fmt: skip
OF_PROJECT = ("project_code", "project_name")


def write_master(
    workspace: Workspace, path: Path, language: Language, report: Report = silent
) -> int:
    """Write the workbook; returns how many sheets it has. Raises `OSError`, and `Cancelled`."""
    sheets = master_sheets(workspace, language, report)
    write_tables(path, sheets, language, report)
    return len(sheets)


def master_sheets(
    workspace: Workspace, language: Language, report: Report = silent
) -> tuple[Sheet, ...]:
    """All sheets, in the order of the workbook."""
    return tuple(make(workspace, language, report) for make in SHEETS.values())


def _projects(workspace: Workspace, language: Language, _: Report) -> Sheet:
    found = workspace.query(portfolio).projects
    specs = [field(f"project.{name}") for name in PROJECT]
    columns = [
        *(SheetColumn(language.term(spec.code), spec.kind) for spec in specs),
        *(SheetColumn(_light_header(name, language)) for name in LIGHTS),
        *(SheetColumn(language.term(term), kind) for _, term, kind in FIGURES),
        SheetColumn(language.text("Next milestone on"), Kind.DATE),
    ]
    rows = [
        [
            *(_said(spec, getattr(project, spec.name), language) for spec in specs),
            *(_light(project, name, language) for name in LIGHTS),
            *(getattr(project, name) for name, _, _ in FIGURES),
            project.next_milestone_date,
        ]
        for project in found
    ]
    sheet = Sheet(language.term("table.project"), columns, rows)
    return _with_own(sheet, workspace, "project", [row.id for row in found], language)


def _with_own(
    sheet: Sheet, workspace: Workspace, table: str, ids: Sequence[int], language: Language
) -> Sheet:
    """The sheet, with what its records (of these ids, row by row) hold in the office's own fields
    at the end."""
    own = workspace.query(own_values, table)
    if not own.fields:
        return sheet
    columns = [SheetColumn(_name(row, language), row.field.kind) for row in own.fields]
    rows = [
        [*cells, *(_said(f.field, own.values.get(i, {}).get(f.name), language) for f in own.fields)]
        for cells, i in zip(sheet.rows, ids, strict=True)
    ]
    return Sheet(sheet.name, [*sheet.columns, *columns], rows)


def _name(row: CustomFieldRow, language: Language) -> str:
    return row.names.get(language.code) or next(filter(None, row.names.values()), row.uid)


def _light_header(dimension: str, language: Language) -> str:
    return language.text("Light: {dimension}", dimension=language.term(f"dimension.{dimension}"))


def _light(project: ProjectRow, dimension: str, language: Language) -> str:
    verdict = project.verdicts.get(dimension)
    return "" if verdict is None else language.term(f"light.{verdict.light}")


def _tasks(workspace: Workspace, language: Language, report: Report) -> Sheet:
    specs = TABLES["task"]
    rows, tasks = [], []
    ids = workspace.query(project_ids)
    for done, (code, project_id) in enumerate(ids.items()):
        report(Progress(done, len(ids), "Reading the projects"))
        records = workspace.query(project_records, project_id)
        name = records.project.values.get("name", "")
        for task in records.tasks:
            said = (_said(spec, task.values.get(spec.name), language) for spec in specs)
            rows.append([code, name, *said])
            tasks.append(task.id or 0)
    columns = [*_project_columns(language), *_columns(specs, language)]
    sheet = Sheet(language.term("table.task"), columns, rows)
    return _with_own(sheet, workspace, "task", tasks, language)


def _register(found: Iterable[Any], table: str, language: Language, **figures: Kind) -> Sheet:
    """A register whose rows say their project first."""
    rows = list(found)
    sheet = _of_rows(language.term(f"table.{table}"), rows, table, language)
    more = [SheetColumn(language.term(f"metric.{name}"), kind) for name, kind in figures.items()]
    return Sheet(
        sheet.name,
        [*_project_columns(language), *sheet.columns, *more],
        [
            [
                *(getattr(row, name) for name in OF_PROJECT),
                *said,
                *(getattr(row, name) for name in figures),
            ]
            for row, said in zip(rows, sheet.rows, strict=True)
        ],
    )


def _of_rows(name: str, rows: Sequence[Any], table: str, language: Language) -> Sheet:
    """The fields of a table that the rows have."""
    specs = [spec for spec in TABLES[table] if not rows or hasattr(rows[0], spec.name)]
    said = [[_said(spec, getattr(row, spec.name), language) for spec in specs] for row in rows]
    return Sheet(name, _columns(specs, language), said)


def _risks(workspace: Workspace, language: Language, _: Report) -> Sheet:
    found = workspace.query(risks)
    sheet = _register(found, "risk", language, exposure=Kind.MONEY)
    return _with_own(sheet, workspace, "risk", [row.id for row in found], language)


def _issues(workspace: Workspace, language: Language, _: Report) -> Sheet:
    found = workspace.query(issues)
    sheet = _register(found, "issue", language)
    return _with_own(sheet, workspace, "issue", [row.id for row in found], language)


def _decisions(workspace: Workspace, language: Language, _: Report) -> Sheet:
    return _register(workspace.query(decisions), "decision", language)


def _people(workspace: Workspace, language: Language, _: Report) -> Sheet:
    found = workspace.query(people)
    sheet = _of_rows(language.term("table.person"), found, "person", language)
    return _with_own(sheet, workspace, "person", [row.id for row in found], language)


def _load(workspace: Workspace, language: Language, _: Report) -> Sheet:
    """People by weeks, as shares of their capacity."""
    found = workspace.query(load, workspace.query(office).status_date, WEEKS)
    columns = [
        *(SheetColumn(language.term(f"person.{name}")) for name in ("name", "role", "department")),
        *(SheetColumn(week.isoformat(), Kind.SHARE) for week in found.weeks),
    ]
    rows = [
        [row.name, row.role, row.department, *(cell.load or None for cell in row.cells)]
        for row in found.rows
    ]
    return Sheet(language.text("Resource load"), columns, rows)


def _project_columns(language: Language) -> list[SheetColumn]:
    return [
        SheetColumn(language.text("Project code")),
        SheetColumn(language.term("header.project")),
    ]


def _columns(specs: Iterable[Field], language: Language) -> list[SheetColumn]:
    return [SheetColumn(language.term(spec.code), spec.kind) for spec in specs]


def _said(spec: Field, value: Any, language: Language) -> Any:
    """The value, with codes and links in the reader's words."""
    if value in (None, "", ()):
        return None
    if spec.kind is Kind.CHOICE:
        return language.term(spec.choice_term(value))
    if spec.kind is Kind.LINKS:
        return format_links(value, chinese=language.is_chinese)
    return value


SHEETS: Mapping[str, Callable[[Workspace, Language, Report], Sheet]] = {
    "project": _projects,
    "task": _tasks,
    "risk": _risks,
    "issue": _issues,
    "decision": _decisions,
    "person": _people,
    "load": _load,
}
"""What there is to be written, by a name for the command line, in the workbook's order."""
