"""What the customer needs: where, what, how much, when and how well."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import Service
from muhatap.demand.models.requests import Request
from muhatap.demand.models.visits import Visit
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.kernel.money import QuantityField, UnitPriceField
from muhatap.parties.models import Location, Party


class Basis(models.TextChoices):
    """What a unit price is for."""

    PER_PERIOD = "per_period", _("fixed per month")
    PER_VISIT = "per_visit", _("per visit")
    PER_UNIT = "per_unit", _("per unit")
    PER_HEAD = "per_head", _("per head and month")
    TIME_MATERIAL = "time_material", _("time and material")


@tracked
class Need(Row):
    """One line of need: a service at a location, its quantity, pattern, standard and wish date."""

    wall = wall.scoped(customer=wall.by("customer"))

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="needs")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="needs")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    basis = models.CharField(max_length=15, choices=Basis.choices)
    # RFC 5545 recurrence rule; blank: delivered continuously or on call.
    pattern = models.CharField(max_length=200, blank=True)
    window_from = models.TimeField(null=True)
    window_until = models.TimeField(null=True)
    standard = models.CharField(max_length=500, blank=True)
    wish_date = models.DateField(null=True)
    present_supplier = models.CharField(max_length=200, blank=True)
    present_price = UnitPriceField(null=True)
    present_until = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="need_quantity_positive")]
