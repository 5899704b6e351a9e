"""What an import has to tell: codes, where they stand, and the sentence for each.

An *error* says that a file, a sheet or a record is not taken; a *warning* that a value is not
taken, or taken with doubt; a *note* what was done with the rest. A sentence is an English source
sentence; `say` puts it in the reader's words, with the vocabulary's terms for the fields in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmo_desktop.domain.health import Reason
from pmo_desktop.exchange.comparing.remarks import REMARKS
from pmo_desktop.exchange.plans.remarks import PLAN_REMARKS
from pmo_desktop.exchange.pool.remarks import POOL_REMARKS
from pmo_desktop.exchange.requests.remarks import REQUEST_REMARKS
from pmo_desktop.exchange.timesheets.remarks import TIMESHEET_REMARKS
from pmo_desktop.language import Language

ERROR, WARNING, NOTE = "error", "warning", "note"
# The first cell of the sheet of findings that goes back to a team in its own file.
LIST_MARK = "pmo-desktop:findings"


@dataclass(frozen=True)
class Finding:
    """`sheet` and `cell` say where (`Plan`, `F12`; both may be empty), `text` what stands there."""

    code: str
    severity: str
    sheet: str = ""
    cell: str = ""
    text: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """`check` for what is doubtful about the plan that would be, else `reading`."""
        return "check" if self.is_check else "reading"

    @property
    def is_check(self) -> bool:
        return self.code.startswith("check_") or self.code == "link_loop"


def reason(finding: Finding) -> Reason:
    """The finding as a source sentence with its parameters; field codes are still codes."""
    params = {"text": finding.text, "cell": finding.cell, "sheet": finding.sheet, **finding.params}
    told = SENTENCES[finding.code]
    if params.get("near"):
        told = SENTENCES.get(f"{finding.code}_near", told)
    return Reason(told.rule, params)


def say(finding: Finding, language: Language) -> str:
    """The finding's sentence, without its place."""
    found = reason(finding)
    params = {
        name: language.term(value) if name in ("field", "table") else value
        for name, value in found.params.items()
    }
    if "fields" in params:
        params["fields"] = language.enumeration([language.term(code) for code in params["fields"]])
    return language.text(found.rule, **params)


SENTENCES: Mapping[str, Reason] = {
    # the file
    "missing": Reason("The file “{file}” is not there (any more): check its name and folder."),
    "is_folder": Reason("“{file}” is a folder without spreadsheets: choose the files themselves."),
    "in_use": Reason(
        "The file “{file}” may not be read: close it in the spreadsheet program, or ask for the "
        "right to read it, and try again."
    ),
    "our_fault": Reason(
        "The program made a mistake with the file “{file}” and took nothing from it: please pass "
        "it on with the log (Help > Open the log folder). The other files go on."
    ),
    "changing": Reason(
        "The file “{file}” was changed while it was read: wait until it is saved or copied whole, "
        "and try again."
    ),
    "unreachable": Reason(
        "The file “{file}” could not be read ({reason}): copy it to this computer and try again."
    ),
    "too_big": Reason(
        "The file “{file}” has {size} MB, more than a plan needs: remove pictures and old sheets "
        "from it and try again."
    ),
    "empty_file": Reason("The file “{file}” is empty: ask its sender for it again."),
    "damaged": Reason(
        "The file “{file}” is damaged and could not be opened: open and save it in a spreadsheet "
        "program, or ask its sender for it again."
    ),
    "encrypted": Reason(
        "The file “{file}” is protected by a password: open it, remove the password (File > Info > "
        "Protect), save it and try again."
    ),
    "zip_bomb": Reason(
        "The file “{file}” would grow to {size} MB when unpacked (allowed are 400 MB, and 200 "
        "times its own size), which no plan does: it was not opened. Ask its sender what it is."
    ),
    "other_format": Reason(
        "The file “{file}” is of the format {kind}, not a spreadsheet: export it as a workbook "
        "(.xlsx) and try again."
    ),
    "other_office": Reason(
        "The file “{file}” is a document or a presentation, not a spreadsheet: put its table into "
        "a workbook (.xlsx) and try again."
    ),
    "web_page": Reason(
        "The file “{file}” is a web page under the name of a spreadsheet: open it in a "
        "spreadsheet program, save it as a workbook (.xlsx) and try again."
    ),
    "xml_file": Reason(
        "The file “{file}” is an XML file, not a workbook: open it in a spreadsheet program, save "
        "it as a workbook (.xlsx) and try again."
    ),
    "plain_text": Reason(
        "The file “{file}” is plain text under the name of a spreadsheet: save it as a workbook "
        "(.xlsx), or as a list with commas (.csv), and try again."
    ),
    "old_workbook": Reason(
        "The file “{file}” is of a very old spreadsheet format: save it as a workbook (.xlsx) and "
        "try again."
    ),
    "not_a_workbook": Reason(
        "The file “{file}” is no spreadsheet: choose a workbook (.xlsx, .xls, .ods) or a .csv file."
    ),
    "no_tables": Reason(
        "Nothing in “{file}” looks like a plan, a list of risks, issues, people or projects: give "
        "the columns headers such as “Task”, “Start”, “Finish”, and try again."
    ),
    "empty_workbook": Reason("The workbook “{file}” has no values: ask its sender for it again."),
    "newer_template": Reason(
        "The workbook “{file}” was made by a newer version of this program: update the program "
        "and try again."
    ),
    # sheets
    "sheet_of_findings": Reason(
        "The sheet “{sheet}” is the list of findings that went back to the team; it was left out."
    ),
    "sheet_hidden": Reason("The sheet “{sheet}” is hidden and was left out."),
    "sheet_not_a_table": Reason("The sheet “{sheet}” holds a chart or a macro and was left out."),
    "sheet_too_large": Reason(
        "The sheet “{sheet}” reaches over more than ten million cells, or has more than 2,000 "
        "columns: delete the empty rows and columns below and beside its table, save it and try "
        "again."
    ),
    "sheet_damaged": Reason(
        "The sheet “{sheet}” is damaged and was left out: open and save the file in a spreadsheet "
        "program and try again."
    ),
    "sheet_cut": Reason("Of the sheet “{sheet}” only the first {n} rows were read."),
    "sheet_without_table": Reason("No table was found on the sheet “{sheet}”; it was left out."),
    "sheet_put_away": Reason(
        "The sheet “{sheet}” is called old or an example, and was left out: another has the plan."
    ),
    "sheet_empty": Reason("The sheet “{sheet}” is empty."),
    "sheet_of_decisions": Reason(
        "The decisions on the sheet “{sheet}” were left out: they are kept in the program."
    ),
    "headers_guessed": Reason(
        "The table on the sheet “{sheet}” has no headers; its columns were found by what is in "
        "them: check them."
    ),
    # as a mapping says
    "mapping_used": Reason("It was read as the saved mapping “{name}” says ({score}% alike)."),
    "mapping_offered": Reason(
        "The saved mapping “{name}” may fit this file ({score}% alike); it was not used: see under "
        "“How it was read”."
    ),
    "mapping_unfit": Reason(
        "The mapping “{name}” does not fit this file ({score}% alike); it was read without it."
    ),
    "mapped_sheet_missing": Reason(
        "No sheet looks like “{text}”, which the mapping has; see under “How it was read”."
    ),
    "mapped_column_missing": Reason(
        "The column “{text}”, which the mapping takes for “{field}”, is not on the sheet “{sheet}” "
        "any more."
    ),
    "form_cell_missing": Reason(
        "The cell for “{field}” was not found: its label “{text}” is not on the sheet “{sheet}” "
        "any more."
    ),
    "sheet_left_out": Reason("The sheet “{sheet}” was left out, as the mapping says."),
    "column_left_out": Reason("The column “{text}” was left out, as the mapping says."),
    # columns
    "column_unknown": Reason(
        "The column “{text}” with {n} values was left out: its header is not known. It can be kept "
        "as a field, under “What was understood”."
    ),
    "column_not_kept": Reason("The column “{text}” was left out: the program does not keep it."),
    "column_twice": Reason("The column “{text}” was left out: another one holds the same."),
    "column_doubtful": Reason("The column “{text}” was taken for “{field}”: check that it is so."),
    "column_unfit": Reason(
        "The column “{text}” was left out: its header says “{field}”, but its cells hold something "
        "else."
    ),
    "column_hidden": Reason("The column “{text}” is hidden; it was read all the same."),
    "due_as_finish": Reason(
        "The table has no column of finishes, so “{text}” was taken for the finish."
    ),
    "must_fill": Reason("{n} cells for “{field}” must be filled in and are empty, from {cell} on."),
    # rows
    "rows_total": Reason("{n} rows of totals were left out: {rows}."),
    "rows_note": Reason("{n} rows of remarks were left out: {rows}."),
    "rows_example": Reason("{n} rows of examples were left out: {rows}."),
    "rows_hidden": Reason("{n} rows that are hidden were left out: {rows}."),
    "rows_without_name": Reason("{n} rows without a name were left out: {rows}."),
    "records_repeated": Reason(
        "{n} rows of “{table}” repeat what another table of the file has, and were left out."
    ),
    "repeated_otherwise": Reason(
        "“{text}” for {field} is not what {other} says of the same row; {other} was taken."
    ),
    "row_not_understood": Reason("The row with “{text}” belongs to no table and was left out."),
    "row_of_other_project": Reason(
        "The row is about “{text}”, which is not this file's project, and was left out."
    ),
    # values
    "not_a_date": Reason("“{text}” is no full date: write it like 2026-11-05."),
    "date_far": Reason("“{text}” is too far from today to be meant: check the year."),
    "date_unordered": Reason(
        "“{text}” can be read as two different days: write it like 2026-11-05."
    ),
    "not_a_share": Reason("“{text}” is no share: write it like 85%."),
    "share_in_words": Reason("“{text}” does not say how much is done: write it like 85%."),
    "share_out_of_range": Reason("“{text}” is no share between 0% and 100%."),
    "share_unclear": Reason(
        "“{text}” could be a fraction or a percentage, as its column has both: write it like 85%."
    ),
    "not_money": Reason("“{text}” is no amount: write it as a number, like 125000."),
    "number_unclear": Reason(
        "“{text}” could be thousands or decimals: write the number without a point."
    ),
    "other_currency": Reason(
        "“{text}” is in {currency}, the rest of its column in {expected}: write it in the "
        "project's currency."
    ),
    "not_a_duration": Reason("“{text}” is no duration: write it in working days, like 15d."),
    "calendar_days": Reason("“{text}” counts calendar days: write working days, like 15d."),
    "person_days": Reason(
        "“{text}” counts the work of persons: write how long it takes, like 15d."
    ),
    "not_a_level": Reason("“{text}” is no level: write a number from 1 (very low) to 5."),
    "level_unclear": Reason(
        "In “{text}” the number and the word do not say the same: write a number from 1 to 5."
    ),
    "level_scale": Reason(
        "“{text}” is on a scale up to {top}, the office's goes from 1 to 5: write it so."
    ),
    "not_a_choice": Reason("“{text}” is none of the words that are known for “{field}”."),
    "not_yes_or_no": Reason("“{text}” is neither yes nor no."),
    "not_a_whole_number": Reason("“{text}” is no whole number."),
    "error_value": Reason("The cell holds the error {text}: mend its formula."),
    "formula_unfilled": Reason(
        "{n} cells for “{field}” hold formulas without results, from {cell} on: open and save the "
        "file in a spreadsheet program to fill them."
    ),
    "several_owners": Reason("“{text}” names several persons; the first was taken."),
    "not_a_predecessor": Reason("“{part}” is not a predecessor: write its WBS code, as 3.2FS+2d."),
    "predecessor_unknown": Reason("There is no task “{part}” in this table to be a predecessor."),
    "predecessor_unclear": Reason("“{part}” may be two tasks of this table: write its WBS code."),
    "predecessor_itself": Reason("“{part}” is the task itself and cannot be its predecessor."),
    "finish_before_start": Reason(
        "The finish {text} lies before the start and was not taken: check both."
    ),
    "milestone_with_span": Reason(
        "“{text}” is called a milestone but takes more than a day; it was taken as a task."
    ),
    # what was concluded
    "years_added": Reason(
        "{n} dates for “{field}” have no year, from {cell} on; the nearest years were taken, up to "
        "{last}."
    ),
    "day_first": Reason("Dates like “{text}” were read with the day first, as the others need it."),
    "month_first": Reason(
        "Dates like “{text}” were read with the month first, as the others need it."
    ),
    "shares_as_levels": Reason("The shares for “{field}” were turned into levels from 1 to 5."),
    "wbs_by_styles": Reason("The WBS codes were numbered from the styles of numbering."),
    "wbs_by_levels": Reason("There are no WBS codes; they were numbered from the levels."),
    "wbs_by_phases": Reason("There are no WBS codes; they were numbered from the phases."),
    "wbs_by_sections": Reason(
        "There are no WBS codes; rows with nothing but a name were taken as phases."
    ),
    "wbs_by_indents": Reason(
        "There are no WBS codes; they were numbered from how far the names are set in."
    ),
    "wbs_by_flat": Reason("There are no WBS codes; the tasks were numbered from top to bottom."),
    "states_without_share": Reason(
        "{n} states, from {cell} on, do not say how much is done; their progress was left as it is."
    ),
    "wbs_missing": Reason("“{text}” has no WBS code and got {code}."),
    "wbs_twice": Reason("The WBS code {given} stands twice; here it became {code}."),
    "wbs_was_date": Reason("The WBS code had turned into a date; it was read as {code}."),
    "given_twice": Reason(
        "“{field}” is given twice and differently; this one was not taken: {text}."
    ),
    "name_from_file": Reason("The project's name, “{text}”, was taken from the file's name."),
    "name_from_title": Reason("The project's name, “{text}”, was taken from the title."),
    "code_from_file": Reason("The project's code, {text}, was taken from the file's name."),
    "code_differs": Reason(
        "The file is named for {expected}, but inside it says {text}; what is inside was taken."
    ),
    "no_project": Reason(
        "The file “{file}” does not say which project it is about: write “Project code” and the "
        "code above the table."
    ),
    "text_repaired": Reason(
        "Some texts had been saved in wrong letters (“Â£”, “Ł”) and were put right; look at them."
    ),
    "project_editions": Reason(
        "{n} rows are about an earlier year of a project that has a newer row; they were taken as "
        "projects of their own, with the year behind the name."
    ),
    "project_twice": Reason("The project “{text}” stands twice; only the first row was taken."),
    "budget_summed": Reason("“{field}” was summed up from {n} rows."),
    # against the database
    **REMARKS,
    # files of other planning programs
    **PLAN_REMARKS,
    # line managers' answers
    **REQUEST_REMARKS,
    # timesheets
    **TIMESHEET_REMARKS,
    # people, absences, skills
    **POOL_REMARKS,
}
