"""What may be written into the cells of the own workbook: drop-downs, limits, messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.fields import Kind, choice_term, is_custom
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.exchange.workbook.cells import clean_text, put
from pmo_desktop.exchange.workbook.template import FIRST_ROW, LISTS_SHEET, Column, Sheet
from pmo_desktop.language import Language


@dataclass(frozen=True)
class Offer:
    """What a drop-down offers, and its column on the sheet of lists."""

    column: int
    words: tuple[str, ...]

    @property
    def formula(self) -> str:
        letter = get_column_letter(self.column)
        return f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(self.words)}"


def offers(
    sheets: Sequence[Sheet],
    people: Sequence[str],
    departments: Sequence[str],
    language: Language,
) -> dict[str, Offer]:
    """By what `_list_key` says of a field; an empty list offers nothing and is left out."""
    words: dict[str, Iterable[str]] = {
        Kind.PERSON.value: people,
        Kind.DEPARTMENT.value: departments,
        Kind.BOOL.value: (language.term("bool.true"), language.term("bool.false")),
    }
    for column in (column for sheet in sheets for column in sheet.columns):
        field = column.field
        if field.choices is not None:
            words[_list_key(column)] = [
                language.term(choice_term(field.choices, value)) for value in field.choices
            ]
        elif column.options:
            words[_list_key(column)] = column.options
    offered = {key: tuple(map(clean_text, names)) for key, names in words.items()}
    kept = [(key, names) for key, names in offered.items() if names]
    return {key: Offer(column, names) for column, (key, names) in enumerate(kept, start=1)}


def _list_key(column: Column) -> str:
    field = column.field
    if column.options:
        return field.code
    if field.choices is not None:
        return field.choices.__name__
    return Kind.PERSON.value if field.kind is Kind.PEOPLE else field.kind.value


def write_lists(book: Workbook, lists: Mapping[str, Offer]) -> None:
    page = book.create_sheet(LISTS_SHEET)
    for offered in lists.values():
        for row, word in enumerate(offered.words, start=1):
            put(page.cell(row, offered.column), word, "Normal")
    page.sheet_state = "veryHidden"


def add_validations(
    page: Worksheet, sheet: Sheet, last: int, lists: Mapping[str, Offer], language: Language
) -> None:
    for index, column in enumerate(sheet.columns, start=2):
        validation = _validation(column, lists, language)
        if validation is not None:
            letter = get_column_letter(index)
            validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            page.add_data_validation(validation)


def _validation(
    column: Column, lists: Mapping[str, Offer], language: Language
) -> DataValidation | None:
    field = column.field
    offered = lists.get(_list_key(column))
    match field.kind:
        case Kind.TEXT if column.options and offered is not None:
            text = language.text("Choose one of the words in the list.")
            return _rule(text, language, type="list", formula1=offered.formula)
        case Kind.MONEY | Kind.INTEGER if is_custom(field.name):
            # What an own field counts may well lie below 0.
            text = language.text("Write a number.")
            return _rule(text, language, type="decimal", formula1="-1E+15", formula2="1E+15")
        case Kind.DATE | Kind.START | Kind.FINISH:
            text = language.text("Write a date, like 2026-11-05.")
            return _rule(text, language, type="date", operator="greaterThan", formula1="1")
        case Kind.SHARE:
            text = language.text("Write a share between 0% and 100%.")
            # A person may give more than one full-time week, and a cell may hold 150%.
            top = "2" if field.code == "person.capacity" else "1"
            return _rule(text, language, type="decimal", formula1="0", formula2=top)
        case Kind.MONEY | Kind.DURATION:
            text = language.text("Write a number that is not below 0.")
            kind = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
            return _rule(text, language, **kind)
        case Kind.INTEGER:
            text = language.text("Write a whole number.")
            return _rule(text, language, type="whole", formula1="0", formula2="100000")
        case Kind.LEVEL:
            text = language.text("Choose a level from 1 (very low) to 5 (very high).")
            return _rule(text, language, type="list", formula1=f'"{",".join(map(str, LEVELS))}"')
        case Kind.CHOICE | Kind.BOOL if offered is not None:
            text = language.text("Choose one of the words in the list.")
            return _rule(text, language, type="list", formula1=offered.formula)
        case Kind.PERSON | Kind.PEOPLE | Kind.DEPARTMENT if offered is not None:
            # Names that are not in the list may be written too: they are new to the office.
            rule = DataValidation(type="list", formula1=offered.formula, allow_blank=True)
            rule.showErrorMessage = False
            return rule
    return None


def _rule(text: str, language: Language, **rule: Any) -> DataValidation:
    validation = DataValidation(allow_blank=True, **rule)
    validation.showErrorMessage = True
    validation.errorTitle = language.text("This does not fit here")
    validation.error = text
    return validation
