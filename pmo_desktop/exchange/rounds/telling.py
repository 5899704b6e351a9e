"""What a collection found, in words: one sentence a file."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.exchange.findings import ERROR, say
from pmo_desktop.exchange.rounds.collecting import Collected, Verdict
from pmo_desktop.language import Language


def sentence(file: Collected, labels: Mapping[int, str], language: Language) -> str:
    """What became of the file; `labels` are what the projects are called, by their ids."""
    name = file.path.name
    projects = language.enumeration(labels.get(project, "") for project in file.projects)
    match file.verdict:
        case Verdict.RECEIVED:
            return language.text("{file}: received, {projects}", file=name, projects=projects)
        case Verdict.SENT_OUT:
            return language.text("{file}: is as it went out; nobody has sent it back", file=name)
        case Verdict.KNOWN:
            return language.text("{file}: was received before; nothing changed", file=name)
        case Verdict.KNOWN_BEFORE:
            return language.text(
                "{file}: was received for {period} already; nothing changed",
                file=name,
                period=file.period,
            )
        case Verdict.OTHER_ROUND:
            return language.text(
                "{file}: went out for another round ({period}); it was set aside",
                file=name,
                period=file.period,
            )
        case Verdict.NOT_IN_ROUND:
            return language.text(
                "{file}: {projects} is not in this round", file=name, projects=projects
            )
        case Verdict.NO_REPORT:
            return _no_report(file, language)
        case Verdict.UNKNOWN:
            return language.text(
                "{file}: it does not say which project it is of; choose its project", file=name
            )
        case Verdict.REFUSED:
            return refusal(file, language)


def _no_report(file: Collected, language: Language) -> str:
    name, understood = file.path.name, file.understood
    if understood is not None and understood.timesheet is not None:
        return language.text(
            "{file}: is a timesheet, no project's report; it is for “Timesheets & answers”, or "
            "for `import`",
            file=name,
        )
    if understood is not None and understood.answers is not None:
        return language.text(
            "{file}: has answers to requests, no project's report; it is for “Timesheets & "
            "answers”, or for `import`",
            file=name,
        )
    return language.text(
        "{file}: is about people, no project's report; it is for “People”, or for `import`",
        file=name,
    )


def refusal(file: Collected, language: Language) -> str:
    """Why a file cannot be read, as the first of its findings says it."""
    told = (finding for finding in file.findings if finding.severity == ERROR)
    first = next(told, None)
    if first is None:
        return language.text("{file}: cannot be read", file=file.path.name)
    return say(first, language)
