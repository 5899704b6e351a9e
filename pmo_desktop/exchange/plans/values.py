"""One text of a plan file as a value: moments, durations, amounts; and back.

Texts come by the hundred thousand and are mostly the same few, so what was read is remembered for
as long as one file is read. What cannot be read or held is `None`; a reader may ask which it was.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

FIRST_YEAR, LAST_YEAR = 1970, 2149
# A hundred years; a plan whose task takes longer was mistyped.
LONGEST_MINUTES = 36_525 * 1440
DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
ZERO = Decimal(0)
YES = frozenset({"1", "true", "yes", "-1"})


class Values:
    """`odd` collects, by what they are, the texts that were there and could not be taken."""

    def __init__(self) -> None:
        self._moments: dict[str, datetime | None] = {}
        self._minutes: dict[str, int | None] = {}
        self.odd: dict[str, list[str]] = {}

    def moment(self, text: str | None) -> datetime | None:
        if not text:
            return None
        try:
            return self._moments[text]
        except KeyError:
            found = self._moments[text] = self._moment(text.strip())
            return found

    def day(self, text: str | None) -> date | None:
        found = self.moment(text)
        return found.date() if found else None

    def minutes(self, text: str | None) -> int | None:
        """`PT8H0M0S` -> 480; seconds are rounded."""
        if not text:
            return None
        try:
            return self._minutes[text]
        except KeyError:
            found = self._minutes[text] = self._read_minutes(text.strip())
            return found

    def length(self, text: str | None) -> int | None:
        """As `minutes`; nothing takes less than no time."""
        found = self.minutes(text)
        if found is None or found >= 0:
            return found
        self.odd.setdefault("duration", []).append(text or "")
        return None

    def tenths(self, text: str | None) -> int:
        """Tenths of minutes as minutes."""
        return round(self.number(text) / 10)

    def lag(self, text: str | None) -> Decimal:
        """A lag as it is written, in tenths of minutes or in percent; one that no plan waits for is
        left out."""
        found = self.number(text)
        if abs(found) <= LONGEST_MINUTES * 10:
            return found
        return self._strange("long_duration", text or "", Decimal(0))

    def money(self, text: str | None) -> int | None:
        """Hundredths of the currency, which are its minor units."""
        if text == "0":
            return 0
        return round(self.number(text)) if text and text.strip() else None

    def number(self, text: str | None) -> Decimal:
        if not text or text == "0" or not text.strip():
            return ZERO
        try:
            found = Decimal(text.strip().replace(",", "."))
        except InvalidOperation:
            return self._strange("number", text, Decimal(0))
        # Infinity and what no column holds is no number either.
        if not found.is_finite() or abs(found) >= 10**15:
            return self._strange("number", text, Decimal(0))
        return found

    def _strange(self, kind: str, text: str, instead: Decimal) -> Decimal:
        self.odd.setdefault(kind, []).append(text)
        return instead

    def _moment(self, text: str) -> datetime | None:
        if text in ("NA", "N/A"):
            return None
        try:
            found = datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
        except ValueError:
            self.odd.setdefault("date", []).append(text)
            return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.odd.setdefault("far_date", []).append(text)
            return None
        # Ends of days are written as 23:59 and 23:59:59 by some.
        return found.replace(second=0) if found.second < 30 else _next_minute(found)

    def _read_minutes(self, text: str) -> int | None:
        found = DURATION.fullmatch(text)
        if found is None or text in ("P", "-P"):
            self.odd.setdefault("duration", []).append(text)
            return None
        sign, *parts = found.groups()
        years, months, weeks, days, hours, minutes, seconds = (float(part or 0) for part in parts)
        whole = ((years * 365 + months * 30 + weeks * 7 + days) * 24 + hours) * 60 + minutes
        total = round(whole + seconds / 60)
        if total > LONGEST_MINUTES:
            self.odd.setdefault("long_duration", []).append(text)
            return None
        return -total if sign else total


def _next_minute(moment: datetime) -> datetime:
    return moment.replace(second=0) + timedelta(minutes=1)


def is_yes(text: str | None) -> bool:
    if text == "0" or not text:
        return False
    return text == "1" or text.strip().lower() in YES


def clock(text: str | None) -> int | None:
    """`08:00:00` -> 480 minutes from midnight; None where it is no time of day."""
    if not text or not text.strip():
        return None
    plain = text.strip().partition("T")[2] or text.strip()
    try:
        found = time.fromisoformat(plain)
    except ValueError:
        return None
    return found.hour * 60 + found.minute


def moment_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S") if moment.year >= 1000 else moment.isoformat()


def duration_text(minutes: int) -> str:
    """480 -> `PT8H0M0S`."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}PT{hours}H{rest}M0S"
