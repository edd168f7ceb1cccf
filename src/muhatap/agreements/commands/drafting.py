"""Begin an agreement and choose its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements.events import AgreementDrafted, AgreementWithdrawn
from muhatap.agreements.models import (
    AGREEMENT_LIFECYCLE,
    Agreement,
    AgreementClause,
    Clause,
    Kind,
    SignatureSlot,
    SlotStatus,
    Status,
    VersionStatus,
)
from muhatap.agreements.permissions import AgreementPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.kernel.periods import Period
from muhatap.parties.models import Party

SERIES = {Kind.CUSTOMER: "MS", Kind.MEMBERSHIP: "UY", Kind.PROJECT: "PS"}


class AgreementNotDraft(Refusal):
    """Only a draft can be changed."""


class ClauseMissing(Refusal):
    """A required clause is not in the agreement."""


class ClauseUnknown(Refusal):
    """The library has no such clause for this kind."""


@command(AgreementPermission.DRAFT)
def draft_agreement(
    actor: Actor,
    *,
    kind: str,
    party_id: int,
    title: str,
    period: Period,
    currency: str = "TRY",
    clauses: Sequence[str] | None = None,
    language: str = "tr",
    renews_months: int | None = None,
) -> Agreement:
    """Begin an agreement with a party; clauses by key from the library (none named: all of its kind).

    Raises: InvalidInput, ClauseUnknown.
    """
    wanted = Kind(kind)
    _check_terms(title, period)
    party = Party.objects.visible_to(actor).get(pk=party_id)
    agreement = Agreement(
        kind=wanted,
        number=next_number(SERIES[wanted], actor.today.year),
        party=party,
        title=title.strip(),
        period=period.range(),
        currency=currency,
        language=language,
        renews_months=renews_months,
        created_at=actor.now,
    )
    agreement.save(force_insert=True)
    _take(agreement, _library(wanted, clauses))
    announce(AgreementDrafted(agreement_id=agreement.pk, kind=wanted.value, party_id=party.pk), by=actor)
    return agreement


def _check_terms(title: str, period: Period) -> None:
    if not title.strip():
        raise InvalidInput(_("Give the agreement a title."), field="title")
    if period.empty:
        raise InvalidInput(_("The agreement must last at least one day. Choose a later last day."), field="until")


def _library(kind: Kind, keys: Sequence[str] | None) -> list[Clause]:
    """The newest version of each clause of a kind, in order. Raises: ClauseUnknown."""
    newest = {clause.key: clause for clause in Clause.objects.filter(kinds__contains=[kind.value]).order_by("version")}
    if keys is not None:
        for key in keys:
            if key not in newest:
                raise ClauseUnknown(
                    _("The library has no clause “%(key)s” for this kind of agreement.") % {"key": key},
                    field="clauses",
                )
        newest = {key: newest[key] for key in keys}
    return sorted(newest.values(), key=lambda clause: clause.position)


def _take(agreement: Agreement, clauses: Sequence[Clause]) -> None:
    AgreementClause.objects.bulk_create(
        AgreementClause(
            agreement=agreement,
            clause=clause,
            position=clause.position,
            heading=clause.title_en if agreement.language == "en" else clause.title_tr,
            text=clause.text_en if agreement.language == "en" else clause.text_tr,
        )
        for clause in clauses
    )


def locked_draft(actor: Actor, agreement_id: int) -> Agreement:
    """A draft, locked for change. Raises: AgreementNotDraft."""
    agreement: Agreement = Agreement.objects.visible_to(actor).select_for_update().get(pk=agreement_id)
    if agreement.status != Status.DRAFT:
        raise AgreementNotDraft(
            _("%(number)s is no longer a draft. Take it back first, then change it and send it again.")
            % {"number": agreement.number}
        )
    return agreement


@command(AgreementPermission.DRAFT)
def change_draft(
    actor: Actor, *, agreement_id: int, title: str, period: Period, renews_months: int | None = None
) -> Agreement:
    """Change title, period or renewal of a draft. Raises: AgreementNotDraft, InvalidInput."""
    agreement = locked_draft(actor, agreement_id)
    _check_terms(title, period)
    agreement.title = title.strip()
    agreement.period = period.range()
    agreement.renews_months = renews_months
    agreement.save(update_fields=["title", "period", "renews_months"])
    return agreement


@command(AgreementPermission.DRAFT)
def take_clause(actor: Actor, *, agreement_id: int, key: str) -> Agreement:
    """Take a clause of the library into a draft. Raises: AgreementNotDraft, ClauseUnknown."""
    agreement = locked_draft(actor, agreement_id)
    if not AgreementClause.objects.filter(agreement=agreement, clause__key=key).exists():
        _take(agreement, _library(Kind(agreement.kind), [key]))
    return agreement


@command(AgreementPermission.DRAFT)
def drop_clause(actor: Actor, *, agreement_id: int, key: str) -> Agreement:
    """Leave a clause out of a draft. Raises: AgreementNotDraft, ClauseMissing when law or house require it."""
    agreement = locked_draft(actor, agreement_id)
    found = AgreementClause.objects.select_related("clause").filter(agreement=agreement, clause__key=key).first()
    if found is not None and found.clause.required:
        raise ClauseMissing(
            _("“%(clause)s” is required in this kind of agreement and cannot be left out.") % {"clause": found.heading}
        )
    AgreementClause.objects.filter(agreement=agreement, clause__key=key).delete()
    return agreement


@command(AgreementPermission.DRAFT)
def reword_clause(actor: Actor, *, agreement_id: int, key: str, text: str) -> Agreement:
    """Agree on other words for a clause of a draft. Raises: AgreementNotDraft, InvalidInput."""
    agreement = locked_draft(actor, agreement_id)
    if not text.strip():
        raise InvalidInput(_("A clause needs a text. Leave the clause out if it shall not apply."), field="text")
    found = AgreementClause.objects.get(agreement=agreement, clause__key=key)
    found.text = text.strip()
    found.save(update_fields=["text"])
    return agreement


@command(AgreementPermission.END)
def withdraw(actor: Actor, *, agreement_id: int, reason: str) -> Agreement:
    """Give up an agreement that nobody has signed to the end. Raises: IllegalMove, InvalidInput."""
    agreement: Any = Agreement.objects.visible_to(actor).select_for_update().get(pk=agreement_id)
    if not reason.strip():
        raise InvalidInput(_("Say why the agreement is withdrawn."), field="reason")
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.WITHDRAWN)
    agreement.end_reason = reason.strip()
    agreement.ended_on = actor.today
    agreement.save(update_fields=["status", "end_reason", "ended_on"])
    drop_open_version(actor, agreement)
    announce(
        AgreementWithdrawn(agreement_id=agreement.pk, kind=agreement.kind, party_id=agreement.party_id),
        by=actor,
    )
    return agreement  # type: ignore[no-any-return]


def drop_open_version(actor: Actor, agreement: Agreement) -> None:
    """Void the version on its way to being signed, and its places to sign."""
    for version in agreement.versions.filter(status__in=[VersionStatus.FROZEN, VersionStatus.SENT]):
        SignatureSlot.objects.filter(version=version, status__in=[SlotStatus.WAITING, SlotStatus.OPEN]).update(
            status=SlotStatus.VOID
        )
        version.status = VersionStatus.DROPPED
        version.save(update_fields=["status"])
