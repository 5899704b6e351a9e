"""What reading a timesheet and looking up its people and tasks has to tell, by code.

`findings.SENTENCES` has them among its own; see there for what their parameters are. `rows` are the
rows of the sheet that are meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.health import Reason

TIMESHEET_REMARKS: Mapping[str, Reason] = {
    "not_hours": Reason("“{text}” is no number of hours: write it like 7.5 or 7:30 (rows {rows})."),
    "hours_negative": Reason(
        "“{text}” is less than nothing: hours cannot be negative (rows {rows}). To take back what "
        "was stored, write 0."
    ),
    "hours_over_day": Reason(
        "“{text}” is more than a day has (rows {rows}): was it meant in minutes, or of several "
        "days?"
    ),
    "timesheet_no_day": Reason(
        "“{text}” is no date that the hours can belong to: write it like 2026-11-23 (rows {rows})."
    ),
    "timesheet_dayless": Reason(
        "Rows {rows} have no date and were left out: write a date in each of them."
    ),
    "timesheet_day_above": Reason(
        "Rows {rows} have no date of their own; they were taken for {text}, which stands above "
        "them."
    ),
    "timesheet_no_such_day": Reason(
        "The month has no day “{text}”: its hours were left out (rows {rows})."
    ),
    "month_unknown": Reason(
        "The month of the days is not named: write it above the table, like “Month: 2026-11”; "
        "where the days are of two months, the first and the last, like “Period: 2026-10-26 ~ "
        "2026-11-25”. Nothing of the table was taken."
    ),
    "months_differ": Reason(
        "The month of the days is named in different ways ({text}), in the title and the sheet's "
        "name: nothing of the table was taken. Correct one of them."
    ),
    "weekday_differs": Reason(
        "The weekday above {day} is another than that day's: check the month, or the week. Where "
        "the days are written as dates the dates were taken, else nothing."
    ),
    "week_taken": Reason(
        "No label says which week it is; “{text}” was taken, so that the first column is {day}."
    ),
    "timesheet_totals": Reason("Rows {rows} are totals; they were left aside."),
    "timesheet_total_differs": Reason(
        "The totals in rows {rows} are not the sum of the hours that were read: check whether "
        "hours are missing or stand twice."
    ),
    "timesheet_column_left": Reason("Column {text} holds totals; it was left aside."),
    "timesheet_column_unread": Reason(
        "Column {text} holds what may be hours, but its header is not known: it was left out. "
        "Write its day, or “Overtime”, above it if it counts."
    ),
    "timesheet_merged": Reason(
        "“{text}” stands in cells that are merged: it was taken for the first of them alone (rows "
        "{rows}). Write the hours of each day into a cell of its own."
    ),
    "timesheet_days_perhaps": Reason(
        "No number is above 1: they were taken as hours (rows {rows}). If they are days, write "
        "“Unit: days” above the table."
    ),
    "timesheet_copy": Reason(
        "The sheet says the same as “{text}”, line by line: it was left out, or all of it would "
        "count twice."
    ),
    "timesheet_replaced": Reason(
        "{n} entries that an earlier version of this file brought are no longer in it: they are "
        "taken back."
    ),
    "timesheet_project_above": Reason(
        "Rows {rows} name no project; they were taken for “{text}”, which stands above them."
    ),
    "week_unknown": Reason(
        "The week is not named: write its first day above the table, like “Week of: 2026-11-23”."
    ),
    "timesheet_nobody": Reason(
        "Nobody in the pool is called “{text}”: rows {rows} were left out. Add the person, or "
        "write the name as it is known."
    ),
    "timesheet_nobody_near": Reason(
        "Nobody in the pool is called “{text}”: rows {rows} were left out. Is {near} meant? Add "
        "the person, or write the name as it is known."
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
    "timesheet_no_project_near": Reason(
        "There is no project “{text}”: rows {rows} were left out. Is {near} meant? Write its code."
    ),
    "timesheet_two_projects": Reason(
        "“{text}” may be several projects ({near}): rows {rows} were left out. Write the code of "
        "the one that is meant."
    ),
    "timesheet_no_task": Reason(
        "There is no task “{text}” in {project}: rows {rows} were left out. Write its WBS code."
    ),
    "timesheet_no_task_near": Reason(
        "There is no task “{text}” in {project}: rows {rows} were left out. Is {near} meant? Write "
        "its WBS code."
    ),
    "timesheet_loose_task": Reason(
        "There is no task “{text}” in any project: rows {rows} were left out. Write the project's "
        "code and the task's WBS code, or “internal” for what is no project's."
    ),
    "timesheet_loose_task_near": Reason(
        "There is no task “{text}” in any project: rows {rows} were left out. Is {near} meant? "
        "Write the project's code and the task's WBS code, or “internal” for what is no project's."
    ),
    "timesheet_two_tasks_near": Reason(
        "“{text}” may be several tasks ({near}): rows {rows} were left out. Write its WBS code as "
        "text, and the project's."
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
        "{n} entries that are stored for the same people and days are not in the file; they stay "
        "({days})."
    ),
}
