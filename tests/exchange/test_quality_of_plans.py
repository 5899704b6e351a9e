"""What a plan file would ask of people is told before it is taken, by what it says of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pmo_desktop.exchange.comparing.checking import check_all
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.plans.understanding import understand_plan
from pmo_desktop.services.office import office
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.plans.files import STANDARD_DAY, calendar, project, task

PEOPLE = ((1, "Ann", 1, 1, 1), (2, "Pool", 1, 3, 1), (3, "Steel", 0, 1, 1), (4, "Fee", 2, 1, 1),
          (5, "Half", 1, 0.5, 1), (6, "Short", 1, 1, 2))  # fmt: skip
GIVEN = ((1, 1, 2), (1, 2, 3), (1, 3, 90), (1, 4, 5), (2, 5, 1), (3, 6, 1.2))
# Two days of work a week.
SHORT = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(day in (2, 3))}</DayWorking>"
    f"{STANDARD_DAY if day in (2, 3) else ''}</WeekDay>"
    for day in range(1, 8)
)


def plan(first: str) -> str:
    people = "".join(
        f"<Resource><UID>{uid}</UID><Name>{name}</Name><Type>{kind}</Type><MaxUnits>{most}"
        f"</MaxUnits><CalendarUID>{own}</CalendarUID></Resource>"
        for uid, name, kind, most, own in PEOPLE
    )
    given = "".join(
        f"<Assignment><TaskUID>{of}</TaskUID><ResourceUID>{who}</ResourceUID><Units>{units}</Units>"
        "</Assignment>"
        for of, who, units in GIVEN
    )
    text = project(
        task(1, "Dig", 5) + task(2, "Fill", 5) + task(3, "Pave", 2),
        calendars=calendar() + calendar(2, "Short", week=SHORT),
        rest=f"<Resources>{people}</Resources><Assignments>{given}</Assignments>",
    )
    return text.replace("2026-03-02", first)


def test_people_are_counted_by_their_units_capacity_and_calendars_and_nothing_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    day = workspace.query(office).status_date
    monday = day + timedelta(days=14 - day.weekday())
    path = tmp_path / "Bridge.xml"
    path.write_text(plan(monday.isoformat()), encoding="utf-8")
    understood = understand_plan(path)
    assert understood is not None
    choices = [Choice(found) for found in review(workspace, [understood]).files]
    (choice,) = check_all(workspace, choices)
    told = {
        one.params["name"]: one.params["load"]
        for one in choice.file.findings
        if one.code == "check_overload"
    }
    # The pool of three has as much as it is asked for; steel and fees have no time.
    assert told == {"Ann": "200%", "Half": "200%"}
