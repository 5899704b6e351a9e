"""What the comparison with the database has to tell: the sentences of its findings, by their codes.

`findings.SENTENCES` has them among its own; see there for what their parameters are.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.health import Reason

REMARKS: Mapping[str, Reason] = {
    # the file
    "taken_before": Reason("This very file was taken in before."),
    "taken_before_changed": Reason(
        "This very file was taken in before, and the database has changed since: taking it in "
        "again takes those changes back."
    ),
    "second_file": Reason(
        "“{file}” is about the same project: where they differ, this later file counts."
    ),
    "added_twice": Reason(
        "“{label}” is new in an earlier file too, and differs here: what stands here was not "
        "taken. Take this file in again afterwards."
    ),
    # the project
    "projects_without_code": Reason(
        "{n} new projects have no code yet: their names were taken for it."
    ),
    "project_without_code": Reason("The new project has no code yet: {code} was taken for it."),
    "project_name_known": Reason(
        "There is a project called “{name}” already, with another code: is it the same one?"
    ),
    # rows
    "copied_row": Reason(
        "“{label}” is a copied row, hidden identity and all: it is taken as a new one."
    ),
    "unknown_row": Reason(
        "“{label}” has been removed from the database since: it is taken as a new one."
    ),
    "missing_in_file": Reason("“{label}” is not in the file: it stays as it is."),
    "outdated": Reason(
        "{n} values are as they were, and the office has changed them since: the office's stay."
    ),
    "doubt_renamed": Reason(
        "“{name}” has the code of “{known}” ({score} alike): nothing of the row is taken until "
        "somebody says whether it is the same one."
    ),
    "doubt_moved": Reason(
        "“{name}” stands elsewhere than “{known}” ({score} alike): nothing of the row is taken "
        "until somebody says whether it is the same one."
    ),
    "doubt_similar": Reason(
        "“{name}” may be “{known}” ({score} alike): nothing of the row is taken until somebody "
        "says whether it is the same one."
    ),
    "renamed": Reason("“{before}” has become “{after}”: is it still the same one?"),
    "required": Reason("“{field}” is missing: the row was not taken."),
    # values
    "conflict": Reason(
        "“{field}” was changed here, and in the office too since the workbook was sent out: it is "
        "{value} there. Neither is taken until somebody decides."
    ),
    "kept": Reason("“{field}” cannot be empty: it stays as it is."),
    "share_beyond": Reason("“{field}” must lie between 0% and 100%: {value} was not taken."),
    "level_beyond": Reason("“{field}” must be a level from 1 to 5: {value} was not taken."),
    "duration_below": Reason("“{field}” must not be negative: {value} was not taken."),
    "unknown_predecessor": Reason("There is no task {wbs} to depend on. The link was not taken."),
    "own_predecessor": Reason("Task {wbs} cannot depend on itself. The link was not taken."),
    "link_loop": Reason(
        "Links run in a circle: {circle}. Their tasks, and those behind them, cannot be computed: "
        "remove one of these links."
    ),
    # dates
    "dates_reversed": Reason(
        "The finish {finish} lies before the start {start}. Neither was taken."
    ),
    "milestone_dates": Reason("A milestone has one date, and here are two: {finish} was taken."),
    "duration_decides": Reason("Only the duration was changed: the finish follows from it."),
    "duration_contradicts": Reason(
        "The duration of {given} days does not fit the dates: these are {counted} working days, "
        "{plain} without regard to holidays. The dates were taken."
    ),
    "actual_decides": Reason(
        "This has happened: “{field}” decides, and what stands here was not taken."
    ),
    "rolled_up": Reason(
        "“{field}” of a summary task follows from its tasks: what stands here was not taken."
    ),
    "summary_dates": Reason(
        "The row says {given}, the tasks below it {rolled}: it follows its tasks."
    ),
    # the plan that would be
    "check_lost_link": Reason("“{task}” follows {wbs}, which is no task of the plan."),
    "check_reversed": Reason("“{task}” finishes on {finish}, before it starts on {start}."),
    "check_milestone": Reason(
        "“{task}” is a milestone and takes time: make it a task, or give it one date."
    ),
    "check_before_project": Reason(
        "“{task}” starts on {start}, before the project does on {project}."
    ),
    "check_actual_ahead": Reason(
        "“{field}” of “{task}” is {day}, after the status date {status}: has it happened?"
    ),
    "check_done_ahead": Reason(
        "“{task}” is done, though it finishes on {finish}, after the status date {status}."
    ),
    "check_done_undated": Reason("{n} tasks are done and do not say when they were finished."),
    "check_loose": Reason("{n} tasks follow none and are followed by none: nothing moves them."),
    "check_beyond_holidays": Reason(
        "{n} tasks finish after {day}, up to which holidays are published: later dates may move."
    ),
    "check_high_risk": Reason("The high risk “{risk}” has nothing for: {fields}."),
    "check_overload": Reason(
        "{name} would be asked for more than {limit} in {n} weeks, {load} in the one of {week}."
    ),
    "check_no_capacity": Reason(
        "{name} has no capacity in the weeks ahead, but would be asked for in {n} of them, from"
        " {week} on: {rows}"
    ),
    "check_away": Reason(
        "{name} has no capacity in {n} weeks in which they would be asked for, from {week} on:"
        " {rows}"
    ),
    # names
    "new_person": Reason("{name} is new to the office."),
    "near_person": Reason(
        "{name} is new to the office. Is it {known}? Cells with the name are not taken until "
        "somebody decides."
    ),
    "new_department": Reason("{name} is new to the office."),
    "near_department": Reason(
        "{name} is new to the office. Is it {known}? Cells with the name are not taken until "
        "somebody decides."
    ),
}
