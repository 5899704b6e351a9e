"""What comes back that is about no project's records: timesheets, and answers to requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmo_desktop.exchange.requests.answers import FileOfAnswers, review_answers
from pmo_desktop.exchange.timesheets.review import TimesheetReview, review_timesheets
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.progress import Report, silent
from pmo_desktop.storage.workspace import Workspace


@dataclass(frozen=True)
class Returns:
    """The files under review, and what each would change."""

    timesheets: TimesheetReview
    answers: tuple[FileOfAnswers, ...] = ()

    @property
    def news(self) -> int:
        """How many entries and answers would be written."""
        return self.timesheets.news + sum(len(file.answers) for file in self.answers)

    @property
    def files(self) -> int:
        return len(self.timesheets.files) + len(self.answers)

    @property
    def told(self) -> int:
        """How many findings are more than a note."""
        sheets = sum(file.told for file in self.timesheets.files)
        return sheets + sum(file.told for file in self.answers)


def returns_among(found: Iterable[Understood]) -> tuple[list[Understood], list[Understood]]:
    """Timesheets, answers and files about people, and all other files."""
    returns: list[Understood] = []
    others: list[Understood] = []
    for one in found:
        is_return = any(part is not None for part in (one.timesheet, one.answers, one.pool))
        (returns if is_return else others).append(one)
    return returns, others


def review_returns(
    workspace: Workspace, found: Sequence[Understood], report: Report = silent
) -> Returns:
    """What these files would do to the database."""
    sheets = [one for one in found if one.timesheet is not None]
    answers = [one for one in found if one.answers is not None]
    return Returns(review_timesheets(workspace, sheets, report), review_answers(workspace, answers))
