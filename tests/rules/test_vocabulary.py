"""Fields and choices have one term each way."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections import Counter
from enum import StrEnum

from pmo_desktop import domain
from pmo_desktop.domain.fields import TABLES, choice_term
from pmo_desktop.language import CODES
from tests.rules.source import RESOURCES, catalogue


def enumerations() -> set[type[StrEnum]]:
    """Every enumeration of the domain."""
    found = set()
    for info in pkgutil.iter_modules(domain.__path__):
        module = importlib.import_module(f"{domain.__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum:
                found.add(value)
    return found


def test_every_field_has_a_term_in_both_languages() -> None:
    codes = {field.code for fields in TABLES.values() for field in fields}
    missing = codes - catalogue("terms").keys()
    assert not missing


def test_every_choice_of_a_field_has_a_term_in_both_languages() -> None:
    codes = {
        choice_term(field.choices, value)
        for fields in TABLES.values()
        for field in fields
        if field.choices
        for value in field.choices
    }
    assert codes
    missing = codes - catalogue("terms").keys()
    assert not missing


def test_every_enumeration_of_the_domain_has_its_terms() -> None:
    codes = {choice_term(kind, value) for kind in enumerations() for value in kind}
    missing = codes - catalogue("terms").keys()
    assert not missing


def test_every_term_speaks_both_languages() -> None:
    silent = {
        code
        for code, words in catalogue("terms").items()
        if set(words) != set(CODES) or not all(word.strip() for word in words.values())
    }
    assert not silent


def test_a_term_is_defined_once_or_alike() -> None:
    seen: dict[str, dict[str, str]] = {}
    clashes = []
    for file in sorted((RESOURCES / "i18n" / "terms").glob("*.json")):
        for code, words in json.loads(file.read_text(encoding="utf-8")).items():
            if seen.setdefault(code, words) != words:
                clashes.append(f"{file.name}: {code}")
    assert not clashes


def test_two_fields_of_a_table_never_share_a_header() -> None:
    terms = catalogue("terms")
    for table, fields in TABLES.items():
        for language in CODES:
            headers = Counter(terms[field.code][language] for field in fields)
            assert max(headers.values()) == 1, (table, language, headers.most_common(1))
