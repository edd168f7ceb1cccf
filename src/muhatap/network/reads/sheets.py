"""The prices and the coverage of a member as files that can be read back unchanged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import translation

from muhatap.demand.models import Basis
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import DAY
from muhatap.network.models import Coverage, CoverageStatus, RateCard
from muhatap.network.permissions import NetworkPermission
from muhatap.network.rules import sheets


def rates_file(actor: Actor, *, member_id: int) -> bytes:
    """Every price of a member as a CSV. Raises: Forbidden."""
    ask(actor, NetworkPermission.SEE_RATES if actor.at_desk else NetworkPermission.RATES)
    rows = RateCard.objects.visible_to(actor).filter(member_id=member_id).select_related("service")
    with translation.override("tr"):
        labels = {one.value: str(one.label) for one in Basis}
    return sheets.written(
        sheets.RATES,
        [
            (
                row.service_id,
                row.service.name_tr,
                row.province_id,
                labels[row.basis],
                row.unit_price,
                row.period.lower,
                _last(row.period.upper),
                None if row.minimum is None else Decimal(row.minimum) / 100,
                row.night_percent,
                row.night_price,
                row.holiday_percent,
                row.holiday_price,
            )
            for row in rows.order_by("service_id", "province_id", "basis", "period", "pk")
        ],
    )


def coverage_file(actor: Actor, *, member_id: int) -> bytes:
    """The coverage of a member that counts or is proposed as a CSV. Raises: Forbidden."""
    ask(actor, NetworkPermission.SEE)
    rows = Coverage.objects.visible_to(actor).filter(member_id=member_id).exclude(status=CoverageStatus.REFUSED)
    return sheets.written(
        sheets.COVERAGE,
        [
            (
                row.service_id,
                row.service.name_tr,
                row.district.province_id,
                row.district.name,
                row.capacity,
                row.period.lower,
                _last(row.period.upper),
            )
            for row in rows.select_related("service", "district").order_by("service_id", "district_id", "period", "pk")
        ],
    )


def _last(upper: date | None) -> date | None:
    return None if upper is None else upper - DAY
