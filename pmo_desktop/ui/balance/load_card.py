"""Hours that clash, week by week: as the plan is, and as it would be."""

from __future__ import annotations

from pmo_desktop.charts.before_after import before_after
from pmo_desktop.charts.scene import Scene
from pmo_desktop.domain.balance import Levelled
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.scene_view import SceneView

HEIGHT = 120


class OverCard(Card):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: Levelled | None = None
        self.sentence = label(look="quiet", wrap=True)
        self.view = SceneView(context)
        self.view.setMinimumHeight(HEIGHT)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.view, 1)
        self.retranslate()

    def show_found(self, found: Levelled | None) -> None:
        self._found = found
        self.retranslate()

    def retranslate(self) -> None:
        language, found = self._context.language, self._found
        text = language.text
        self.say(text("Hours that clash"), text("grey: before, blue: after"))
        if found is None:
            self.sentence.setText("")
            self.view.show_note(text("Balance to see which weeks are relieved."))
            return
        clash = text(
            "{clash} h at the same time as other work become {clash_left} h.",
            clash=language.number(found.before.clash),
            clash_left=language.number(found.after.clash),
        )
        over = text(
            "By the week, in the next {ahead} weeks, {before} h of overload become {after} h.",
            ahead=WEEKS_AHEAD,
            before=language.number(found.before.over),
            after=language.number(found.after.over),
        )
        self.sentence.setText(f"{clash} {over}")
        weeks = [week.monday for week in found.before.weeks]
        before = [week.clash for week in found.before.weeks]
        after = [week.clash for week in found.after.weeks]
        if not any((*before, *after)):
            self.view.show_note(text("Nobody is asked for more than there is."))
            return

        def compose(width: float, height: float) -> Scene:
            return before_after(weeks, before, after, language, width, height)

        self.view.show_scene(compose)
