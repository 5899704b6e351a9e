"""What a finding asks of the team: which ones go back to it, and what it is to do."""

from __future__ import annotations

from pmo_desktop.exchange.findings import NOTE, Finding
from pmo_desktop.language import Language

# What only the office can act on.
OFFICE_ONLY = frozenset(
    {
        "added_twice", "check_away", "check_beyond_holidays", "check_no_capacity", "check_overload",
        "column_left_out",
        "column_unknown", "mapped_sheet_missing", "mapping_offered", "mapping_unfit",
        "mapping_used", "our_fault", "outdated", "second_file", "sheet_left_out",
        "sheet_of_findings", "taken_before", "taken_before_changed",
    }
)  # fmt: skip
# What may well be meant so.
TO_CHECK = frozenset(
    {
        "actual_decides", "budget_summed", "check_actual_ahead", "check_before_project",
        "check_done_ahead", "check_done_undated", "check_high_risk", "check_loose",
        "code_differs", "code_from_file", "column_doubtful", "column_hidden", "conflict",
        "copied_row", "day_first", "doubt_moved", "doubt_renamed", "doubt_similar",
        "due_as_finish", "duration_contradicts", "duration_decides", "given_twice",
        "headers_guessed", "kept", "level_scale", "missing_in_file", "month_first",
        "name_from_file", "name_from_title", "near_department", "near_person", "new_department",
        "new_person", "project_editions", "project_name_known", "project_without_code",
        "projects_without_code",
        "records_repeated", "renamed", "repeated_otherwise", "rolled_up", "row_of_other_project",
        "rows_hidden", "rows_without_name", "several_owners", "sheet_put_away", "summary_dates",
        "text_repaired", "unknown_row", "wbs_missing", "wbs_twice", "wbs_was_date", "years_added",
    }
)  # fmt: skip
# Files that are not read at all, and so not marked inside either.
UNREAD = frozenset(
    {
        "damaged", "empty_file", "encrypted", "not_a_workbook", "old_workbook", "other_format",
        "other_office", "plain_text", "too_big", "web_page", "xml_file", "zip_bomb",
    }
)  # fmt: skip
# Nothing is there that could be returned.
NOT_THERE = frozenset({"missing", "is_folder", "in_use", "unreachable", "changing"})


def goes_back(finding: Finding, *, notes: bool = False) -> bool:
    """Whether the team is told of it; what is for its information only with `notes`."""
    return finding.code not in OFFICE_ONLY and (notes or finding.severity != NOTE)


def to_do(finding: Finding, language: Language) -> str:
    if finding.severity == NOTE:
        return language.text("For your information.")
    if finding.code in TO_CHECK:
        return language.text("Check it, and correct it if it is not meant so.")
    return language.text("Correct it.")
