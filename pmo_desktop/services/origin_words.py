"""An origin in the reader's words, for the window, the pack and the command line alike."""

from __future__ import annotations

from datetime import datetime

from pmo_desktop.domain.fields import Kind, field
from pmo_desktop.domain.health import Light
from pmo_desktop.language import Language
from pmo_desktop.services.figure_origins import Part
from pmo_desktop.services.origins import COLUMNS, STORED_TABLES, Origin, OriginKind
from pmo_desktop.services.stored_values import column_word, shown
from pmo_desktop.storage.standing import Lost


def place(origin: Origin, language: Language) -> str:
    """Where it stands in one line: `plan.xlsx · Plan!F12`, or what it is instead."""
    if origin.kind is not OriginKind.FILE:
        return language.term(f"origin_kind.{origin.kind}")
    cell = f"{origin.sheet}!{origin.cell}" if origin.cell else origin.sheet
    return " · ".join(filter(None, (origin.file, cell)))


def told(origin: Origin, language: Language) -> list[str]:
    """Sentence by sentence: who sent it and when, what is written there, how it is computed."""
    say = language.text
    lines = saved(origin.sender, origin.saved_at, language)
    if origin.text:
        lines.append(say("“{text}” is written there.", text=origin.text))
    if origin.rule is not None:
        lines.append(say(origin.rule.rule, **origin.rule.params))
    if origin.title is not None and origin.at is not None:
        lines.append(_changed(origin, language))
    return lines


def saved(sender: str, at: datetime | None, language: Language) -> list[str]:
    """Who saved a file and when, in a sentence, as far as the file says so."""
    say = language.text
    if sender and at:
        return [say("Saved by {sender} on {at}.", sender=sender, at=at)]
    if sender:
        return [say("Saved by {sender}.", sender=sender)]
    return [say("Saved on {at}.", at=at)] if at else []


def step(table: str, name: str, origin: Origin, language: Language) -> str:
    """A line of the history: `2026-11-18 16:30 · 5 d → 8 d · plan.xlsx · Plan!F12`."""
    before, after = (
        value(table, name, origin.before, language),
        value(table, name, origin.after, language),
    )
    change = f"{before or '–'} → {after or '–'}"
    return " · ".join((language.moment(origin.at), change, place(origin, language)))


def value(table: str, name: str, stored: str, language: Language) -> str:
    """A stored value of a field as a reader writes it."""
    return shown(STORED_TABLES.get(table, table), COLUMNS.get(name, name), stored, language)


def part_line(part: Part, language: Language) -> str:
    """What a figure is made of, and where that came from, in one line."""
    head = " ".join(
        filter(None, (part.label, language.term(part.term), _part_value(part, language)))
    )
    if part.origin is not None:
        return f"{head}: {place(part.origin, language)}"
    places = (f"{place(share.origin, language)} ({share.count})" for share in part.shares)
    listed = language.enumeration(places)
    return f"{head}: {listed}" if listed else head


def lost_line(lost: Lost, language: Language) -> str:
    """What stands in the way of an undo: `1.2 Build: finish was changed again (Edit, 11-18)`."""
    columns = language.enumeration(
        dict.fromkeys(column_word(lost.table, name, language) for name in lost.columns)
    )
    what = " ".join(filter(None, (columns, language.term(f"lost.{lost.why}"))))
    title = language.text(lost.title.text, **lost.title.params)
    label = lost.label or language.term(f"table.{lost.table}")
    return f"{label}: {what} ({title}, {language.moment(lost.at)})"


def _changed(origin: Origin, language: Language) -> str:
    title = origin.title
    name = language.text(title.text, **title.params) if title else ""
    by = origin.author or "–"
    return language.text("{title}, {at}, by {author}.", title=name, at=origin.at, author=by)


def _part_value(part: Part, language: Language) -> str:
    if part.value is None or part.shares:
        return ""
    if isinstance(part.value, Light):
        return language.term(f"light.{part.value}")
    try:
        kind = field(part.term).kind
    except (KeyError, ValueError):
        kind = Kind.TEXT
    if kind is Kind.SHARE or part.term == "metric.quality":
        return language.percent(float(part.value), 1)
    if kind is Kind.MONEY:
        return language.number(part.value)
    if kind is Kind.DURATION:
        return language.days(int(part.value))
    return language.value(part.value)


FIGURE_TERMS = {"slip_days": "metric.slip", "quality_rate": "metric.quality"}


def figure_word(figure: str, language: Language) -> str:
    """What a figure is called."""
    if figure in FIGURE_TERMS:
        return language.term(FIGURE_TERMS[figure])
    for code in (f"metric.{figure}", f"dimension.{figure}", f"project.{figure}", f"task.{figure}"):
        word = language.term(code)
        if word != code:
            return word
    return figure
