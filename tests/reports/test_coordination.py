"""The resource coordination sheet. The expected texts are in `golden/coordination-*.txt`;
PMO_REWRITE_GOLDEN=1 writes them anew, to be read before they are kept."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pmo_desktop.language import Language
from pmo_desktop.reports.coordination import CoordinationSheet, print_coordination
from pmo_desktop.reports.paper import paper
from pmo_desktop.services.coordination import (
    Allocation,
    Away,
    Coordination,
    DepartmentWeeks,
    PersonWeeks,
    WeekTime,
)
from pmo_desktop.services.office_row import OfficeRow
from pmo_desktop.services.request_rows import RequestRow
from tests.reports.reading import outline, page_sizes, page_texts

GOLDEN = Path(__file__).parent / "golden"
OFFICE = OfficeRow(
    "PMO", "CNY", date(2026, 11, 22), "2026-11", "", None, 0.95, 0.85, 7, 21, 0.95, 0.9, 0.1, 0.2,
    1.0, 1.3,
)  # fmt: skip
WEEKS = (date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7))
HOUR = 60.0


def person(name: str, *hours: float, soft: float = 0.0, capacity: float = 40.0) -> PersonWeeks:
    weeks = tuple(WeekTime(capacity * HOUR, h * HOUR, soft * HOUR) for h in hours)
    given = [Allocation("P-1", "Depot", tuple(h * HOUR for h in hours), soft=False)]
    if soft:
        given.append(Allocation("P-2", "港口", tuple(soft * HOUR for _ in hours), soft=True))
    return PersonWeeks(name, "Tester", weeks, tuple(given))


def request(number: int, **values: object) -> RequestRow:
    given: dict[str, object] = {
        "id": number, "uid": f"r{number}", "project_id": 1, "project_code": "P-1",
        "project_name": "Depot", "priority": 3, "person_id": None, "person": "",
        "is_placeholder": False,
        "skill": "Welding", "level": 4, "role": "", "department_id": 1, "department": "Workshop",
        "first": date(2026, 12, 7), "last": date(2026, 12, 18), "units": 0.5, "asked_by": "Lea",
        "asked_of": "Mei", "asked_on": date(2026, 11, 10), "due": date(2026, 11, 20),
        "state": "open", "note": "Two seams at the gate", "answer": "", "answered_on": None,
        "booking_id": None, "overdue": True,
    }  # fmt: skip
    return RequestRow(**{**given, **values})  # type: ignore[arg-type]


def sheet(people: int = 2, requests: int = 1) -> CoordinationSheet:
    crew = [
        person("Ann", 44, 20, 0),
        person("王岚", 60, 30, 10, soft=8),
        *(person(f"Member {at}", 20, 20, 20) for at in range(people - 2)),
    ]
    crew.append(PersonWeeks("Kim", "", (WeekTime(0, 0, 0),) * 3, ()))
    away = (Away("Kim", "leave", date(2026, 11, 20), date(2026, 12, 20), 1.0, "年假"),)
    waiting = tuple(request(number) for number in range(requests))
    shop = DepartmentWeeks("Workshop", "Mei", tuple(crew), away, waiting)
    loose = DepartmentWeeks("", "", (), (), (request(99, department="", note="", overdue=False),))
    return CoordinationSheet(Coordination(WEEKS, (shop, loose)), OFFICE, "office.db")


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_sheet_says_what_it_has_always_said(tmp_path: Path, code: str) -> None:
    made = print_coordination(sheet(), Language(code), paper("a4"), tmp_path / "sheet.pdf")
    text = "\n\n".join(page_texts(made.path)) + "\n"
    golden = GOLDEN / f"coordination-{code}.txt"
    if os.environ.get("PMO_REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert not made.replaced


def test_each_department_begins_on_a_page_of_its_own(tmp_path: Path) -> None:
    made = print_coordination(sheet(90, 40), Language("en"), paper("a4"), tmp_path / "sheet.pdf")
    titles = [title for _, title, _ in outline(made.path)]
    assert titles == ["Workshop", "Without a department"]
    texts = page_texts(made.path)
    assert made.pages == len(texts) > 6
    for at in range(88):
        assert sum(f"Member {at} ·" in text for text in texts) == 1
    assert sum(text.count("Two seams at the gate") for text in texts) == 40
    assert sum("Project management office" in text for text in texts) == 2


def test_the_same_office_gives_the_same_bytes_upright_and_across(tmp_path: Path) -> None:
    for upright, size in ((False, (842, 595)), (True, (595, 842))):
        first, second = (
            print_coordination(sheet(), Language("en"), paper("a4", upright), tmp_path / name).path
            for name in ("a.pdf", "b.pdf")
        )
        assert first.read_bytes() == second.read_bytes()
        assert page_sizes(first) == {size}


def test_an_office_without_people_has_a_page_that_says_so(tmp_path: Path) -> None:
    empty = CoordinationSheet(Coordination(WEEKS, ()), OFFICE)
    made = print_coordination(empty, Language("en"), paper("a4"), tmp_path / "sheet.pdf")
    (text,) = page_texts(made.path)
    assert "There is nobody to coordinate yet." in text
