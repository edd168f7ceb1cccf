"""Freeze what was agreed, attach its paper, send it out to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.agreements import rules
from muhatap.agreements.commands.drafting import AgreementNotDraft, ClauseMissing, drop_open_version
from muhatap.agreements.events import AgreementFrozen, AgreementSent
from muhatap.agreements.letters import write_turn
from muhatap.agreements.models import (
    AGREEMENT_LIFECYCLE,
    VERSION_LIFECYCLE,
    Agreement,
    AgreementVersion,
    Clause,
    Side,
    SignatureSlot,
    SlotStatus,
    Status,
    VersionStatus,
)
from muhatap.agreements.permissions import AgreementPermission
from muhatap.agreements.rules import Signer
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.models import StoredFile
from muhatap.kernel.periods import Period
from muhatap.parties.models import Party

SCHEMA = 1


class ClauseValueMissing(Refusal):
    """A clause has a place for a value nobody gave."""


class SignersIncomplete(Refusal):
    """Somebody must sign for each side, with a name and an address for the code."""


class NoPaper(Refusal):
    """There is no paper of the frozen version to sign."""


@command(AgreementPermission.DRAFT)
def freeze(
    actor: Actor,
    *,
    agreement_id: int,
    content: Mapping[str, Any],
    signers: Sequence[Signer],
    effective_on: date | None = None,
    reason: str = "",
) -> AgreementVersion:
    """Freeze the next version: a snapshot as canonical JSON with its SHA-256 and the places to sign, in order.

    `content` comes from the package above: `terms` [{name, kind (text|day|money|percent|number), value}], `lines`
    (see documents), `values` {place in a clause: text}, `data` {whatever it compares later}; decimals and days as
    text. A draft gets its first version, an agreement in force an amendment that needs a reason.
    Raises: AgreementNotDraft, SignersIncomplete, ClauseValueMissing, InvalidInput.
    """
    agreement = _freezable(actor, agreement_id, reason)
    _check_signers(signers)
    drop_open_version(actor, agreement)
    version = _next_version(actor, agreement, content, signers, effective_on=effective_on, reason=reason)
    announce(
        AgreementFrozen(
            agreement_id=agreement.pk,
            version_id=version.pk,
            kind=agreement.kind,
            party_id=agreement.party_id,
            sha256=version.sha256,
        ),
        by=actor,
    )
    return version


def _next_version(
    actor: Actor,
    agreement: Agreement,
    content: Mapping[str, Any],
    signers: Sequence[Signer],
    *,
    effective_on: date | None,
    reason: str,
) -> AgreementVersion:
    """Write the next version with its snapshot, hash and places to sign."""
    last: int | None = AgreementVersion.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    since = effective_on or (actor.today if reason else Period.of(agreement.period).start)
    snapshot = _snapshot(actor, agreement, content, signers, number=number, effective_on=since)
    version = AgreementVersion(
        agreement=agreement,
        party_id=agreement.party_id,
        number=number,
        effective_on=since,
        reason=reason,
        snapshot=snapshot,
        sha256=rules.fingerprint(snapshot),
        frozen_at=actor.now,
    )
    version.save(force_insert=True)
    _make_slots(version, signers)
    return version


def _freezable(actor: Actor, agreement_id: int, reason: str) -> Agreement:
    agreement: Any = (
        Agreement.objects.visible_to(actor).select_for_update(of=("self",)).select_related("party").get(pk=agreement_id)
    )
    if agreement.status == Status.DRAFT:
        return agreement  # type: ignore[no-any-return]
    if agreement.status not in {Status.SIGNED, Status.ACTIVE, Status.SUSPENDED}:
        raise AgreementNotDraft(
            _("%(number)s is no longer a draft. Take it back first, then change it and send it again.")
            % {"number": agreement.number}
        )
    if not reason.strip():
        raise InvalidInput(_("Say why the agreement is amended."), field="reason")
    return agreement  # type: ignore[no-any-return]


def _check_signers(signers: Sequence[Signer]) -> None:
    sides = {signer.side for signer in signers}
    if sides != {Side.PRIME.value, Side.PARTY.value}:
        raise SignersIncomplete(_("Name at least one signer for each side."), field="signers")
    for signer in signers:
        if not signer.name.strip() or "@" not in signer.email:
            raise SignersIncomplete(
                _("Every signer needs a name and an e-mail address: the code to sign with goes there."),
                field="signers",
            )


def _make_slots(version: AgreementVersion, signers: Sequence[Signer]) -> None:
    SignatureSlot.objects.bulk_create(
        SignatureSlot(
            version=version,
            agreement_id=version.agreement_id,
            party_id=version.party_id,
            position=position,
            side=signer.side,
            name=signer.name.strip(),
            title=signer.title.strip(),
            email=signer.email.strip(),
            user_id=signer.user_id,
        )
        for position, signer in enumerate(signers, start=1)
    )


def _snapshot(
    actor: Actor,
    agreement: Agreement,
    content: Mapping[str, Any],
    signers: Sequence[Signer],
    *,
    number: int,
    effective_on: date,
) -> dict[str, Any]:
    """Everything the paper says, and nothing else."""
    prime = Party.objects.get(is_prime=True)
    period = Period.of(agreement.period)
    return {
        "schema": SCHEMA,
        "agreement": {
            "number": agreement.number,
            "kind": agreement.kind,
            "title": agreement.title,
            "since": period.start.isoformat(),
            "until": period.end.isoformat() if period.end else None,
            "currency": agreement.currency,
            "language": agreement.language,
            "renews_months": agreement.renews_months,
            "version": number,
            "effective_on": effective_on.isoformat(),
            "frozen_on": actor.today.isoformat(),
        },
        "prime": _company(prime, signers, Side.PRIME),
        "party": _company(agreement.party, signers, Side.PARTY),
        "signers": [
            {"position": place, "side": one.side, "name": one.name, "title": one.title, "email": one.email}
            for place, one in enumerate(signers, start=1)
        ],
        "clauses": _clauses(agreement, prime, content.get("values", {})),
        "content": {key: value for key, value in content.items() if key != "values"},
    }


def _company(party: Party, signers: Iterable[Signer], side: Side) -> dict[str, Any]:
    return {
        "id": party.pk,
        "name": party.name,
        "address": party.address,
        "tax_office": party.tax_office,
        "tax_number": party.tax_number,
        "phone": party.phone,
        "email": party.email,
        "represented_by": ", ".join(signer.name for signer in signers if signer.side == side.value),
    }


def _clauses(agreement: Agreement, prime: Party, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The clauses, numbered, with every place filled. Raises: ClauseValueMissing."""
    period = Period.of(agreement.period)
    with translation.override(agreement.language):
        until = period.last_day.strftime("%d.%m.%Y") if period.last_day else _("for an indefinite term")
    values = {
        "prime": prime.name,
        "party": agreement.party.name,
        "number": agreement.number,
        "title": agreement.title,
        "since": period.start.strftime("%d.%m.%Y"),
        "until": until,
        **given,
    }
    found = []
    rows = agreement.clauses.select_related("clause").order_by("position", "pk")
    for number, row in enumerate(rows, start=1):
        absent = sorted(rules.places(row.text) - set(values))
        if absent:
            raise ClauseValueMissing(
                _("“%(clause)s” needs %(values)s. Complete the terms and try again.")
                % {"clause": row.heading, "values": ", ".join(absent)}
            )
        found.append(
            {
                "number": str(number),
                "key": row.clause.key,
                "version": row.clause.version,
                "heading": row.heading,
                "text": rules.fill(row.text, values),
            }
        )
    return found


@command(AgreementPermission.DRAFT)
def attach_paper(actor: Actor, *, version_id: int, data: bytes) -> StoredFile:
    """Keep the paper made from exactly this version's snapshot; once. Raises: NoPaper when one is there."""
    version: Any = (
        AgreementVersion.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("agreement")
        .get(pk=version_id)
    )
    if version.pdf_id is not None or version.status != VersionStatus.FROZEN:
        raise NoPaper(_("This version has its paper; a paper is never exchanged. Freeze a new version instead."))
    file = files.store_output(
        actor,
        data,
        name=f"{version.agreement.number}-v{version.number}.pdf",
        media_type="application/pdf",
        permission=AgreementPermission.SEE,
    )
    version.pdf = file
    version.save(update_fields=["pdf"])
    return file


@command(AgreementPermission.SIGN)
def attach_sealed(actor: Actor, *, version_id: int, data: bytes) -> StoredFile | None:
    """Keep the signed paper with its page of evidence and open it to the party; None when that was done before."""
    version: Any = (
        AgreementVersion.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("agreement")
        .get(pk=version_id)
    )
    if version.sealed_pdf_id is not None or version.status != VersionStatus.SIGNED:
        return None
    name = f"{version.agreement.number}-v{version.number}-imzali.pdf"
    file = files.store_output(actor, data, name=name, media_type="application/pdf", permission=AgreementPermission.SEE)
    files.open_to(file, version.party_id, permission=AgreementPermission.SEE)
    version.sealed_pdf = file
    version.save(update_fields=["sealed_pdf"])
    return file


@command(AgreementPermission.SEND)
def send(actor: Actor, *, agreement_id: int) -> AgreementVersion:
    """Send the frozen version out to be signed, in order; the first signer gets a mail.

    Raises: NoPaper, ClauseMissing, IllegalMove.
    """
    agreement: Any = Agreement.objects.visible_to(actor).select_for_update().get(pk=agreement_id)
    version = agreement.versions.filter(status=VersionStatus.FROZEN).select_related("pdf").first()
    if version is None or version.pdf is None:
        raise NoPaper(_("There is no frozen version with its paper yet. Freeze the agreement first."))
    _check_required(agreement.kind, version.snapshot)
    if agreement.status == Status.DRAFT:
        agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.SENT)
        agreement.sent_at = actor.now
        agreement.save(update_fields=["status", "sent_at"])
    version.status = VERSION_LIFECYCLE.move(version.status, VersionStatus.SENT)
    version.sent_at = actor.now
    version.save(update_fields=["status", "sent_at"])
    announce(
        AgreementSent(
            agreement_id=agreement.pk, version_id=version.pk, kind=agreement.kind, party_id=agreement.party_id
        ),
        by=actor,
    )
    open_next(actor, version)
    return version  # type: ignore[no-any-return]


def _check_required(kind: str, snapshot: Mapping[str, Any]) -> None:
    """Refuse a version without a clause that law or house require. Raises: ClauseMissing."""
    required = Clause.objects.filter(required=True, kinds__contains=[kind]).order_by("position", "version")
    titles = {clause.key: clause.title for clause in required}
    absent = rules.missing(titles, (clause["key"] for clause in snapshot["clauses"]))
    if absent:
        raise ClauseMissing(
            _("This agreement cannot be sent without: %(clauses)s. Take these clauses in and freeze it again.")
            % {"clauses": ", ".join(titles[key] for key in absent)}
        )


def open_next(actor: Actor, version: AgreementVersion) -> SignatureSlot | None:
    """Open the first place to sign that waits; its side now sees the version. None when nobody is left."""
    slots = list(SignatureSlot.objects.select_for_update().filter(version=version).order_by("position"))
    left = [slot for slot in slots if slot.status != SlotStatus.SIGNED]
    if not left:
        return None
    slot = left[0]
    if slot.status != SlotStatus.WAITING:
        return slot
    slot.status = SlotStatus.OPEN
    slot.save(update_fields=["status"])
    if slot.side == Side.PARTY:
        _show(version)
    write_turn(version, slot)
    return slot


def _show(version: AgreementVersion) -> None:
    """Let the party see the version and its paper: its turn has come."""
    Agreement.objects.filter(pk=version.agreement_id, shown=False).update(shown=True)
    AgreementVersion.objects.filter(pk=version.pk, shown=False).update(shown=True)
    version.shown = True
    if version.pdf is not None:
        files.open_to(version.pdf, version.party_id, permission=AgreementPermission.SEE)


@command(AgreementPermission.SEND)
def take_back(actor: Actor, *, agreement_id: int) -> Agreement:
    """Take a sent agreement back to change it; signatures given so far are void. Raises: IllegalMove."""
    agreement: Any = Agreement.objects.visible_to(actor).select_for_update().get(pk=agreement_id)
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.DRAFT)
    agreement.shown = False
    agreement.save(update_fields=["status", "shown"])
    drop_open_version(actor, agreement)
    return agreement  # type: ignore[no-any-return]
