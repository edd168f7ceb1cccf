"""A member answers an invitation to quote: draft, papers, send, take back, decline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from muhatap.demand.models import Basis
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel import files
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.network.models import Member, MemberStatus, RateCard
from muhatap.sourcing.events import QuoteDeclined, QuoteSent, QuoteWithdrawn
from muhatap.sourcing.models import (
    INVITATION_LIFECYCLE,
    QUOTE_LIFECYCLE,
    AskedLine,
    InvitationStatus,
    Quote,
    QuoteFile,
    QuoteInvitation,
    QuoteLine,
    QuoteStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules import quotes as rules

MOST_FILES = 10
LONGEST_LEAD = 730


class LateQuote(Refusal):
    """The deadline has passed."""


class InvitationOver(Refusal):
    """The round is decided or was cancelled."""


class WrongUnit(Refusal):
    """A price is in a unit or on a basis that cannot be compared."""


class AbsurdPrice(Refusal):
    """A price nobody can mean."""


class NothingQuoted(Refusal):
    """No line has a price."""


class NothingToSend(Refusal):
    """There is no draft: it was sent already, or nothing was written yet."""


class MemberSuspended(Refusal):
    """A member that is suspended does not quote."""


class TooManyFiles(Refusal):
    """A quote takes no more papers."""


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """What is asked for a line (major units; minimum charge of a month in kuruş), or that it is not offered."""

    asked_id: int
    offered: bool = True
    unit_price: Decimal | None = None
    basis: str = ""
    unit: str = ""
    minimum_charge: int | None = None
    lead_days: int | None = None
    remark: str = ""


def _invitation(actor: Actor, invitation_id: int) -> QuoteInvitation:
    """An invitation that can still be answered. Raises: InvitationOver, LateQuote."""
    row: QuoteInvitation = QuoteInvitation.objects.visible_to(actor).select_for_update().get(pk=invitation_id)
    if row.status == InvitationStatus.CANCELLED:
        raise InvitationOver(_("The round was cancelled; no quote is needed any more."))
    if row.status == InvitationStatus.DECIDED:
        raise InvitationOver(_("The round is decided; no quote is taken any more. The result stands on its page."))
    if actor.now > row.deadline:
        raise LateQuote(
            _(
                "The deadline was %(day)s; a quote is not taken any more. Call us if you need more time in another round."
            )
            % {"day": row.deadline.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")}
        )
    return row


@command(SourcingPermission.QUOTE)
def save_quote(
    actor: Actor,
    *,
    invitation_id: int,
    lines: Sequence[QuotedLine],
    valid_until: date | None = None,
    remark: str = "",
) -> Quote:
    """Keep what a member has filled in as its draft; a line that is left out has no answer yet.

    Raises: InvitationOver, LateQuote, InvalidInput, WrongUnit, AbsurdPrice.
    """
    invitation = _invitation(actor, invitation_id)
    asked = {one.pk: one for one in _asked(invitation)}
    if valid_until is not None and valid_until < actor.today:
        raise InvalidInput(_("The quote would have run out already. Choose a later day."), field="valid_until")
    given = [one for one in lines if one.asked_id in asked]
    for one in given:
        _check(invitation.member_id, asked[one.asked_id], one)
    quote = _draft(actor, invitation)
    quote.valid_until, quote.remark, quote.saved_at = valid_until, remark.strip(), actor.now
    quote.save(update_fields=["valid_until", "remark", "saved_at"])
    QuoteLine.objects.filter(quote=quote).delete()
    QuoteLine.objects.bulk_create(_line(quote, one) for one in given)
    return quote


def _asked(invitation: QuoteInvitation) -> list[AskedLine]:
    rows = AskedLine.objects.filter(invitation=invitation).select_related("service", "district").order_by("position")
    return list(rows)


def _draft(actor: Actor, invitation: QuoteInvitation) -> Quote:
    """The member's draft; a new version, with the papers of the one before, when there is none."""
    if invitation.status == InvitationStatus.DECLINED:
        # Whoever writes a quote after all has changed its mind.
        invitation.status = INVITATION_LIFECYCLE.move(invitation.status, InvitationStatus.OPEN)
        invitation.declined_at, invitation.decline_reason = None, ""
        invitation.save(update_fields=["status", "declined_at", "decline_reason"])
    rows = Quote.objects.filter(invitation=invitation)
    draft = rows.filter(status=QuoteStatus.DRAFT).select_for_update().first()
    if draft is not None:
        return draft
    latest = rows.order_by("-version").first()
    made = Quote(
        invitation=invitation,
        member_id=invitation.member_id,
        version=latest.version + 1 if latest is not None else 1,
        valid_until=latest.valid_until if latest is not None else None,
        remark=latest.remark if latest is not None else "",
        saved_at=actor.now,
    )
    made.save(force_insert=True)
    if latest is not None:
        _copy(actor, latest, made)
    return made


def _copy(actor: Actor, earlier: Quote, made: Quote) -> None:
    """A new version begins with what the one before said, its papers included."""
    lines = list(QuoteLine.objects.filter(quote=earlier))
    for line in lines:
        line.pk, line.quote = None, made
    QuoteLine.objects.bulk_create(lines)
    kept = QuoteFile.objects.filter(quote=earlier).values_list("file_id", flat=True)
    QuoteFile.objects.bulk_create(
        QuoteFile(quote=made, member_id=made.member_id, file_id=file_id, added_at=actor.now) for file_id in kept
    )


def _line(quote: Quote, one: QuotedLine) -> QuoteLine:
    priced = one.offered
    return QuoteLine(
        quote=quote,
        member_id=quote.member_id,
        asked_id=one.asked_id,
        offered=priced,
        unit_price=one.unit_price if priced else None,
        basis=one.basis if priced else "",
        unit=one.unit if priced else "",
        minimum_charge=one.minimum_charge if priced else None,
        lead_days=one.lead_days if priced else None,
        remark=one.remark.strip(),
    )


def _check(member_id: int, asked: Any, one: QuotedLine) -> None:
    """Raises: InvalidInput, WrongUnit, AbsurdPrice for a line that cannot be meant so."""
    if not one.offered:
        return
    what = {"line": f"{asked.service.name} · {asked.district.name}"}
    if one.unit_price is None or one.unit_price <= 0:
        raise InvalidInput(
            _("%(line)s: the price is more than zero. If you do not offer the line, say so there.") % what,
            field=f"price_{asked.pk}",
        )
    if one.minimum_charge is not None and one.minimum_charge <= 0:
        raise InvalidInput(
            _("%(line)s: the minimum charge is more than zero, or blank.") % what, field=f"minimum_{asked.pk}"
        )
    if one.lead_days is not None and not 0 <= one.lead_days <= LONGEST_LEAD:
        raise InvalidInput(
            _("%(line)s: the lead time is between 0 and %(most)d days.") % {**what, "most": LONGEST_LEAD},
            field=f"lead_{asked.pk}",
        )
    way = rules.Way(one.basis, one.unit)
    if way not in rules.ways(asked.basis, asked.unit, asked.pattern):
        raise WrongUnit(_wrong_unit(asked, what), field=f"way_{asked.pk}")
    _check_measure(member_id, asked, rules.Price(one.unit_price, way))


def _wrong_unit(asked: Any, what: dict[str, str]) -> str:
    return _(
        "%(line)s: this unit or basis cannot be compared. It is asked for in %(unit)s, %(basis)s; "
        "quote so, or choose one of the other bases of the list."
    ) % {**what, "unit": unit_words(asked.unit, asked.basis), "basis": Basis(asked.basis).label}


def _check_measure(member_id: int, asked: Any, price: rules.Price) -> None:
    """Raises: AbsurdPrice when a price is beyond measure; it is measured against the member's own rate card alone."""
    period = Period.of(asked.period)
    cards = RateCard.objects.filter(
        member_id=member_id, service_id=asked.service_id, basis=asked.basis, period__contains=period.start
    )
    cards = cards.filter(province_id=asked.district.province_id) | cards.filter(province_id__isnull=True)
    card = cards.order_by("province_id").values_list("unit_price", flat=True).first()
    line = rules.AskedFor(asked.quantity, asked.unit, asked.basis, asked.pattern, period)
    if rules.is_absurd(price, line, card):
        raise AbsurdPrice(
            _(
                "%(line)s: the price is more than ten times off your own rate card, or beyond all measure. Check the "
                "price and what it is for; if it is meant so, state it in your rate card first."
            )
            % {"line": f"{asked.service.name} · {asked.district.name}"},
            field=f"price_{asked.pk}",
        )


@command(SourcingPermission.QUOTE)
def attach_to_quote(actor: Actor, *, invitation_id: int, data: bytes, name: str) -> QuoteFile:
    """Add a paper to the draft. Raises: FileRefused, TooManyFiles, InvitationOver, LateQuote."""
    quote = _draft(actor, _invitation(actor, invitation_id))
    if QuoteFile.objects.filter(quote=quote).count() >= MOST_FILES:
        raise TooManyFiles(
            _("A quote takes at most %(most)d papers. Remove one first.") % {"most": MOST_FILES}, field="file"
        )
    kept = files.store_document(actor, data, name=name, permission=SourcingPermission.QUOTE)
    made = QuoteFile(quote=quote, member_id=quote.member_id, file=kept, added_at=actor.now)
    made.save(force_insert=True)
    return made


@command(SourcingPermission.QUOTE)
def remove_from_quote(actor: Actor, *, quote_file_id: int) -> None:
    """Take a paper off the draft again. Raises: NothingToSend when the quote was sent, InvitationOver, LateQuote."""
    row: Any = QuoteFile.objects.visible_to(actor).select_related("quote").get(pk=quote_file_id)
    _invitation(actor, row.quote.invitation_id)
    if row.quote.status != QuoteStatus.DRAFT:
        raise NothingToSend(_("The quote was sent with this paper. Begin a new version to change it."))
    row.delete()


@command(SourcingPermission.QUOTE)
def send_quote(actor: Actor, *, invitation_id: int) -> Quote:
    """Send the draft: from now on it stands, and counts instead of the one sent before.

    Raises: LateQuote, InvitationOver, MemberSuspended, NothingToSend, NothingQuoted.
    """
    invitation = _invitation(actor, invitation_id)
    _may_quote(actor, invitation.member_id)
    rows = Quote.objects.select_for_update().filter(invitation=invitation)
    draft: Any = rows.filter(status=QuoteStatus.DRAFT).first()
    if draft is None:
        raise NothingToSend(_("There is nothing to send: the quote was sent already. Reload the page to see it."))
    if not QuoteLine.objects.filter(quote=draft, offered=True).exists():
        raise NothingQuoted(
            _("No line has a price. Quote at least one line; if you offer none of them, decline with a reason.")
        )
    for earlier in rows.filter(status=QuoteStatus.SENT):
        earlier.status = QUOTE_LIFECYCLE.move(earlier.status, QuoteStatus.REPLACED)
        earlier.save(update_fields=["status"])
    draft.status = QUOTE_LIFECYCLE.move(draft.status, QuoteStatus.SENT)
    draft.sent_at = actor.now
    draft.save(update_fields=["status", "sent_at"])
    announce(QuoteSent(draft.pk, invitation.pk, invitation.round_id, invitation.member_id), by=actor)
    return draft  # type: ignore[no-any-return]


def _may_quote(actor: Actor, member_id: int) -> None:
    member: Member = Member.objects.visible_to(actor).get(pk=member_id)
    if member.status == MemberStatus.SUSPENDED:
        raise MemberSuspended(
            _(
                "Your membership is suspended, so a quote cannot be sent. Call your contact to clear what stands against it."
            )
        )
    if member.status not in (MemberStatus.APPROVED, MemberStatus.ACTIVE):
        raise MemberSuspended(_("Your membership has ended, so a quote cannot be sent."))


@command(SourcingPermission.QUOTE)
def withdraw_quote(actor: Actor, *, invitation_id: int) -> Quote:
    """Take a sent quote back before the deadline. Raises: NothingToSend, LateQuote, InvitationOver."""
    invitation = _invitation(actor, invitation_id)
    sent: Any = Quote.objects.select_for_update().filter(invitation=invitation, status=QuoteStatus.SENT).first()
    if sent is None:
        raise NothingToSend(_("No quote of yours stands. Reload the page to see where it is."))
    return _withdraw(actor, invitation, sent)


def _withdraw(actor: Actor, invitation: QuoteInvitation, sent: Any) -> Quote:
    sent.status = QUOTE_LIFECYCLE.move(sent.status, QuoteStatus.WITHDRAWN)
    sent.withdrawn_at = actor.now
    sent.save(update_fields=["status", "withdrawn_at"])
    announce(QuoteWithdrawn(sent.pk, invitation.pk, invitation.round_id, invitation.member_id), by=actor)
    return sent  # type: ignore[no-any-return]


@command(SourcingPermission.QUOTE)
def decline_to_quote(actor: Actor, *, invitation_id: int, reason: str) -> QuoteInvitation:
    """Say that there will be no quote, and why; one that was sent is taken back.

    Raises: InvalidInput, LateQuote, InvitationOver, IllegalMove when it was declined before.
    """
    if not reason.strip():
        raise InvalidInput(_("Write the reason: it helps us to ask you for what you do."), field="reason")
    invitation = _invitation(actor, invitation_id)
    for sent in Quote.objects.select_for_update().filter(invitation=invitation, status=QuoteStatus.SENT):
        _withdraw(actor, invitation, sent)
    invitation.status = INVITATION_LIFECYCLE.move(invitation.status, InvitationStatus.DECLINED)
    invitation.declined_at, invitation.decline_reason = actor.now, reason.strip()
    invitation.save(update_fields=["status", "declined_at", "decline_reason"])
    announce(
        QuoteDeclined(invitation.pk, invitation.round_id, invitation.member_id, invitation.decline_reason), by=actor
    )
    return invitation
