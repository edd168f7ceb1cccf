"""Dated parameters: the figure of law or policy that held on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from muhatap.kernel.errors import Refusal
from muhatap.kernel.models import Parameter


class ParameterMissing(Refusal):
    """No value of this parameter is known for the day."""


def parameter(key: str, on: date) -> Decimal:
    """The value of a parameter on a day. Raises: ParameterMissing."""
    row = (
        Parameter.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on), key=key)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .order_by(F("valid_from").desc(nulls_last=True))
        .first()
    )
    if row is None:
        raise ParameterMissing(
            _("No value of “%(key)s” is known for %(day)s. Enter it under Settings, Parameters.")
            % {"key": key, "day": on.strftime("%d.%m.%Y")}
        )
    return Decimal(str(row.value))
