from __future__ import annotations

from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.comparing.matching import match


def task(wbs: str, name: str, uid: str | None = None) -> Record:
    return Record("task", {"wbs": wbs, "name": name}, uid)


def pairs(table: str, given: list[Record], known: list[Record]) -> list[str | None]:
    """For each row the label of the record that it is."""
    found = match(table, given, known)
    return [pair.known.label if pair.known else None for pair in found.pairs]


def test_a_row_with_its_identity_is_known_whatever_else_changed() -> None:
    known = [task("1.1", "Design", "a"), task("1.2", "Build", "b")]
    given = [task("1.2", "Build", "a"), task("9", "Test", "b")]
    assert pairs("task", given, known) == ["1.1 Design", "1.2 Build"]


def test_tasks_of_one_name_are_told_apart_by_their_wbs() -> None:
    known = [task("1.1", "Design"), task("2.1", "Design")]
    assert pairs("task", known[::-1], known) == ["2.1 Design", "1.1 Design"]


def test_a_row_that_was_inserted_renames_nothing_below_it() -> None:
    known = [task("1", "A"), task("2", "B"), task("3", "C")]
    given = [task("1", "A"), task("2", "New"), task("3", "B"), task("4", "C")]
    assert pairs("task", given, known) == ["1 A", None, "2 B", "3 C"]


def test_names_that_repeat_are_told_apart_by_what_stands_above_them() -> None:
    known = [task("1", "X"), task("1.1", "Test"), task("2", "Y"), task("2.1", "Test")]
    given = [task("1", "New"), task("2", "X"), task("2.1", "Test"), task("3", "Y"),
             task("3.1", "Test")]  # fmt: skip
    assert pairs("task", given, known) == [None, "1 X", "1.1 Test", "2 Y", "2.1 Test"]


def test_a_renamed_task_is_known_by_its_wbs() -> None:
    assert pairs("task", [task("1.1", "Detailed design")], [task("1.1", "Design")]) == [
        "1.1 Design"
    ]


def test_of_a_row_and_its_copy_the_one_that_still_looks_alike_is_the_record() -> None:
    known = [task("1.1", "Design", "a")]
    given = [task("1.2", "Copy", "a"), task("1.1", "Design", "a")]
    found = match("task", given, known)
    assert [pair.known for pair in found.pairs] == [None, known[0]]
    assert found.copied == (given[0],)


def test_a_row_whose_record_was_removed_since_is_a_stranger() -> None:
    row = task("1.1", "Design", "gone")
    found = match("task", [row], [])
    assert found.strangers == (row,)
    assert found.pairs[0].known is None


def test_what_no_row_stands_for_is_missing() -> None:
    known = [task("1", "A"), task("2", "B")]
    assert match("task", [task("2", "B")], known).missing == (known[0],)


def test_risks_are_known_by_code_and_then_by_name() -> None:
    def risk(code: str, name: str) -> Record:
        return Record("risk", {"code": code, "name": name})

    known = [risk("R-1", "Fire"), risk("R-2", "Flood"), risk("", "Theft")]
    given = [risk("R-2", "High water"), risk("", "Fire"), risk("R-9", "Theft")]
    assert pairs("risk", given, known) == ["R-2 Flood", "R-1 Fire", "Theft"]


def test_people_are_known_by_name_and_reports_by_period() -> None:
    person = Record("person", {"name": "张 伟"})
    assert pairs("person", [person], [Record("person", {"name": "张伟"})]) == ["张伟"]
    report = Record("status", {"period": "2026-11"})
    assert pairs("status", [report], [Record("status", {"period": "2026-11"})]) == ["2026-11"]
