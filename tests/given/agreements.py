"""Agreements in the states tests need, built by commands."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core import mail

from muhatap.agreements import commands, reads
from muhatap.agreements.models import Agreement, AgreementVersion
from muhatap.agreements.rules import Signer
from muhatap.documents.making.agreements import make_paper
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.periods import Period

YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
VALUES: dict[str, dict[str, str]] = {
    "customer": {
        "billing_cycle": "aylık",
        "billing_day": "ayın 1. günü",
        "late_interest": "TTK m.1530/7 uyarınca ilan edilen oran",
        "notice_days": "60",
        "payment_days": "30",
        "renewal": "Sözleşme kendiliğinden yenilenmez.",
    },
    "membership": {"notice_days": "60"},
    "project": {
        "notice_days": "60",
        "payment_days": "45",
        "retention_percent": "5",
        "settlement_cycle": "her ay",
    },
}


def draft(desk: Actor, party: Actor, *, kind: str = "membership", period: Period = YEAR, **more: Any) -> Agreement:
    """A draft with a party."""
    assert party.party_id is not None
    return commands.draft_agreement(
        desk, kind=kind, party_id=party.party_id, title="Hizmet ağı üyeliği", period=period, **more
    )


def signers(desk: Actor, party: Actor) -> list[Signer]:
    """The party first, then the prime."""
    return [
        Signer("party", party.name, "Şirket Müdürü", f"imza{party.user_id}@party.example", party.user_id),
        Signer("prime", desk.name, "Genel Müdür", f"imza{desk.user_id}@n.example", desk.user_id),
    ]


def frozen(desk: Actor, agreement: Agreement, who: list[Signer], **content: Any) -> AgreementVersion:
    """The next version, frozen, with its paper."""
    version = commands.freeze(
        desk, agreement_id=agreement.pk, content={"values": VALUES[agreement.kind], **content}, signers=who
    )
    make_paper(desk, version_id=version.pk)
    version.refresh_from_db()
    return version


def sent(desk: Actor, party: Actor, *, kind: str = "membership", period: Period = YEAR) -> Agreement:
    """An agreement out for signature; the party is to sign first."""
    agreement = draft(desk, party, kind=kind, period=period)
    frozen(desk, agreement, signers(desk, party))
    commands.send(desk, agreement_id=agreement.pk)
    agreement.refresh_from_db()
    return agreement


def code_for(actor: Actor, agreement_id: int) -> tuple[int, str]:
    """The actor's open place to sign, and the code that was mailed for it."""
    view = reads.signing(actor, agreement_id=agreement_id)
    assert view.slot_id is not None, view.why_not
    commands.request_code(actor, slot_id=view.slot_id, sha256=view.version.pdf_sha256)
    jobs.run_all()
    return view.slot_id, last_code()


def last_code() -> str:
    """The code in the newest mail with one."""
    for message in reversed(mail.outbox):
        if found := re.search(r"^ {4}(\d{6})$", str(message.body), re.MULTILINE):
            return found.group(1)
    raise AssertionError("no code was mailed")


def sign(actor: Actor, agreement_id: int) -> None:
    """Sign the actor's open place with the mailed code."""
    slot_id, code = code_for(actor, agreement_id)
    outcome = commands.sign(actor, slot_id=slot_id, code=code, device="Firefox")
    assert outcome.signed, outcome.problem
    if actor.audience is not Audience.DESK:
        jobs.run_all()


def signed(desk: Actor, party: Actor, *, kind: str = "membership", period: Period = YEAR) -> Agreement:
    """An agreement both sides have signed."""
    agreement = sent(desk, party, kind=kind, period=period)
    sign(party, agreement.pk)
    sign(desk, agreement.pk)
    jobs.run_all()
    agreement.refresh_from_db()
    return agreement
