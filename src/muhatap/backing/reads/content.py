"""What a project agreement says, as its snapshot freezes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.backing.models import Backing, BackingRole, BackingStatus, ProjectAgreement
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.reads.agreements import BackingRow, ProjectAgreementView, project_agreement
from muhatap.demand.reads import vat_rates
from muhatap.demand.rules.patterns import pattern_words
from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask


def content(actor: Actor, *, agreement_id: int) -> dict[str, Any]:
    """What is frozen of a project agreement, in its language: terms, lines with the member's prices, clause values."""
    ask(actor, BackingPermission.SEE)
    language = ProjectAgreement.objects.values_list("agreement__language", flat=True).get(pk=agreement_id)
    with translation.override(language):
        view = project_agreement(actor, agreement_id=agreement_id)
        lines = [line for line in view.lines if line.status != BackingStatus.CANCELLED]
        keys = dict(Backing.objects.filter(project_agreement_id=agreement_id).values_list("pk", "service_id"))
        rates = vat_rates(actor, service_keys=set(keys.values()))
        return {
            "terms": _terms(view),
            "lines": [_frozen_line(line, rates[keys[line.backing_id]]) for line in lines],
            "values": _values(view),
            "data": {"backings": [_compared(line) for line in lines]},
        }


def _terms(view: ProjectAgreementView) -> list[dict[str, str]]:
    terms = view.terms
    advance = [{"name": _("Advance"), "kind": "percent", "value": _plain(terms.advance_percent)}]
    return [
        {"name": _("Project"), "kind": "text", "value": f"{view.project_code} {view.project_name}"},
        {"name": _("Settlement"), "kind": "text", "value": view.settlement_cycle},
        {"name": _("Payment"), "kind": "text", "value": _("%(days)d days") % {"days": terms.payment_days}},
        {"name": _("Retention"), "kind": "percent", "value": _plain(terms.retention_percent)},
        *(advance if terms.advance_percent else []),
        {"name": _("Notice"), "kind": "text", "value": _("%(days)d days") % {"days": terms.notice_days}},
        *({"name": name, "kind": "text", "value": value} for name, value in view.exposure),
    ]


def _values(view: ProjectAgreementView) -> dict[str, str]:
    last = view.period.last_day
    return {
        "payment_days": str(view.terms.payment_days),
        "notice_days": str(view.terms.notice_days),
        "retention_percent": _plain(view.terms.retention_percent),
        "settlement_cycle": view.settlement_cycle,
        "since": _day(view.period.start),
        "until": _day(last) if last is not None else _("without end"),
    }


def _frozen_line(line: BackingRow, vat_rate: Decimal) -> dict[str, Any]:
    said = [pattern_words(line.pattern) if line.pattern else "", line.standard, *_clock_words(line)]
    if line.monthly_limit is not None:
        limit = formats.money(line.monthly_limit.minor, line.monthly_limit.currency, get_language())
        said.append(_("not more than %(amount)s a month") % {"amount": limit})
    if line.role == BackingRole.BACKUP:
        said.append(line.role_name)
    return {
        "location": line.location,
        "service": line.service,
        "quantity": str(line.quantity),
        "unit": line.unit,
        "pattern": ", ".join(part for part in said if part),
        "unit_price": str(line.unit_price or Decimal(0)),
        "amount": line.monthly.minor if line.monthly is not None else 0,
        "vat_rate": str(vat_rate),
        "basis": line.basis_name,
    }


def _clock_words(line: BackingRow) -> list[str]:
    """The clocks the member promises."""
    clocks = (
        (_("answers within %(minutes)d min"), line.response_minutes),
        (_("on site within %(minutes)d min"), line.attend_minutes),
        (_("repaired within %(minutes)d min"), line.fix_minutes),
    )
    return [words % {"minutes": minutes} for words, minutes in clocks if minutes is not None]


def _compared(line: BackingRow) -> dict[str, Any]:
    """What is compared with the live line later."""
    return {
        "id": line.backing_id,
        "promise": line.promise_id,
        "quantity": str(line.quantity),
        "since": line.period.start.isoformat(),
        "until": line.period.end.isoformat() if line.period.end is not None else None,
        "unit_price": str(line.unit_price or Decimal(0)),
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _day(value: date) -> str:
    return value.strftime("%d.%m.%Y")
