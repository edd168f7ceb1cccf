"""What a customer was promised, line by line, and at which price: in tables of their own."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from muhatap.catalogue.models import DeliveryMode, Service
from muhatap.contracts.models.contracts import CustomerContract
from muhatap.demand.models import Basis
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.kernel.money import QuantityField, UnitPriceField
from muhatap.parties.models import Location, Party

# Checked when the transaction ends, so that a price can be cut in two (no hole, no day beyond the promise).
_NO_HOLE = """
promise := {promise};
IF EXISTS (
  SELECT 1 FROM contracts_promise p WHERE p.id = promise AND datemultirange(p.period) IS DISTINCT FROM
    (SELECT range_agg(c.period) FROM contracts_promiseprice c WHERE c.promise_id = p.id)
) THEN
  RAISE EXCEPTION 'promise % has days without a price, or a price outside its days', promise
    USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


def _no_hole(operation: pgtrigger.Operation, promise: str) -> pgtrigger.Trigger:
    """Every day of a promise has exactly one price."""
    return pgtrigger.Trigger(
        name="promise_without_hole",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=operation,
        declare=[("promise", "bigint")],
        func=_NO_HOLE.format(promise=promise),
    )


@tracked
class Promise(Row):
    """One line owed to a customer: what, where, how much, when, how well; no price in it."""

    wall = wall.scoped(
        customer=wall.where(
            "customer_id = {party} AND contract_id IN (SELECT c.agreement_id FROM contracts_customercontract c)",
            lambda actor: Q(customer_id=actor.party_id, contract__agreement__shown=True),
        )
    )

    contract = models.ForeignKey(CustomerContract, on_delete=models.PROTECT, related_name="promises")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="promises")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    basis = models.CharField(max_length=15, choices=Basis.choices)
    # RFC 5545 recurrence rule; blank: delivered continuously or on call.
    pattern = models.CharField(max_length=200, blank=True)
    window_from = models.TimeField(null=True)
    window_until = models.TimeField(null=True)
    standard = models.CharField(max_length=500, blank=True)
    period = DateRangeField()
    delivery_mode = models.CharField(max_length=10, choices=DeliveryMode.choices, default=DeliveryMode.RESALE)
    # Clocks in minutes: first answer, somebody on site, repaired; none: not promised.
    response_minutes = models.IntegerField(null=True)
    attend_minutes = models.IntegerField(null=True)
    fix_minutes = models.IntegerField(null=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    position = models.IntegerField()

    class Meta:
        triggers = [_no_hole(pgtrigger.Insert | pgtrigger.UpdateOf("period"), "NEW.id")]
        indexes = [
            models.Index(fields=["customer", "contract"], name="promise_customer"),
            models.Index(fields=["contract", "position"], name="promise_contract"),
            models.Index(fields=["location"], name="promise_location"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "position"],
                name="promise_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="promise_quantity_positive"),
        ]


@tracked
class PromisePrice(Row):
    """What the customer pays for one unit of a promise in a period: never two prices on a day, never none."""

    wall = wall.scoped(
        customer=wall.where(
            "customer_id = {party} AND promise_id IN (SELECT p.id FROM contracts_promise p)",
            lambda actor: Q(customer_id=actor.party_id, promise__contract__agreement__shown=True),
        )
    )

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="prices")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    unit_price = UnitPriceField()
    period = DateRangeField()

    class Meta:
        triggers = [
            _no_hole(
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "COALESCE(NEW.promise_id, OLD.promise_id)",
            )
        ]
        indexes = [models.Index(fields=["customer", "promise"], name="promise_price_customer")]
        constraints = [
            ExclusionConstraint(
                name="promise_one_price_a_day",
                expressions=[("promise", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="promise_price_not_negative"),
        ]
