"""Two sides sign in order; nobody sees anything before it is their turn."""

from __future__ import annotations

import io

from pypdf import PdfReader

from muhatap.agreements import reads
from muhatap.agreements.models import Signature, Status
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from tests.given import agreements as given


def test_both_sides_sign_and_the_sealed_paper_holds_the_signed_bytes(desk: Actor, member_a: Actor) -> None:
    agreement = given.signed(desk, member_a)

    assert agreement.status == Status.SIGNED
    version = reads.agreement(desk, agreement_id=agreement.pk).current
    assert version is not None
    assert [(slot.side, slot.status) for slot in version.slots] == [("party", "signed"), ("prime", "signed")]
    row = agreement.versions.select_related("pdf", "sealed_pdf").get()
    assert {signature.sha256 for signature in Signature.objects.all()} == {row.pdf.sha256}
    sealed = PdfReader(io.BytesIO(files.read(row.sealed_pdf)))
    assert list(sealed.attachments.values()) == [[files.read(row.pdf)]]
    text = "\n".join(page.extract_text() for page in sealed.pages)
    assert member_a.name in text
    assert row.sha256 in "".join(c for c in text if c.isalnum())
    assert reads.intact(desk, version_id=row.pk) is True
