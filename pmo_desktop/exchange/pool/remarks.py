"""What reading a pool of people has to tell, by code; `findings.SENTENCES` has it among its own."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.health import Reason

POOL_REMARKS: Mapping[str, Reason] = {
    "pool_no_person": Reason("Row {rows} names nobody and was left out: write a name."),
    "pool_from_above": Reason(
        "Row {rows} has no name of its own; it was taken for {text}'s, who stands above it."
    ),
    "pool_nobody_leads": Reason(
        "Nobody in the pool is called “{text}” (row {rows}): the rest of the row was taken. Add "
        "the person, or write the name as it is known."
    ),
    "pool_name_taken": Reason(
        "“{name}” was not renamed to “{text}” (row {rows}): that name is another's already. Bring "
        "the two together, or add what tells them apart."
    ),
    "pool_left_before": Reason(
        "The last day at work of {name} would come before the first (row {rows}): both days were "
        "left as they are."
    ),
    "pool_no_capacity": Reason(
        "Row {rows} has no capacity and was left out: write a share like 50%."
    ),
    "pool_mixed_shares": Reason(
        "The column has numbers up to 1 and above it: rows {rows} were taken as percent (50 is "
        "50%), the others as parts of 1. Check them."
    ),
    "pool_below_zero": Reason(
        "“{text}” is below zero (row {rows}): the row was left out. Write an amount of 0 or more."
    ),
    "pool_no_rate_table": Reason(
        "“{text}” is no table of rates (row {rows}): the row was left out. They are A to E."
    ),
    "pool_not_a_count": Reason(
        "“{text}” cannot be how many are needed (row {rows}): it was left out. Write 0 to 1000."
    ),
    "pool_nobody": Reason(
        "Nobody in the pool is called “{text}” (row {rows}): the row was left out. Add the person, "
        "or write the name as it is known."
    ),
    "pool_nobody_like": Reason(
        "Nobody in the pool is called “{text}” (row {rows}): the row was left out. If {name} is "
        "meant, say so, or write the name as it is known."
    ),
    "pool_new_person": Reason(
        "Nobody in the pool is called “{text}” (row {rows}): the new person and what is said of "
        "them wait for your decision."
    ),
    "pool_new_person_like": Reason(
        "Nobody in the pool is called “{text}” (row {rows}), but {name} is: what is said of them "
        "waits for your decision, whether that is the same person or a new one."
    ),
    "pool_new_skill_like": Reason(
        "There is no skill “{text}” (row {rows}), but “{name}” is one: the new skill waits for "
        "your decision."
    ),
    "pool_new_team_like": Reason(
        "There is no team “{text}” (row {rows}), but “{name}” is one: the new team waits for your "
        "decision."
    ),
    "pool_new_department": Reason("“{text}” is a new department (row {rows})."),
    "pool_new_department_like": Reason(
        "“{text}” would be a new department (row {rows}), but “{name}” is one: check whether they "
        "are the same."
    ),
    "pool_other_file": Reason(
        "{file} says otherwise of “{text}” (row {rows}): that one is taken, unless you choose this."
    ),
    "pool_no_team": Reason("Row {rows} names no team for {text} and was left out: write a team."),
    "pool_no_name": Reason("Row {rows} has no name and was left out: write one."),
    "pool_no_last": Reason("Row {rows} has no last day and was left out: write a date."),
    "pool_several": Reason(
        "“{text}” are several people (row {rows}): the row was left out. Write a row for each."
    ),
    "pool_not_a_name": Reason(
        "Nobody can be called “{text}” (row {rows}): it was taken for a remark and left out."
    ),
    "pool_error_cell": Reason(
        "Row {rows} holds the error {text} and was left out: mend its formula."
    ),
    "pool_no_result": Reason(
        "Row {rows} has a formula without a result and was left out: open and save the file in a "
        "spreadsheet program to fill it."
    ),
    "pool_columns_left_out": Reason("Columns that are not known were left out: {text}."),
    "pool_not_levels": Reason(
        "These columns were left out, as what stands in them is no level: {text}. Write 1 "
        "(beginner) to 5 (expert)."
    ),
    "pool_unknown_sheet": Reason(
        "The sheet “{text}” is none of the pool's and was left out: give it its name again."
    ),
    "pool_meta_broken": Reason(
        "What this workbook was sent with cannot be read in full: rows of which it is gone are "
        "compared with the database alone."
    ),
    "pool_no_purpose": Reason(
        "“{text}” is nothing to book for (row {rows}): the row was left out. Write project, "
        "operations or other duty."
    ),
    "pool_no_level": Reason(
        "“{text}” is no level (row {rows}): the row was left out. Write 1 (beginner) to 5 (expert)."
    ),
    "pool_no_units": Reason(
        "“{text}” is not how many people are asked for (row {rows}): the row was left out. Write "
        "50% or 0.5 for half of one, 2 for two."
    ),
    "pool_no_hours": Reason(
        "“{text}” is no number of hours above 0 (row {rows}): the row was left out."
    ),
    "pool_not_agreed": Reason(
        "“{text}” says neither agreed nor soft (row {rows}): the row was left out. Write yes or no."
    ),
    "pool_no_project": Reason(
        "There is no project “{text}” (row {rows}): the row was left out. Write its code."
    ),
    "pool_several_projects": Reason(
        "There are several projects called “{text}” (row {rows}): the row was left out. Write the "
        "code."
    ),
    "pool_not_for_project": Reason(
        "Row {rows} is booked for a project and names none: it was left out. Write the project, or "
        "operations or other duty."
    ),
    "pool_for_both": Reason(
        "Row {rows} names the project {text} and is for something else: it was left out. Empty one "
        "of the two."
    ),
    "pool_asks_for_nobody": Reason(
        "Row {rows} asks for nobody and was left out: write a person, a skill, a role or a "
        "department."
    ),
    "pool_unknown_skill": Reason(
        "There is no skill called “{text}” (row {rows}): the row was left out. Add it first, or "
        "write it as it is known."
    ),
    "pool_unknown_department": Reason(
        "There is no department called “{text}” (row {rows}): the row was left out. Write it as it "
        "is known."
    ),
    "pool_no_first": Reason("Row {rows} has no first day and was left out: write a date."),
    "pool_not_a_day": Reason(
        "“{text}” is no date (row {rows}): the row was left out. Write it like 2026-11-05."
    ),
    "pool_backwards": Reason(
        "The last day comes before the first (row {rows}): the row was left out."
    ),
    "pool_not_a_share": Reason(
        "“{text}” is no share of the time (row {rows}): the row was left out. Write 50% or 0.5."
    ),
    "pool_not_a_level": Reason(
        "“{text}” is no level (row {rows}): it was left out. Write 1 (beginner) to 5 (expert)."
    ),
    "pool_not_money": Reason(
        "“{text}” is no amount (row {rows}): the row was left out. Write a number."
    ),
    "pool_not_a_number": Reason("“{text}” is no number (row {rows}): it was left out."),
    "pool_not_yes_or_no": Reason("“{text}” is neither yes nor no (row {rows}): it was left out."),
    "pool_not_a_kind": Reason(
        "“{text}” is no kind of absence that is known (row {rows}); it was taken as leave, and "
        "kept in the note."
    ),
    "pool_overlap": Reason(
        "From {day} on {name} has another capacity already: row {rows} was left out."
    ),
    "pool_too_much": Reason(
        "On {day} the absences of {name} come to more than the whole day: row {rows} was left out."
    ),
    "pool_rate_twice": Reason(
        "{name} has another rate from the same day on: row {rows} was left out."
    ),
    "pool_twice": Reason("“{text}” stands twice: row {rows} was left out."),
    "pool_no_calendar": Reason(
        "There is no calendar called “{text}” (row {rows}): make it on the page of the calendars "
        "first."
    ),
    "pool_no_skill": Reason("Row {rows} names no skill and was left out."),
    "pool_nothing": Reason("Nothing in this file could be taken for people, absences or skills."),
}
