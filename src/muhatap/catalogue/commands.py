"""Give a dated parameter another value from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from muhatap.catalogue.events import ParameterSet
from muhatap.catalogue.permissions import CataloguePermission
from muhatap.catalogue.rules import number_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.models import Parameter

ENTERED = "entered at the desk"
WHOLE = Decimal(100)
LONGEST_REASON = 500


class UnknownParameter(Refusal):
    """There is no parameter of this name."""


class NotAhead(Refusal):
    """A new value holds from today at the earliest, and after the value before it."""


@command(CataloguePermission.SET_PARAMETERS)
def set_parameter(actor: Actor, *, key: str, value: str, valid_from: date, reason: str) -> int:
    """Let a parameter have another value from a day on; the former is closed on that day, never overwritten.

    Returns the new row's id. Raises: UnknownParameter, NotAhead, InvalidInput.
    """
    rows: list[Any] = list(Parameter.objects.visible_to(actor).select_for_update().filter(key=key))
    if not rows:
        raise UnknownParameter(_("There is no parameter “%(key)s”.") % {"key": key})
    last = max(rows, key=lambda row: row.valid_from or date.min)
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput(_("Write why: the law, the gazette or the decision."), field="reason")
    _refuse_unless_ahead(actor, last, valid_from)
    over = last.valid_until is not None and last.valid_until <= valid_from
    text = _checked(value, last, over=over)
    last.valid_until = last.valid_until if over else valid_from
    last.save(update_fields=["valid_until"])
    new = Parameter(
        key=key,
        value=text,
        unit=last.unit,
        valid_from=valid_from,
        source=reason[:LONGEST_REASON],
        certainty=ENTERED,
    )
    new.save(force_insert=True)
    announce(
        ParameterSet(parameter_id=new.pk, key=key, value=text, valid_from=valid_from, reason=reason[:LONGEST_REASON]),
        by=actor,
    )
    return int(new.pk)


def _refuse_unless_ahead(actor: Actor, last: Any, valid_from: date) -> None:
    """What was reckoned with a value stays as it was: no new value reaches into the past."""
    if valid_from < actor.today:
        raise NotAhead(
            _("A new value holds from today at the earliest; what was reckoned before stays."),
            field="valid_from",
        )
    if last.valid_from is not None and valid_from <= last.valid_from:
        raise NotAhead(
            _("The last value holds from %(day)s; choose a later day.") % {"day": last.valid_from.strftime("%d.%m.%Y")},
            field="valid_from",
        )


def _checked(value: str, last: Any, *, over: bool) -> str:
    """The new value, a number where the former is one; the same again only when that one is over. Raises: InvalidInput."""
    text = value.strip().replace(",", ".") if number_of(last.value) is not None else value.strip()
    number = number_of(text)
    if not text or (number_of(last.value) is not None and number is None):
        raise InvalidInput(_("Write a number, such as 20 or 12.5."), field="value")
    if number is not None and (number < 0 or (last.unit.strip() == "%" and number > WHOLE)):
        raise InvalidInput(_("This value cannot be right: less than nothing or more than all."), field="value")
    if text == last.value and not over:
        raise InvalidInput(_("This is the value already."), field="value")
    return text[:100]
