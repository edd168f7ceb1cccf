"""Prices members ask: stated and ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from muhatap.demand.models import Basis
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.network.events import RateStated
from muhatap.network.models import Member, RateCard
from muhatap.network.permissions import NetworkPermission


class RateStandsAlready(Refusal):
    """A later price of the same kind is stated already."""


def _end_before(same: models.QuerySet[RateCard], day: date) -> None:
    """End the price that held until now; raises RateStandsAlready where one begins on the day or later."""
    for earlier in same.select_for_update().filter(period__overlap=Period(day).range()):
        if earlier.period.lower >= day:
            raise RateStandsAlready(
                _("A price of this kind is stated from %(day)s on. Choose a later day.")
                % {"day": earlier.period.lower.strftime("%d.%m.%Y")},
                field="valid_from",
            )
        earlier.period = Period(earlier.period.lower, day).range()
        earlier.save(update_fields=["period"])


@command(NetworkPermission.OFFER)
def state_rate(
    actor: Actor,
    *,
    member_id: int,
    service_id: str,
    basis: str,
    unit_price: Decimal,
    valid_from: date,
    province_id: str | None = None,
) -> RateCard:
    """State what a member asks for a service from a day on (major units), in one province or everywhere.

    The price before it ends there. Raises: InvalidInput, RateStandsAlready.
    """
    member = Member.objects.visible_to(actor).get(pk=member_id)
    if unit_price <= 0:
        raise InvalidInput(_("The price is more than zero."), field="unit_price")
    same = RateCard.objects.visible_to(actor).filter(
        member_id=member.pk, service_id=service_id, province_id=province_id, basis=Basis(basis)
    )
    _end_before(same, valid_from)
    rate = RateCard(
        member_id=member.pk,
        service_id=service_id,
        province_id=province_id,
        basis=Basis(basis),
        unit_price=unit_price,
        period=Period(valid_from).range(),
        stated_at=actor.now,
    )
    rate.save(force_insert=True)
    announce(RateStated(rate_card_id=rate.pk, member_id=member.pk), by=actor)
    return rate
