"""What reading a timesheet and looking up its people and tasks has to tell, by code.

`findings.SENTENCES` has them among its own; see there for what their parameters are. `rows` are the
rows of the sheet that are meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.health import Reason

TIMESHEET_REMARKS: Mapping[str, Reason] = {
    "not_hours": Reason("“{text}” is no number of hours: write it like 7.5 or 7:30 (rows {rows})."),
    "timesheet_no_day": Reason(
        "“{text}” is no date that the hours can belong to: write it like 2026-11-23 (rows {rows})."
    ),
    "week_unknown": Reason(
        "The week is not named: write its first day above the table, like “Week of: 2026-11-23”."
    ),
    "timesheet_nobody": Reason(
        "Nobody in the pool is called “{text}”: rows {rows} were left out. Add the person, or "
        "write the name as it is known."
    ),
    "timesheet_no_person": Reason(
        "The sheet does not say whose time it is: write “Name” and the person's name above the "
        "table. Rows {rows} were left out."
    ),
    "timesheet_nameless": Reason(
        "Rows {rows} name nobody and were left out: write a name in each of them."
    ),
    "timesheet_from_above": Reason(
        "Rows {rows} have no name of their own; they were taken for {text}'s, who stands above "
        "them."
    ),
    "timesheet_two_people": Reason(
        "“{text}” may be several people of the pool: rows {rows} were left out. Write the e-mail "
        "address instead."
    ),
    "timesheet_person_guessed": Reason(
        "The sheet does not say whose time it is; it was taken for {person}'s, as its name has it."
    ),
    "timesheet_no_project": Reason(
        "There is no project “{text}”: rows {rows} were left out. Write its code."
    ),
    "timesheet_no_task": Reason(
        "There is no task “{text}” in {project}: rows {rows} were left out. Write its WBS code."
    ),
    "timesheet_loose_task": Reason(
        "There is no task “{text}” in any project: rows {rows} were left out. Write the project's "
        "code and the task's WBS code, or “internal” for what is no project's."
    ),
    "timesheet_two_tasks": Reason(
        "“{text}” may be several tasks: rows {rows} were left out. Write its WBS code, and the "
        "project's."
    ),
    "timesheet_no_work": Reason(
        "What was worked on is not said: rows {rows} were left out. Write the project, or a note."
    ),
    "timesheet_long_day": Reason(
        "{person} would have worked {hours} hours on {day}, more than a day has: check the rows "
        "({rows})."
    ),
    "timesheet_twice": Reason(
        "The same work of the same person and day stands several times (rows {rows}): the hours "
        "were added up. Take out what is there twice."
    ),
    "timesheet_far_day": Reason(
        "{text} is no day that can have been worked on: rows {rows} were left out. Check the date."
    ),
    "timesheet_future": Reason(
        "{n} days lie after the status date, up to {last} (rows {rows}): nobody has worked there "
        "yet. They were taken all the same."
    ),
    "timesheet_known": Reason("The file was taken in before; what it says is known."),
    "timesheet_left": Reason(
        "{n} entries that are stored for the same people and days are not in the file; they stay."
    ),
}
