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
        # Before anything was balanced no project has a finish after it.
        stands = found is not None and found.finish is None
        hint = text("as the plan stands") if stands else text("grey: before, blue: after")
        self.say(text("Hours that clash"), hint)
        if found is None:
            self.sentence.setText("")
            self.view.show_note(text("Balance to see which weeks are relieved."))
            return
        self.sentence.setText(self._of_now(found) if stands else self._of_both(found))
        weeks = [week.monday for week in found.before.weeks]
        before = [week.clash for week in found.before.weeks]
        after = [0.0] * len(weeks) if stands else [week.clash for week in found.after.weeks]
        if not any((*before, *after)):
            self.view.show_note(text("Nobody is asked for more than there is."))
            return

        def compose(width: float, height: float) -> Scene:
            return before_after(weeks, before, after, language, width, height)

        self.view.show_scene(compose)

    def _of_now(self, found: Levelled) -> str:
        text, number = self._context.language.text, self._context.language.number
        return text(
            "{clash} h at the same time as other work; by the week, in the next {ahead} weeks,"
            " {over} h of overload.",
            clash=number(found.before.clash),
            ahead=WEEKS_AHEAD,
            over=number(found.before.over),
        )

    def _of_both(self, found: Levelled) -> str:
        text, number = self._context.language.text, self._context.language.number
        clash = text(
            "{clash} h at the same time as other work become {clash_left} h.",
            clash=number(found.before.clash),
            clash_left=number(found.after.clash),
        )
        over = text(
            "By the week, in the next {ahead} weeks, {before} h of overload become {after} h.",
            ahead=WEEKS_AHEAD,
            before=number(found.before.over),
            after=number(found.after.over),
        )
        return f"{clash} {over}"
