"""The terms of a project agreement beside those of the customer's contract, in words, with what they may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.backing import sets
from muhatap.backing.models import DAILY, GapKind, ProjectAgreement
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.reads.gaps import assumed
from muhatap.backing.rules import CustomerTerms, MemberTerms, TermGap
from muhatap.contracts.models import Index
from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money

Side = CustomerTerms | MemberTerms


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term on both sides; where they lie apart: why that matters, and what it may cost."""

    kind: str
    kind_name: str
    ours: str
    theirs: str
    apart: bool
    said: str
    amount: Money | None


def _notice(side: Side, currency: str) -> str:
    return _("%(days)d days") % {"days": side.notice_days}


def _payment(side: Side, currency: str) -> str:
    return _("%(days)d days") % {"days": side.payment_days}


def _penalty(side: Side, currency: str) -> str:
    if side.penalty_cap_percent is None:
        return _("none agreed")
    return _("at most %(percent)s of a month") % {"percent": formats.percent(side.penalty_cap_percent, get_language())}


def _liability(side: Side, currency: str) -> str:
    if side.liability_cap is None:
        return _("without limit")
    return _("at most %(amount)s") % {"amount": formats.money(side.liability_cap, currency, get_language())}


def _index(side: Side, currency: str) -> str:
    words = str(Index(side.price_index).label)
    return f"{words}, {MONTHS[side.revision_month]}" if side.revision_month is not None else words


# What each kind is read from; standards are compared line by line.
_WORDS: dict[str, Callable[[Side, str], str]] = {
    GapKind.NOTICE: _notice,
    GapKind.PAYMENT: _payment,
    GapKind.PENALTY: _penalty,
    GapKind.LIABILITY: _liability,
    GapKind.INDEXATION: _index,
}


def why_apart(actor: Actor, kind: str, facts: dict[str, int | str]) -> str:
    """Why terms that lie apart matter, from the numbers of a gap."""
    values = {name: facts.get(name, "") for name in ("lines", "bound", "bare", "lead", "weaker", "days", "months")}
    if kind == GapKind.NOTICE:
        bound = _("the member is owed %(bound)s days longer than the customer stays bound") if facts["bound"] else ""
        bare = _("it may leave %(bare)s days before it can be replaced (%(lead)s days)") if facts["bare"] else ""
        return "; ".join(part % values for part in (bound, bare) if part)
    if kind == GapKind.INDEXATION and not facts["months"]:
        return _("prices follow different figures")
    return {
        GapKind.STANDARD: _("%(weaker)s of %(lines)s lines are slower than promised"),
        GapKind.PENALTY: _("what the customer may charge for a month is not passed on in full"),
        GapKind.LIABILITY: _("we answer for more than the member does"),
        GapKind.PAYMENT: _("the member is paid %(days)s days before the customer pays"),
        GapKind.INDEXATION: _("the member's price rises %(months)s months before the customer's"),
    }[GapKind(kind)] % values


def compared(actor: Actor, *, agreement_id: int) -> list[TermRow]:
    """Both sides' terms of a project agreement, also of a draft: what lies apart costs before anybody signs.

    Raises: ProjectAgreement.DoesNotExist.
    """
    ask(actor, BackingPermission.SEE)
    bond = ProjectAgreement.objects.visible_to(actor).select_related("agreement").get(pk=agreement_id)
    currency = bond.agreement.currency
    (found,) = sets.bonds([agreement_id], today=actor.today)
    apart = {gap.kind: gap for gap in found.gaps(assumed(actor))}
    rows, names = [], _names()
    for kind in GapKind:
        if kind in DAILY:
            continue
        said, gap = _WORDS.get(kind), apart.get(kind)
        if said is None:
            ours, theirs = _("clocks of each line"), _lines_words(gap)
        else:
            ours, theirs = said(found.ours, currency), said(found.theirs, currency)
        rows.append(
            TermRow(
                kind=kind.value,
                kind_name=names[kind],
                ours=ours,
                theirs=theirs,
                apart=gap is not None,
                said=why_apart(actor, kind, gap.facts) if gap is not None else "",
                amount=Money(gap.amount, currency) if gap is not None else None,
            )
        )
    return rows


def _lines_words(gap: TermGap | None) -> str:
    if gap is None:
        return _("as promised")
    return _("%(weaker)s of %(lines)s slower") % {"weaker": gap.facts["weaker"], "lines": gap.facts["lines"]}


def _names() -> dict[GapKind, str]:
    return {
        GapKind.NOTICE: _("Notice"),
        GapKind.STANDARD: _("Response times"),
        GapKind.PENALTY: _("Penalties"),
        GapKind.LIABILITY: _("Limit of liability"),
        GapKind.PAYMENT: _("Payment"),
        GapKind.INDEXATION: _("Price revision"),
    }
