"""Sign in order with a one-time code, and what follows when somebody has signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from muhatap.accounts.attempts import count, refuse_too_many
from muhatap.agreements import rules
from muhatap.agreements.commands.force import bring_into_force
from muhatap.agreements.commands.versions import open_next
from muhatap.agreements.events import AgreementSigned, SigningCodeAsked, SigningDeclined, SlotSigned
from muhatap.agreements.letters import write_signed
from muhatap.agreements.models import (
    AGREEMENT_LIFECYCLE,
    SLOT_LIFECYCLE,
    VERSION_LIFECYCLE,
    Agreement,
    AgreementVersion,
    Method,
    Side,
    Signature,
    SignatureSlot,
    SigningCode,
    SlotStatus,
    Status,
    VersionStatus,
)
from muhatap.agreements.permissions import AgreementPermission
from muhatap.kernel import jobs
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period


class NotYourTurn(Refusal):
    """This place to sign is not open to the one who asks."""


class PaperChanged(Refusal):
    """The paper on the screen is not the paper to be signed."""


class TooManyCodes(Refusal):
    """Too many codes were asked for in a short time."""


@dataclass(frozen=True, slots=True)
class SigningOutcome:
    """What became of a code: the signature, or why not and how many attempts are left.

    A wrong code is no refusal: the attempt must be counted, and a refusal would take the count back.
    """

    signature: Signature | None = None
    problem: str = ""
    left: int = 0

    @property
    def signed(self) -> bool:
        """Whether the signature was given."""
        return self.signature is not None


def open_slot(actor: Actor, slot_id: int) -> SignatureSlot:
    """The actor's own place to sign, locked, when it is their turn. Raises: NotYourTurn."""
    slot: Any = (
        SignatureSlot.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("version__pdf", "agreement")
        .get(pk=slot_id)
    )
    side = Side.PRIME if actor.at_desk else Side.PARTY
    if slot.side != side or (slot.user_id is not None and slot.user_id != actor.user_id):
        raise NotYourTurn(_("%(name)s signs here. Sign in with that person's account.") % {"name": slot.name})
    if slot.status == SlotStatus.SIGNED:
        raise NotYourTurn(_("This has been signed already."))
    if slot.status != SlotStatus.OPEN or slot.version.status != VersionStatus.SENT:
        raise NotYourTurn(_("It is not your turn to sign yet, or this version is no longer out for signature."))
    return slot  # type: ignore[no-any-return]


@command(AgreementPermission.SIGN)
def request_code(actor: Actor, *, slot_id: int, sha256: str) -> SigningCode:
    """Ask for a one-time code by mail for the paper with this SHA-256, the one on the screen; valid ten minutes.

    Raises: NotYourTurn, PaperChanged, TooManyCodes.
    """
    slot = open_slot(actor, slot_id)
    if slot.version.pdf is None or slot.version.pdf.sha256 != sha256:
        raise PaperChanged(_("The agreement changed since you opened it. Open it again and read it before signing."))
    recent = SigningCode.objects.visible_to(actor).filter(slot=slot, asked_at__gt=actor.now - rules.CODES_WITHIN)
    if recent.count() >= rules.MOST_CODES:
        raise TooManyCodes(
            _("%(count)d codes were sent in half an hour. Look into your mailbox, or try again later.")
            % {"count": rules.MOST_CODES}
        )
    code = SigningCode(
        slot=slot,
        party_id=slot.party_id,
        sha256=sha256,
        asked_at=actor.now,
        asked_by_id=actor.user_id,
        expires_at=actor.now + rules.CODE_LIFE,
    )
    code.save(force_insert=True)
    announce(SigningCodeAsked(agreement_id=slot.agreement_id, slot_id=slot.pk, code_id=code.pk), by=actor)
    # The code itself is made where the mail is written: it never lies in the outbox or in the database.
    payload = {
        "template": "signing_code",
        "to": slot.email,
        "language": slot.agreement.language,
        "facts": {
            "code_id": code.pk,
            "at": actor.now.isoformat(),
            "name": slot.name,
            "number": slot.agreement.number,
            "minutes": int(rules.CODE_LIFE.total_seconds() // 60),
        },
    }
    jobs.put("mail", payload)
    return code


@command(AgreementPermission.SEND)
def issue_code(actor: Actor, *, code_id: int) -> str | None:
    """Make the code that was asked for and keep its keyed hash; None when it was used. For the mail, at once."""
    code: Any = SigningCode.objects.visible_to(actor).select_for_update().get(pk=code_id)
    if code.used_at is not None:
        return None
    fresh = rules.new_code()
    code.code_hash = rules.code_hash(settings.SECRET_KEY, code.pk, fresh)
    code.sent_at = actor.now
    code.save(update_fields=["code_hash", "sent_at"])
    return fresh


@command(AgreementPermission.SIGN)
def sign(actor: Actor, *, slot_id: int, code: str, device: str = "") -> SigningOutcome:
    """Sign with the code that was mailed; the signature covers the SHA-256 of the exact bytes shown (INV-34).

    A wrong, old or missing code is an outcome without signature, and counts.
    Raises: NotYourTurn, PaperChanged, TooManyAttempts.
    """
    slot = open_slot(actor, slot_id)
    refuse_too_many(actor, "code")
    held: Any = (
        SigningCode.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(slot=slot)
        .order_by("-asked_at", "-pk")
        .first()
    )
    problem = _problem(held, actor)
    if problem:
        return SigningOutcome(problem=problem)
    if slot.version.pdf is None or slot.version.pdf.sha256 != held.sha256:
        raise PaperChanged(_("The agreement changed since you opened it. Open it again and read it before signing."))
    held.attempts += 1
    right = rules.same_hash(held.code_hash, rules.code_hash(settings.SECRET_KEY, held.pk, rules.plain_code(code)))
    held.used_at = actor.now if right else None
    held.save(update_fields=["attempts", "used_at"])
    if not right:
        count(actor, "code")
        left = rules.MOST_ATTEMPTS - held.attempts
        said = (
            _("This is not the code. You have %(left)d more attempts.") % {"left": left}
            if left
            else _("This is not the code, and it can no longer be used. Ask for a new one.")
        )
        return SigningOutcome(problem=said, left=left)
    evidence = {
        "sent_to": rules.masked(slot.email),
        "shown_at": held.asked_at,
        "code_sent_at": held.sent_at,
        "device": device[:300],
    }
    return SigningOutcome(signature=give_signature(actor, slot, Method.CODE, evidence))


def _problem(held: SigningCode | None, actor: Actor) -> str:
    """Why no code can be tried now; empty when one can."""
    if held is None or held.used_at is not None:
        return _("Ask for a code first.")
    if not held.code_hash:
        return _("The code is on its way. Wait for the mail, then enter it.")
    if held.expires_at <= actor.now:
        return _("The code is too old. Ask for a new one.")
    if held.attempts >= rules.MOST_ATTEMPTS:
        return _("Too many wrong attempts. Ask for a new code.")
    return ""


def give_signature(
    actor: Actor,
    slot: SignatureSlot,
    method: Method,
    evidence: dict[str, Any],
    *,
    scan: Any = None,
    signed_at: datetime | None = None,
) -> Signature:
    """Write a signature that nobody can change, and tell the house."""
    version = slot.version
    pdf = version.pdf
    if pdf is None:
        raise PaperChanged(_("There is no paper to sign."))
    at = signed_at or actor.now
    record = _record(actor, slot, method, evidence, at)
    signature = Signature(
        slot=slot,
        version=version,
        agreement_id=slot.agreement_id,
        party_id=slot.party_id,
        user_id=actor.user_id,
        signer_name=slot.name,
        method=method,
        signed_at=at,
        address=actor.address,
        sha256=pdf.sha256,
        evidence={**record, "record_sha256": rules.fingerprint(record)},
        scan=scan,
    )
    signature.save(force_insert=True)
    slot.status = SLOT_LIFECYCLE.move(slot.status, SlotStatus.SIGNED)
    slot.save(update_fields=["status"])
    announce(SlotSigned(agreement_id=slot.agreement_id, version_id=slot.version_id, slot_id=slot.pk), by=actor)
    return signature


def _record(
    actor: Actor, slot: SignatureSlot, method: Method, evidence: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """Everything a signature says, as plain values with one way of being written."""
    pdf = slot.version.pdf
    return {
        **{key: _instant(value) if isinstance(value, datetime) else value for key, value in evidence.items()},
        "agreement": slot.agreement.number,
        "version": slot.version.number,
        "snapshot_sha256": slot.version.sha256,
        "pdf_sha256": pdf.sha256 if pdf else "",
        "position": slot.position,
        "side": slot.side,
        "name": slot.name,
        "title": slot.title,
        "user_id": actor.user_id,
        "method": method.value,
        "address": actor.address,
        "signed_at": _instant(at),
    }


def _instant(value: datetime) -> str:
    """An instant in UTC: one way of writing it."""
    return value.astimezone(UTC).isoformat()


@command(AgreementPermission.SIGN)
def decline(actor: Actor, *, slot_id: int, reason: str) -> SignatureSlot:
    """Refuse to sign, and say what should be different. Raises: NotYourTurn, InvalidInput."""
    slot = open_slot(actor, slot_id)
    if not reason.strip():
        raise InvalidInput(_("Say what should be different, so that we can change it."), field="reason")
    slot.status = SLOT_LIFECYCLE.move(slot.status, SlotStatus.DECLINED)
    slot.note = reason.strip()[:500]
    slot.save(update_fields=["status", "note"])
    announce(SigningDeclined(agreement_id=slot.agreement_id, version_id=slot.version_id, slot_id=slot.pk), by=actor)
    return slot


@command(AgreementPermission.SIGN)
def advance_signing(actor: Actor, *, version_id: int) -> bool:
    """After a signature: open the next place to sign, or close the version when all have signed; True then."""
    version: Any = (
        AgreementVersion.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("pdf")
        .get(pk=version_id)
    )
    if version.status != VersionStatus.SENT or open_next(actor, version) is not None:
        return False
    last = Signature.objects.filter(version=version).order_by("-signed_at").first()
    at = actor.now if last is None else last.signed_at
    version.status = VERSION_LIFECYCLE.move(version.status, VersionStatus.SIGNED)
    version.signed_at = at
    version.save(update_fields=["status", "signed_at"])
    agreement: Any = Agreement.objects.select_for_update().get(pk=version.agreement_id)
    first = _close(agreement, at)
    announce(
        AgreementSigned(
            agreement_id=agreement.pk,
            version_id=version.pk,
            first=first,
            kind=agreement.kind,
            party_id=agreement.party_id,
            signed_on=at.astimezone(ISTANBUL).date(),
        ),
        by=actor,
    )
    jobs.put(
        "agreements.seal",
        {"version_id": version.pk, "at": actor.now.isoformat()},
        dedupe=f"seal:{version.pk}",
    )
    write_signed(agreement, version)
    if first and Period.of(agreement.period).start <= actor.today:
        bring_into_force(actor, agreement)
    return True


def _close(agreement: Agreement, at: datetime) -> bool:
    """Mark an agreement as signed; False where only an amendment was signed."""
    if agreement.status != Status.SENT:
        return False
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.SIGNED)
    agreement.signed_at = at
    agreement.save(update_fields=["status", "signed_at"])
    return True
