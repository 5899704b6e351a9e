"""Hours beyond capacity, week by week: as the plan is, and as it would be."""

from __future__ import annotations

from pmo_desktop.charts.before_after import before_after
from pmo_desktop.charts.scene import Scene
from pmo_desktop.domain.balance import Levelled
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
        self.say(text("Hours beyond capacity"), text("grey: before, blue: after"))
        if found is None:
            self.sentence.setText("")
            self.view.show_note(text("Balance to see which weeks are relieved."))
            return
        self.sentence.setText(
            text(
                "{before} h in {weeks} weeks of people become {after} h in {left}.",
                before=language.number(found.before.over),
                weeks=found.before.person_weeks,
                after=language.number(found.after.over),
                left=found.after.person_weeks,
            )
        )
        weeks = [week.monday for week in found.before.weeks]
        before = [week.over for week in found.before.weeks]
        after = [week.over for week in found.after.weeks]
        if not any((*before, *after)):
            self.view.show_note(text("Nobody is asked for more than there is."))
            return

        def compose(width: float, height: float) -> Scene:
            return before_after(weeks, before, after, language, width, height)

        self.view.show_scene(compose)
