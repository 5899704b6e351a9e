"""What is said of workbooks that were sent out and of files that were received."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context, Message

if TYPE_CHECKING:
    from pmo_desktop.exchange.rounds.collecting import Looked
    from pmo_desktop.exchange.workbook.sending import SentOut

TOLD_AT_ONCE = 3


def tell_sent(context: Context, sent: SentOut, folder: str) -> None:
    if sent.findings:
        _warn(context, [partial(_said, one.sentence, one.params) for one in sent.findings])
    elif sent.files:
        context.inform("{n} workbooks were written to {path}.", n=len(sent.files), path=folder)


def tell_received(context: Context, looked: Looked, labels: Mapping[int, str]) -> None:
    """`labels` are what the projects of the round are called, by their ids."""
    from pmo_desktop.exchange.rounds.collecting import Verdict
    from pmo_desktop.exchange.rounds.telling import sentence

    odd = looked.of(Verdict.KNOWN_BEFORE, Verdict.OTHER_ROUND, Verdict.REFUSED)
    if odd:
        _warn(context, [partial(sentence, file, labels) for file in odd])
        return
    received = looked.of(Verdict.RECEIVED)
    unknown = looked.of(Verdict.UNKNOWN, Verdict.NOT_IN_ROUND)
    if received or unknown:
        context.inform(
            "{n} files were received, {unknown} of them unknown.",
            n=len(received) + len(unknown),
            unknown=len(unknown),
        )
    elif not looked.returns:
        context.inform("There is nothing new in these files.")


def _warn(context: Context, sentences: Sequence[Callable[[Language], str]]) -> None:
    def say(language: Language) -> str:
        return " ".join(sentence(language) for sentence in sentences[:TOLD_AT_ONCE])

    context.message_posted.emit(Message(say, "warning"))


def _said(source: str, params: Mapping[str, Any], language: Language) -> str:
    return language.text(source, **params)
