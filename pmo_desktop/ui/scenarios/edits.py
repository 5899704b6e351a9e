"""The edits of scenarios: each has a title, and is one undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.domain.scenario_steps import LeftOut, Step
    from pmo_desktop.services.scenarios import ScenarioRow


class ScenarioEdits:
    def __init__(self, context: Context, owner: QObject) -> None:
        self._context, self._owner = context, owner

    def add(self, name: str) -> int | None:
        from pmo_desktop.services.scenarios import add_scenario

        return self._do("Add scenario “{name}”", name, add_scenario, name)

    def copy(self, scenario: ScenarioRow, name: str) -> int | None:
        from pmo_desktop.services.scenarios import copy_scenario

        return self._do("Add scenario “{name}”", name, copy_scenario, scenario.id, name)

    def rename(self, scenario: ScenarioRow, name: str) -> None:
        from pmo_desktop.services.scenarios import rename_scenario

        self._do("Rename scenario “{name}”", scenario.name, rename_scenario, scenario.id, name)

    def remove(self, scenario: ScenarioRow) -> None:
        from pmo_desktop.services.scenarios import remove_scenario

        self._do("Remove scenario “{name}”", scenario.name, remove_scenario, scenario.id)

    def add_step(self, scenario: ScenarioRow, step: Step) -> None:
        from pmo_desktop.services.scenarios import add_step

        self._do("Change scenario “{name}”", scenario.name, add_step, scenario.id, step)

    def change_step(self, scenario: ScenarioRow, step_id: int, step: Step) -> None:
        from pmo_desktop.services.scenarios import change_step

        self._do("Change scenario “{name}”", scenario.name, change_step, step_id, step)

    def remove_step(self, scenario: ScenarioRow, step_id: int) -> None:
        from pmo_desktop.services.scenarios import remove_step

        self._do("Change scenario “{name}”", scenario.name, remove_step, step_id)

    def move_step(self, scenario: ScenarioRow, step_id: int, by: int) -> None:
        from pmo_desktop.services.scenarios import move_step

        self._do("Change scenario “{name}”", scenario.name, move_step, step_id, by)

    def promote(self, scenario: ScenarioRow, then: Callable[[tuple[LeftOut, ...]], None]) -> None:
        """Beside the window: it may move every task of the portfolio."""
        from pmo_desktop.services.scenarios import promote
        from pmo_desktop.storage.changes import Title

        writer = self._context.jobs.writing
        if writer is not None:
            title = self._context.title(writer)
            self._context.warn("Wait until “{title}” is done, then try again.", title=title)
            return

        def alone(session: Any, number: int, _report: Any) -> tuple[LeftOut, ...]:
            return promote(session, number)

        self._context.edit_in_job(
            Title("Make scenario “{name}” the plan of record", {"name": scenario.name}),
            alone,
            scenario.id,
            then=lambda edited: then(edited.result),
            owner=self._owner,
        )

    def _do(self, title: str, name: str, verb: Callable[..., Any], *args: Any) -> Any:
        from pmo_desktop.storage.changes import Title

        edited = self._context.edit(Title(title, {"name": name}), verb, *args)
        return None if edited is None else edited.result
