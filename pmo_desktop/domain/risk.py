"""Risks and issues: states, responses, the probability-impact matrix, exposure.

Probability and impact are levels 1..5. The matrix rates a pair by its product (PMBOK's
probability-impact matrix): 1..4 low, 5..11 medium, 12..25 high. Exposure is the expected monetary
value: the probability that a level stands for times the cost if the risk happens.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

LEVELS = (1, 2, 3, 4, 5)
LEVEL_PROBABILITY = {1: Decimal("0.1"), 2: Decimal("0.3"), 3: Decimal("0.5"),
                     4: Decimal("0.7"), 5: Decimal("0.9")}  # fmt: skip
MEDIUM_FROM = 5
HIGH_FROM = 12


class RiskState(StrEnum):
    OPEN = "open"
    HAPPENED = "happened"
    CLOSED = "closed"


class IssueState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class DecisionState(StrEnum):
    WANTED = "wanted"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Response(StrEnum):
    AVOID = "avoid"
    TRANSFER = "transfer"
    MITIGATE = "mitigate"
    ACCEPT = "accept"


class Rating(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def rating(probability: int, impact: int) -> Rating:
    """The matrix's verdict on a pair of levels 1..5."""
    score = probability * impact
    if score >= HIGH_FROM:
        return Rating.HIGH
    return Rating.MEDIUM if score >= MEDIUM_FROM else Rating.LOW


def exposure(probability: int | None, cost: Decimal | None) -> Decimal:
    """Expected monetary value in the cost's currency; 0 where either is unknown."""
    if probability is None or cost is None:
        return Decimal(0)
    return LEVEL_PROBABILITY[probability] * cost
