"""Every sentence has its Chinese, with the same placeholders, and none is put together of parts."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from itertools import pairwise
from string import Formatter

import pytest

from tests.rules.source import RESOURCES, Spoken, called, catalogue, modules, spoken, strings


def placeholders(sentence: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def words_of(text: str) -> str:
    """The sentence without its placeholders."""
    return "".join(literal for literal, *_ in Formatter().parse(text))


def all_spoken() -> Iterator[Spoken]:
    for module in modules():
        yield from spoken(module.tree, module.name)


def all_sentences() -> Iterator[tuple[str, str]]:
    """Where, and what."""
    for said in all_spoken():
        for sentence in said.literals:
            if any(character.isalpha() for character in words_of(sentence)):
                yield said.where, sentence


def test_every_sentence_has_its_chinese() -> None:
    missing = [f"{at} {text!r}" for at, text in all_sentences() if text not in catalogue("zh")]
    assert not missing


def test_a_counted_sentence_has_its_singular() -> None:
    missing = [
        f"{at} {text!r}"
        for at, text in all_sentences()
        if "n" in placeholders(text) and text not in catalogue("one")
    ]
    assert not missing


def test_no_sentence_is_put_together_of_parts() -> None:
    built = [
        said.where
        for said in all_spoken()
        if isinstance(said.node, ast.JoinedStr | ast.BinOp)
        or (isinstance(said.node, ast.Call) and called(said.node) in ("format", "join", "replace"))
    ]
    assert not built


@pytest.mark.parametrize("name", ["zh", "one"])
def test_a_translation_has_the_placeholders_of_its_source(name: str) -> None:
    different = {
        source: translation
        for source, translation in catalogue(name).items()
        # The English singular may say "one file" without the number.
        if placeholders(source) - placeholders(translation) - ({"n"} if name == "one" else set())
        or placeholders(translation) - placeholders(source)
    }
    assert not different


def test_a_sentence_is_translated_in_one_place_or_alike_in_all() -> None:
    seen: dict[str, str] = {}
    clashes = []
    for file in sorted((RESOURCES / "i18n" / "zh").glob("*.json")):
        for source, translation in json.loads(file.read_text(encoding="utf-8")).items():
            if seen.setdefault(source, translation) != translation:
                clashes.append(f"{file.name}: {source!r} is {translation!r}, was {seen[source]!r}")
    assert not clashes


def test_every_translation_is_still_said_somewhere() -> None:
    said = {text for module in modules() for text in strings(module.tree)}
    unsaid = {s for name in ("zh", "one") for s in catalogue(name) if s not in said}
    assert not unsaid


def test_chinese_is_chinese() -> None:
    english = {
        source
        for source, translation in catalogue("zh").items()
        if not any("\u4e00" <= c <= "\u9fff" for c in translation)
        and any(c.isalpha() for c in words_of(translation))
    }
    # Names that both languages write alike.
    assert english <= {"PMO Desktop", "SPI", "CPI", "PDF", "English", "SPI / CPI"}


def test_chinese_sentences_use_chinese_punctuation() -> None:
    half_width = {
        translation
        for translation in catalogue("zh").values()
        for left, mark in pairwise(translation)
        if "\u4e00" <= left <= "\u9fff" and mark in ",;?!"
    }
    assert not half_width
