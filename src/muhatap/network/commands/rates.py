"""Prices members ask: stated and ended."""

from __future__ import annotations

import dataclasses
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
from muhatap.network import rules
from muhatap.network.events import RateEnded, RateStated
from muhatap.network.models import Member, RateCard
from muhatap.network.permissions import NetworkPermission


class RateStandsAlready(Refusal):
    """A later price of the same kind is stated already."""


def end_before(same: models.QuerySet[RateCard], period: Period) -> None:
    """End the price that held until now; raises RateStandsAlready where one begins inside the days."""
    for earlier in same.select_for_update().filter(period__overlap=period.range()):
        if earlier.period.lower >= period.start:
            raise RateStandsAlready(
                _("A price of this kind is stated from %(day)s on. Choose a later day.")
                % {"day": earlier.period.lower.strftime("%d.%m.%Y")},
                field="valid_from",
            )
        earlier.period = Period(earlier.period.lower, period.start).range()
        earlier.save(update_fields=["period"])


def _refuse_careless(unit_price: Decimal, valid_from: date, valid_until: date | None, terms: rules.Terms) -> None:
    if unit_price <= 0:
        raise InvalidInput(_("The price is more than zero."), field="unit_price")
    if valid_until is not None and valid_until <= valid_from:
        raise InvalidInput(_("The last day lies before the first one."), field="valid_until")
    if (wrong := rules.wrong_term(terms)) is not None:
        raise InvalidInput(
            _("Write amounts and percents above zero, and for night and holiday either a percent or a price."),
            field=wrong,
        )


@command(NetworkPermission.OFFER)
def state_rate(
    actor: Actor,
    *,
    member_id: int,
    service_id: str,
    basis: str,
    unit_price: Decimal,
    valid_from: date,
    valid_until: date | None = None,
    province_id: str | None = None,
    terms: rules.Terms = rules.NO_TERMS,
) -> RateCard:
    """State what a member asks for a service from a day on (major units), in one province or everywhere.

    `valid_until` is the first day it no longer holds. The price before it ends where it begins. Raises: InvalidInput,
    RateStandsAlready.
    """
    member = Member.objects.visible_to(actor).get(pk=member_id)
    _refuse_careless(unit_price, valid_from, valid_until, terms)
    period = Period(valid_from, valid_until)
    same = RateCard.objects.visible_to(actor).filter(
        member_id=member.pk, service_id=service_id, province_id=province_id, basis=Basis(basis)
    )
    end_before(same, period)
    rate = RateCard(
        member_id=member.pk,
        service_id=service_id,
        province_id=province_id,
        basis=Basis(basis),
        unit_price=unit_price,
        period=period.range(),
        stated_at=actor.now,
        **dataclasses.asdict(terms),
    )
    rate.save(force_insert=True)
    announce(RateStated(rate_card_id=rate.pk, member_id=member.pk), by=actor)
    return rate


@command(NetworkPermission.OFFER)
def end_rate(actor: Actor, *, rate_card_id: int, until: date) -> RateCard:
    """Let a price hold until a day (not included). Raises: InvalidInput."""
    rate: RateCard = RateCard.objects.visible_to(actor).select_for_update().get(pk=rate_card_id)
    period = Period.of(rate.period)
    if until < actor.today:
        raise InvalidInput(_("Choose today or a later day."), field="until")
    if until not in period or until == period.start:
        raise InvalidInput(_("Choose a day after the first and before the last day of the price."), field="until")
    rate.period = Period(period.start, until).range()
    rate.save(update_fields=["period"])
    announce(RateEnded(rate_card_id=rate.pk, member_id=rate.member_id, until=until), by=actor)
    return rate
