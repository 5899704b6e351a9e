"""The office's own fields: made, named, removed, filled in; one edit each, undone whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.fields import Kind, custom_field
from pmo_desktop.services.custom_fields import (
    add_custom_field,
    change_custom_field,
    custom_fields,
    own_words,
    plain,
    remove_custom_field,
    stored,
)
from pmo_desktop.services.editing import add, change, remove
from pmo_desktop.services.records import people_records, project_records
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")
VALUES = {
    "text": st.text(min_size=1),
    "integer": st.integers(-(10**9), 10**9),
    "share": st.floats(0, 1),
    "money": st.decimals(-(10**9), 10**9, places=2),
    "date": st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    "bool": st.booleans(),
}


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def project(opened: Workspace) -> int:
    return opened.edit(EDIT, add, "project", {"code": "P-1", "name": "云化迁移"}).result


def made(opened: Workspace, table: str, kind: str = "text", *options: str, **names: str) -> str:
    names = names or {"en": "Cost centre", "zh": "成本中心"}
    return "custom." + opened.edit(EDIT, add_custom_field, table, names, kind, options).result


def values(opened: Workspace, project: int, table: str) -> dict:
    return dict(opened.query(project_records, project).of(table)[0].values)


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda k: st.tuples(st.just(k), VALUES[k])))
def test_a_value_comes_back_from_its_stored_text_as_it_was(pair: tuple[str, object]) -> None:
    kind, value = pair
    spec = custom_field("risk", f"custom.{kind}-1")
    assert plain(spec, stored(spec, value)) == value


def test_a_name_says_how_the_field_is_read(opened: Workspace) -> None:
    name = made(opened, "risk", "money")
    assert custom_field("risk", name).kind is Kind.MONEY
    assert opened.query(custom_fields)[0].field == custom_field("risk", name)


def test_a_record_of_every_table_holds_values(opened: Workspace, project: int) -> None:
    fields = {t: made(opened, t, "money") for t in ("project", "task", "risk", "issue", "status")}
    opened.edit(EDIT, change, "project", project, {fields["project"]: Decimal("12.50")})
    for table in list(fields)[1:]:
        given = {"period": "2026-11"} if table == "status" else {"name": "A"}
        opened.edit(EDIT, add, table, {**given, fields[table]: Decimal("12.50")}, project)
    for table, name in fields.items():
        assert values(opened, project, table)[name] == Decimal("12.50")


def test_a_person_holds_values(opened: Workspace) -> None:
    name = made(opened, "person", "date")
    opened.edit(EDIT, add, "person", {"name": "王岚", name: date(2026, 11, 5)})
    (found,) = opened.query(people_records)
    assert found.values[name] == date(2026, 11, 5)


def test_a_value_is_changed_emptied_and_brought_back_by_undo(
    opened: Workspace, project: int
) -> None:
    name = made(opened, "project")
    opened.edit(EDIT, change, "project", project, {name: "4711"})
    opened.edit(EDIT, change, "project", project, {name: "4712"})
    assert values(opened, project, "project")[name] == "4712"
    opened.edit(EDIT, change, "project", project, {name: ""})
    assert values(opened, project, "project")[name] == ""
    assert opened.query(custom_fields)[0].values == 0
    opened.undo()
    opened.undo()
    assert values(opened, project, "project")[name] == "4711"


def test_values_go_with_their_record_and_come_back_with_it(opened: Workspace, project: int) -> None:
    task = made(opened, "task")
    risk = made(opened, "risk")
    opened.edit(EDIT, add, "task", {"name": "A", task: "x"}, project)
    opened.edit(EDIT, add, "risk", {"name": "B", risk: "y"}, project)
    opened.edit(EDIT, remove, "project", project)
    assert [row.values for row in opened.query(custom_fields)] == [0, 0]
    opened.undo()
    assert values(opened, project, "task")[task] == "x"
    assert values(opened, project, "risk")[risk] == "y"


def test_a_removed_field_comes_back_with_its_values(opened: Workspace, project: int) -> None:
    name = made(opened, "project")
    opened.edit(EDIT, change, "project", project, {name: "4711"})
    opened.edit(EDIT, remove_custom_field, name.partition(".")[2])
    assert name not in values(opened, project, "project")
    opened.undo()
    assert values(opened, project, "project")[name] == "4711"


def test_a_field_is_renamed_and_spoken_of_in_both_languages(opened: Workspace) -> None:
    name = made(opened, "risk", en="Region")
    assert opened.query(own_words) == {f"risk.{name}": {"zh": "Region", "en": "Region"}}
    opened.edit(EDIT, change_custom_field, name.partition(".")[2], {"zh": "地区"})
    assert opened.query(own_words) == {f"risk.{name}": {"zh": "地区", "en": "Region"}}


@pytest.mark.parametrize(
    ("table", "names", "kind", "options"),
    [
        ("risk", {"en": "…"}, "text", ()),
        ("risk", {"en": "owner"}, "text", ()),
        ("risk", {"zh": "状态"}, "text", ()),
        ("risk", {"en": "x" * 61}, "text", ()),
        ("risk", {"en": "Region"}, "choice", (" ",)),
        ("risk", {"en": "Region"}, "links", ()),
        ("nothing", {"en": "Region"}, "text", ()),
    ],
)
def test_what_cannot_be_a_field_is_refused(
    opened: Workspace, table: str, names: dict, kind: str, options: tuple
) -> None:
    with pytest.raises(Refused):
        opened.edit(EDIT, add_custom_field, table, names, kind, options)
    assert opened.query(custom_fields) == ()


def test_two_fields_of_a_table_have_different_names(opened: Workspace) -> None:
    made(opened, "risk", en="Cost-centre")
    with pytest.raises(Refused, match="already"):
        made(opened, "risk", en="cost centre")
    made(opened, "task", en="cost centre")


def test_what_is_not_among_the_choices_is_refused(opened: Workspace, project: int) -> None:
    name = made(opened, "project", "choice", "北区", "南区")
    opened.edit(EDIT, change, "project", project, {name: "北区"})
    with pytest.raises(Refused, match="西区"):
        opened.edit(EDIT, change, "project", project, {name: "西区"})
    with pytest.raises(Refused):
        opened.edit(EDIT, change, "project", project, {"custom.text-0": "x"})


def test_a_share_beyond_all_is_refused(opened: Workspace, project: int) -> None:
    name = made(opened, "project", "share")
    with pytest.raises(Refused):
        opened.edit(EDIT, change, "project", project, {name: 1.5})
