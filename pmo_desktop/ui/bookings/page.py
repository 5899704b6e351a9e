"""Bookings: demand without tasks, and who could take what is asked of nobody yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from pmo_desktop.services.refused import Refused
from pmo_desktop.ui.bookings.columns import columns
from pmo_desktop.ui.bookings.edits import BookingEdits
from pmo_desktop.ui.bookings.matching import MatchingCard
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.services.bookings import BookingRow
    from pmo_desktop.services.load_findings import FoundRow
    from pmo_desktop.services.matching import Candidate

ALL, OPEN, SOFT, PROJECTS, OTHERS = "all", "open", "soft", "projects", "others"
SHOWN = (ALL, OPEN, SOFT, PROJECTS, OTHERS)
SHOWN_WIDTH = 150


class Booked(NamedTuple):
    """All that the page reads; `waiting` are the parts of placeholders in tasks."""

    rows: Sequence[BookingRow]
    skills: tuple[str, ...]
    projects: tuple[str, ...]
    waiting: tuple[FoundRow, ...]
    currency: str


def read(session: Any) -> Booked:
    from pmo_desktop.services.bookings import bookings
    from pmo_desktop.services.office import office
    from pmo_desktop.services.open_parts import offered, placeholders_parts

    skills, projects = offered(session)
    return Booked(
        bookings(session), skills, projects, placeholders_parts(session), office(session).currency
    )


class BookingsPage(Page):
    tables = frozenset(
        {"booking", "person", "project", "department", "skill", "person_skill", "assignment",
         "task", "absence", "person_capacity", "person_rate", "office"}
    )  # fmt: skip

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__(context)
        self._edits = BookingEdits(context)
        self._found: Booked | None = None
        self._wanted: int | None = None
        self._asked: tuple[str, int] | None = None
        self.table = RecordTable(
            context,
            "booking",
            columns((), ()),
            empty=lambda: context.language.text(
                "No bookings yet. Add one with +: a person, or a skill, for some weeks."
            ),
            edit=self._edit,
            names=names,
            record="booking",
        )
        self.shown, self.waiting = QComboBox(), QComboBox()
        self.duplicate_button = QPushButton()
        self.buttons = AddRemove(context)
        self.card, self.matching = Card(), MatchingCard()
        self._lay_out()
        self._connect()
        self.retranslate()

    # What the shell uses

    @override
    def refresh(self) -> None:
        self.context.ask(read, then=self.take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.card.say(text("Bookings"), "")
        self.buttons.say(text("Add a booking"), text("Remove the chosen bookings"))
        self.duplicate_button.setText(text("Duplicate"))
        words = {
            ALL: text("All bookings"), OPEN: text("Nobody booked yet"), SOFT: text("Soft ones"),
            PROJECTS: text("For projects"), OTHERS: text("For other work"),
        }  # fmt: skip
        _fill(self.shown, [(words[key], key) for key in SHOWN])
        self._fill_waiting()
        self._on_selected(self.table.selected())

    @override
    def reveal(self, table: str, row_id: int) -> None:
        """Show a booking, giving up whatever hides it."""
        self._wanted = row_id
        self._show_wanted()

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    # Setting up

    def _lay_out(self) -> None:
        self.shown.setFixedWidth(SHOWN_WIDTH)
        self.waiting.setMinimumWidth(SHOWN_WIDTH)
        bar = QWidget()
        bar.setLayout(
            FlowRow(self.shown, self.table.filter_edit, self.buttons, self.duplicate_button, None,
                    self.waiting)
        )  # fmt: skip
        self.card.body.addWidget(bar)
        self.card.body.addWidget(self.table, 1)
        layout = row(self.card, self.matching, spacing=12)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.shown.currentIndexChanged.connect(self._narrow)
        self.waiting.activated.connect(self._on_waiting_chosen)
        self.buttons.add_wanted.connect(self.add)
        self.buttons.remove_wanted.connect(self.remove)
        self.duplicate_button.clicked.connect(self.duplicate)
        self.table.row_selected.connect(self._on_selected)
        self.matching.chosen.connect(self._on_candidate_chosen)

    # Showing

    def take(self, found: Booked) -> None:
        before, self._found = self._found, found
        if before is None or (before.skills, before.projects) != (found.skills, found.projects):
            self.table.set_columns(columns(found.skills, found.projects))
        self.table.set_rows(found.rows)
        self._narrow()
        self._fill_waiting()
        self._show_wanted()
        if before is None and self.table.selected() is None:
            self._select_waiting()
        self._on_selected(self.table.selected())
        text = self.context.language.text
        nobody = sum(one.open for one in found.rows)
        counts = [text("{n} bookings", n=len(found.rows))]
        if nobody:
            counts.append(text("{n} without anybody", n=nobody))
        self.set_subtitle(" · ".join(counts))

    def _select_waiting(self) -> None:
        """At first the next booking that nobody fills, so that it stands there who could."""
        found = self._found.rows if self._found is not None else ()
        first = next((booking for booking in found if booking.open), None)
        if first is not None:
            self.table.select(first.id)

    def _fill_waiting(self) -> None:
        """The parts of placeholders in tasks, which somebody can take too."""
        found = self._found.waiting if self._found is not None else ()
        text = self.context.language.text
        head = text("{n} tasks wait for somebody", n=len(found))
        _fill(self.waiting, [(head, None), *((one.label, one.id) for one in found)])
        self.waiting.setVisible(bool(found))

    def _narrow(self) -> None:
        self.table.set_filter(self._passes)

    def _passes(self, booking: BookingRow) -> bool:
        shown = self.shown.currentData()
        return {
            OPEN: booking.open,
            SOFT: not booking.firm,
            PROJECTS: booking.project_id is not None,
            OTHERS: booking.project_id is None,
        }.get(shown, True)

    def _show_wanted(self) -> None:
        if self._wanted is None or self._found is None:
            return
        if all(booking.id != self._wanted for booking in self._found.rows):
            return  # perhaps its row is still being read
        wanted, self._wanted = self._wanted, None
        if not self.table.select(wanted):
            self.shown.setCurrentIndex(SHOWN.index(ALL))
            self._narrow()
            self.table.select(wanted)

    def _on_selected(self, booking: BookingRow | None) -> None:
        self.buttons.enable_remove(booking is not None)
        self.duplicate_button.setEnabled(booking is not None)
        text = self.context.language.text
        if booking is None:
            self._asked = None
            sentence = text("Choose a booking to see who could take it.")
            self.matching.show_nothing(sentence, self.context.language)
        else:
            self._ask_candidates("booking", booking.id, booking.name or booking.wanted)

    def _on_waiting_chosen(self) -> None:
        number = self.waiting.currentData()
        if number is not None:
            self._ask_candidates("assignment", number, self.waiting.currentText())

    def _ask_candidates(self, table: str, row_id: int, name: str) -> None:
        from pmo_desktop.services.matching import candidates

        self._asked = asked = (table, row_id)

        def show(found: tuple[Candidate, ...]) -> None:
            if self._asked == asked and self._found is not None:
                language, currency = self.context.language, self._found.currency
                self.matching.show_candidates(name, found, language, currency)

        self.context.ask(candidates, table, row_id, then=show, owner=self)

    # Editing

    def add(self) -> None:
        """A booking for operations from the next Monday on, to be changed in place."""
        added = self._edits.add({"name": self.context.language.text("New booking")})
        self._edit_name(added)

    def duplicate(self) -> None:
        booking = self.table.selected()
        if booking is not None:
            self._edit_name(self._edits.duplicate(booking))

    def _edit_name(self, booking_id: int | None) -> None:
        if booking_id is not None:
            self._wanted = booking_id
            # Behind the page's own reading of the new rows, in the same lane.
            self.context.jobs.ask(
                lambda: None, lambda _: self.table.begin_edit(booking_id, "name"), owner=self
            )

    def remove(self) -> None:
        indexes = self.table.view.selectionModel().selectedRows()
        ids = [self.table.model.shown[index.row()].id for index in indexes]
        if ids:
            self._edits.remove(ids)

    def _on_candidate_chosen(self, one: Candidate) -> None:
        if self._asked is not None:
            self._edits.assign(*self._asked, one.person_id, one.name)

    def _edit(self, booking: BookingRow, column: Column, value: Any) -> bool:
        try:
            given = _value(column.key, value)
        except Refused as error:
            self.context.show_error(error)
            return False
        return self._edits.change(booking, {column.key: given})


def _value(key: str, value: Any) -> Any:
    """What was typed, as the verbs take it. Raises `Refused`."""
    from pmo_desktop.ui.coordination.columns import read_units

    if key == "units":
        return read_units(value)
    if key == "hours":
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            raise Refused("“{text}” is no number of hours.", text=text) from None
    return value


def _fill(box: QComboBox, items: Sequence[tuple[str, Any]]) -> None:
    """Offer other items; what was chosen stays where it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, value in items:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)
