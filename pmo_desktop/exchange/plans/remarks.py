"""What reading and computing a plan file has to tell: the sentences of its findings, by code.

`findings.SENTENCES` has them among its own; see there for what their parameters are. `names` are
the first few of those that are meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.health import Reason

PLAN_REMARKS: Mapping[str, Reason] = {
    # files that are something else
    "plan_mpp": Reason(
        "The file “{file}” is a Microsoft Project file in its own format (.mpp): open it in "
        "Microsoft Project, save it as XML (File > Save As > XML Format) and take that in."
    ),
    "plan_mpx": Reason(
        "The file “{file}” is a Microsoft Project exchange file of the nineties (.mpx): open it in "
        "Microsoft Project 2010 or older, save it as XML and take that in."
    ),
    "plan_xer": Reason(
        "The file “{file}” is a Primavera P6 file (.xer): export the project from P6 as Microsoft "
        "Project XML (File > Export > Microsoft Project) and take that in."
    ),
    "plan_p6_xml": Reason(
        "The file “{file}” is a Primavera P6 XML file: export the project from P6 as Microsoft "
        "Project XML (File > Export > Microsoft Project) and take that in."
    ),
    "plan_planner": Reason(
        "The file “{file}” is a plan of GNOME Planner or Calligra Plan: export it from there as "
        "Microsoft Project XML, or its table as a spreadsheet, and take that in."
    ),
    "plan_excel_xml": Reason(
        "The file “{file}” is an XML spreadsheet of Excel 2003: open it in a spreadsheet program, "
        "save it as a workbook (.xlsx) and take that in."
    ),
    "plan_other_xml": Reason(
        "The file “{file}” is XML, but no plan of Microsoft Project or GanttProject (its first "
        "element is <{root}>): export the plan from its program as Microsoft Project XML."
    ),
    "plan_office_document": Reason(
        "The file “{file}” is called like a plan, but is an Office document in an older binary "
        "format (.mpp, .xls or .doc): give it its own ending again, or open it in its program and "
        "save it as XML (a plan) or as a workbook (.xlsx)."
    ),
    "plan_web_page": Reason(
        "The file “{file}” is called like a plan, but is a web page: download the plan itself, or "
        "export it from its program as Microsoft Project XML."
    ),
    "plan_no_xml": Reason(
        "The file “{file}” is called like a plan, but is no XML: export the plan from its program "
        "as Microsoft Project XML again; a table of text is taken in as .csv."
    ),
    "plan_with_entities": Reason(
        "The file “{file}” declares a document type, which no plan has and which may do harm; "
        "nothing of it was read. Export the plan from its program again."
    ),
    "not_a_plan": Reason(
        "The file “{file}” has no plan in it, or breaks off before any task: export it from its "
        "program again."
    ),
    # the file
    "plan_mislabelled": Reason(
        "The file says that it is written in {declared}, but it is {found}; it was read as that."
    ),
    "plan_characters": Reason("Characters that no XML file may hold were left out."),
    "plan_broken_off": Reason(
        "The file breaks off or is damaged in line {line}: {n} tasks were read, up to “{task}”. "
        "What comes behind is missing: export it again."
    ),
    "plan_empty": Reason("The plan has no tasks."),
    "plan_odd_date": Reason("{n} dates cannot be read and were left out: {names}."),
    "plan_odd_far_date": Reason(
        "{n} dates lie before 1970 or after 2149 and were left out: {names}."
    ),
    "plan_odd_duration": Reason("{n} durations cannot be read and were left out: {names}."),
    "plan_odd_long_duration": Reason(
        "{n} durations are longer than a hundred years and were left out: {names}."
    ),
    "plan_odd_number": Reason("{n} numbers cannot be read and were left out: {names}."),
    # tasks and links
    "plan_task_twice": Reason(
        "{n} tasks have an id that another task has too, and got one of their own: {names}."
    ),
    "plan_task_unnamed": Reason("{n} tasks have no name; their ids stand for it."),
    "plan_levels": Reason(
        "{n} tasks stand more than one level deeper than the one above them, and were moved "
        "up: {names}."
    ),
    "plan_empty_rows": Reason("{n} empty rows were left out."),
    "constraint_without_date": Reason(
        "{n} tasks have a constraint without a date (or with one that was left out), and are "
        "planned without it: {names}."
    ),
    "plan_link_nowhere": Reason("{n} links lead to no task of the file and were dropped: {names}."),
    "plan_link_itself": Reason("{n} tasks follow themselves; these links were dropped: {names}."),
    "plan_link_within": Reason(
        "{n} links are between a summary and a task below it, and mean nothing; dropped: {names}."
    ),
    "plan_link_twice": Reason("{n} links stand twice; one of each was taken: {names}."),
    "plan_other_projects": Reason(
        "{n} links lead to tasks of other files: they are kept and written back, but move "
        "nothing: {names}."
    ),
    "plan_subprojects": Reason(
        "{n} tasks stand for files of their own that are inserted here; take those in one by "
        "one: {names}."
    ),
    "plan_honours": Reason(
        "The file says that constraints give way to links, but its dates lie where the "
        "constraints are: they win over links."
    ),
    "plan_honours_not": Reason(
        "The file says that constraints win over links, but its dates lie where the links are: "
        "constraints give way."
    ),
    # calendars, resources, assignments
    "plan_calendar_twice": Reason("{n} calendars have an id that another has; dropped: {names}."),
    "plan_base_missing": Reason(
        "The calendar “{names}” stands on one that is not in the file; its own days were taken."
    ),
    "plan_calendar_missing": Reason(
        "The plan's calendar ({calendar}) is not in the file: the first one was taken."
    ),
    "plan_calendar_unknown": Reason(
        "{n} tasks or resources name a calendar that is not in the file; the plan's counts for "
        "them: {names}."
    ),
    "plan_calendar_fault": Reason(
        "The calendar “{calendar}” has no working time, or stands on itself: the one below it, or "
        "the usual week, was taken for computing."
    ),
    "calendar_backwards": Reason(
        "An exception of the calendar “{calendar}” ends before it begins and was left out."
    ),
    "calendar_days_cut": Reason(
        "An exception of the calendar “{calendar}” goes on for ever; it was read up to {day}."
    ),
    "plan_resource_twice": Reason("{n} resources have an id that another has; dropped: {names}."),
    "plan_capacity_odd": Reason(
        "Of {n} people the file says that there are fewer than none (counted as none) or more than "
        "can be (counted as one): {names}."
    ),
    "plan_units_below": Reason(
        "{n} assignments ask for less than nothing, and were taken as asking for nothing: {names}."
    ),
    "plan_units_beyond": Reason(
        "{n} assignments ask for more than {most} full-time people, and were left out: {names}."
    ),
    "plan_assignment_nowhere": Reason(
        "{n} assignments are of no task or of no resource of the file, and were dropped: {names}."
    ),
    "plan_assignment_twice": Reason(
        "{n} resources are assigned to one task twice; the first was taken: {names}."
    ),
    # what is not planned with, or otherwise than it was written
    "plan_returning_days": Reason(
        "{n} exceptions that return became {days} single days, up to {day}, in the calendars "
        "{names}: as they return they are not written back."
    ),
    "plan_work_weeks": Reason(
        "{n} working weeks of their own became {days} single days, up to {day}, in the calendars "
        "{names}: as weeks they are not written back."
    ),
    "plan_by_days": Reason(
        "Of {n} assignments and baselines the file says day by day what was done or planned; their "
        "sums, contours and pauses were taken, the days were not: {names}."
    ),
    "plan_overtime": Reason(
        "The overtime of {n} assignments was not taken; it counts as work like the rest: {names}."
    ),
    "plan_levelling": Reason(
        "{n} tasks had been delayed by their program's levelling: here they begin no earlier than "
        "they were recorded; the delay itself is kept and written back: {names}."
    ),
    "plan_availability": Reason(
        "{n} resources are there to a changing degree: that is kept and written back, but what "
        "counts here is one capacity: {names}."
    ),
    "plan_kept_beside": Reason(
        "{n} values in {kinds} fields that the program does not have are kept beside the plan and "
        "written back: {names}."
    ),
    "plan_rubber": Reason(
        "{n} tasks follow rubber links alone, which push but do not pull: they start no earlier "
        "than where they were put: {names}."
    ),
    "plan_vacations": Reason(
        "The days off of {n} people were not taken, as they move no task there: {names}."
    ),
    "plan_looks": Reason("The colours and shapes of {n} tasks were not taken: {names}."),
    "plan_roles": Reason("The roles and telephone numbers of {n} people were not taken: {names}."),
    # what a file that is written cannot carry
    "plan_link_to_project": Reason(
        "{n} links to tasks of other projects are not in the file: it is about one project."
    ),
    "plan_progress_rounded": Reason(
        "The progress of {n} tasks was rounded to whole per cent, which is all that the file holds."
    ),
    "plan_share_rounded": Reason(
        "{n} lags that are a share of the predecessor were rounded to whole per cent."
    ),
    "plan_levelled": Reason(
        "{n} tasks begin later because of levelling; a file says that by delays of another kind, "
        "so that they may lie earlier in another program."
    ),
    "plan_estimates": Reason(
        "The three-point estimates of {n} tasks are not in the file: it has no place for them."
    ),
    "plan_own_values": Reason(
        "{n} values in the office's own fields are not in the file; export a spreadsheet for them."
    ),
    "plan_registers": Reason(
        "{n} risks, issues and status reports are not in the file: it holds the plan alone."
    ),
    # against the database
    "plan_moves": Reason(
        "{n} of {tasks} tasks would move: computed from links, constraints and calendars they lie "
        "elsewhere than the file says."
    ),
    "plan_dates_kept": Reason(
        "{n} of {tasks} tasks would move; they keep their recorded dates and become fixed."
    ),
    "plan_no_moves": Reason("All {n} tasks lie where the file says."),
    "plan_without_dates": Reason(
        "The file says no dates of its {n} tasks; they were computed from the project's start on, "
        "{day}."
    ),
    "plan_without_start": Reason(
        "The file says neither dates of its {n} tasks nor when the project starts: they were "
        "computed from today on ({day}). Set the project's start once it is taken in."
    ),
    "plan_second_file": Reason(
        "“{file}” is a plan of the same project: take one of them in first, and this one "
        "afterwards."
    ),
    "plan_beside": Reason(
        "Calendars, links, work, costs or fields of its own differ as well; they are taken with "
        "the rest."
    ),
}
