"""Resources and their rates as Microsoft Project has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pmo_desktop.domain.plan_file import PlanResource
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.exchange.plans import codes, order
from pmo_desktop.exchange.plans.writing.parts import Parts
from pmo_desktop.exchange.plans.writing.texts import flag, money, number

RATE_TABLES = codes.back(codes.RATE_TABLES)
# What its program writes for a rate without a first day.
FIRST_DAY = date(1984, 1, 1)
AN_HOUR, A_UNIT = "2", "8"


def resource_element(resource: PlanResource, place: int, fields: Mapping[str, str]) -> str:
    """The resource at this place of the list, from 1; `fields` has the numbers of its makers'
    fields."""
    parts = Parts(fields)
    parts.put_back(resource.extras)
    is_work = resource.kind is ResourceKind.WORK
    parts.set(
        (
            ("UID", resource.uid),
            ("ID", str(place)),
            ("Name", resource.name),
            ("Type", flag(is_work)),
            ("IsNull", "0"),
            ("MaterialLabel", resource.material_unit),
            ("EmailAddress", resource.email),
            ("MaxUnits", number(resource.units)),
            ("CalendarUID", resource.calendar or "-1"),
            ("IsInactive", flag(not resource.active)),
            ("IsCostResource", flag(resource.kind is ResourceKind.COST)),
        )
    )
    first = next((r for r in resource.rates if r.table == "A" and r.from_day is None), None)
    if first is not None:
        parts.set(
            (
                ("StandardRate", number(first.standard / 100)),
                ("StandardRateFormat", AN_HOUR if is_work else A_UNIT),
                ("OvertimeRate", number(first.overtime / 100)),
                ("OvertimeRateFormat", AN_HOUR),
                ("CostPerUse", money(first.per_use)),
            )
        )
    if resource.rates:
        parts.set_elements("Rates", [f"<Rates>{''.join(_rates(resource))}</Rates>"])
    return parts.element("Resource", order.RESOURCE)


def _rates(resource: PlanResource) -> Iterator[str]:
    for rate in resource.rates:
        yield (
            f"<Rate><RatesFrom>{rate.from_day or FIRST_DAY}T00:00:00</RatesFrom>"
            "<RatesTo>2049-12-31T23:59:00</RatesTo>"
            f"<RateTable>{RATE_TABLES.get(rate.table, '0')}</RateTable>"
            f"<StandardRate>{number(rate.standard / 100)}</StandardRate>"
            f"<StandardRateFormat>{AN_HOUR}</StandardRateFormat>"
            f"<OvertimeRate>{number(rate.overtime / 100)}</OvertimeRate>"
            f"<OvertimeRateFormat>{AN_HOUR}</OvertimeRateFormat>"
            f"<CostPerUse>{rate.per_use}</CostPerUse></Rate>"
        )
