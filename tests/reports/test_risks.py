"""The matrix of the risks: those listed by their numbers, the others counted."""

from __future__ import annotations

from pmo_desktop.charts.matrix import MatrixRisk
from pmo_desktop.reports.data import gravity
from pmo_desktop.reports.pages.risks import matrix_risks
from tests.reports.office_sample import PROJECTS, RISKS, risk


def test_listed_risks_have_their_numbers_and_the_others_of_a_cell_are_counted() -> None:
    rows = [
        risk(1, PROJECTS[0], "a", 5, 5, 10),
        risk(2, PROJECTS[0], "not rated", None, 3, 10),
        risk(3, PROJECTS[0], "b", 4, 4, 10),
        risk(4, PROJECTS[0], "c", 4, 4, 10),
        risk(5, PROJECTS[0], "d", 4, 4, 10),
        risk(6, PROJECTS[0], "e", 1, 2, 10),
    ]
    assert matrix_risks(rows, 3) == [
        MatrixRisk("1", 5, 5),
        MatrixRisk("3", 4, 4),
        MatrixRisk("+2", 4, 4),
        MatrixRisk("+1", 1, 2),
    ]


def test_the_gravest_risk_comes_first_then_the_most_exposed() -> None:
    ordered = sorted(RISKS[:6], key=gravity)
    assert [r.code for r in ordered] == ["R3", "R1", "R2", "R4", "R5", "R6"]
