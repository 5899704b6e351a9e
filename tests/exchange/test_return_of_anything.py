"""Whatever an office has in its fields, a workbook that comes back untouched changes nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.fields import TABLES, Field, Kind
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.exchange.comparing.comparison import OfficeView, compare
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.workbook.sent import Sent
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import Language

TODAY = date(2026, 11, 20)
MINUTES = st.integers(0, 2 * 525_600).map(lambda m: datetime(2026, 1, 1) + timedelta(minutes=m))
AWKWARD = (
    *(
        "=1+1",
        "+1",
        "-1",
        "@x",
        "007",
        "1.10",
        "2026-11-05",
        "11月5日",
        "85%",
        "合计",
        "总计:",
        "无",
    ),
    *("N/A", "#REF!", "a\nb", " x ", "'q", "_x0041_", "TRUE", "张伟(供应链)", "Rossi, Marco"),
)
WORDS = st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=12))
CODES = st.from_regex(r"[1-9](\.[1-9][0-9]?){0,3}", fullmatch=True)
LINKS = st.builds(Link, CODES, st.sampled_from(LinkType), st.integers(-5000, 5000))


def value(field: Field) -> st.SearchStrategy[Any]:
    """What the database may hold in the field."""
    match field.kind:
        case Kind.TEXT if field.code == "task.wbs":
            return CODES
        case Kind.TEXT if field.code == "project.currency":
            return st.sampled_from(["CNY", "JPY", "EUR"])
        case Kind.TEXT:
            return WORDS if field.required else st.one_of(st.just(""), WORDS)
        case Kind.INTEGER:
            return st.integers(0, 10_000)
        case Kind.SHARE:
            return st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 1 / 3]))
        case Kind.MONEY:
            whole = st.integers(0, 10**14)
            return st.none() | whole.map(lambda minor: Decimal(minor).scaleb(-2))
        case Kind.DATE:
            return st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
        case Kind.START | Kind.FINISH:
            return st.none() | MINUTES
        case Kind.DURATION:
            return st.integers(0, 100_000)
        case Kind.LEVEL:
            return st.none() | st.integers(1, 5)
        case Kind.CHOICE:
            assert field.choices is not None
            return st.sampled_from([str(choice) for choice in field.choices])
        case Kind.PEOPLE:
            return st.lists(WORDS, max_size=3, unique=True).map(tuple)
        case Kind.LINKS:
            return st.lists(LINKS, max_size=3, unique=True).map(tuple)
        case Kind.BOOL:
            return st.booleans()
    return st.none() | WORDS


def rows(table: str, most: int) -> st.SearchStrategy[tuple[Record, ...]]:
    fields = {field.name: value(field) for field in TABLES[table]}
    return st.lists(st.fixed_dictionaries(fields), max_size=most).map(
        lambda found: tuple(
            Record(table, values, f"u{table}{number}", number)
            for number, values in enumerate(found, start=1)
        )
    )


OFFICES = st.builds(
    ProjectRecords,
    project=rows("project", 1).filter(bool).map(lambda found: found[0]),
    tasks=rows("task", 4),
    risks=rows("risk", 2),
    issues=rows("issue", 1),
    people=rows("person", 2),
    status=rows("status", 1),
)


@pytest.mark.parametrize("code", ["zh", "en"])
@given(records=OFFICES)
def test_an_untouched_workbook_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, code: str, records: ProjectRecords
) -> None:
    language = Language(code)
    setting = Setting(TODAY, "2026-11", ("张伟",), ())
    path: Path = tmp_path_factory.mktemp("return") / "own.xlsx"
    path.write_bytes(workbook_bytes(records, setting, language))
    understood = understand(path, today=TODAY)
    path.unlink()
    (back,) = understood.projects
    sent = Sent.of(understood.meta, Language(understood.language))
    found = compare(back, records, "own", OfficeView(records.people), sent)
    assert found.changes == ()
