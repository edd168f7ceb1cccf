"""Signatures in ink are recorded with the hash on the scan, in their order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muhatap.agreements import commands
from muhatap.agreements.models import Method, Signature, SignatureSlot, Status
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.files import FileRefused
from tests.given import agreements as given

SCAN = b"%PDF-1.7 tarama"


def test_both_signatures_in_ink_make_it_signed(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    day = desk.now - timedelta(hours=2)
    for slot in SignatureSlot.objects.select_related("version").order_by("position"):
        typed = f"{slot.version.sha256[:6]} {slot.version.sha256[6:12].upper()}"
        commands.record_paper_signature(
            desk, slot_id=slot.pk, sha256=typed, scan=SCAN, name="imzali.pdf", signed_at=day
        )

    agreement.refresh_from_db()
    assert (agreement.status, agreement.signed_at) == (Status.SIGNED, day)
    assert {(one.method, one.signed_at) for one in Signature.objects.all()} == {(Method.PAPER, day)}


def test_a_scan_of_another_version_out_of_order_or_from_the_future_is_refused(desk: Actor, member_a: Actor) -> None:
    given.sent(desk, member_a)
    first, second = SignatureSlot.objects.select_related("version").order_by("position")
    right = first.version.sha256

    def record(slot: SignatureSlot, sha256: str, scan: bytes = SCAN, days: int = 0) -> None:
        commands.record_paper_signature(
            desk,
            slot_id=slot.pk,
            sha256=sha256,
            scan=scan,
            name="x.pdf",
            signed_at=desk.now + timedelta(days=days) if days else None,
        )

    for sha256 in ("", right[:11], "0" * 64):
        with pytest.raises(InvalidInput):
            record(first, sha256)
    with pytest.raises(commands.NotYourTurn):
        record(second, right)
    with pytest.raises(InvalidInput):
        record(first, right, days=1)
    with pytest.raises(FileRefused):
        record(first, right, scan=b"GIF89a")
    assert not Signature.objects.exists()
