"""A version is frozen with its hash and paper, and sent out only when it is whole."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from muhatap.accounts.models import Role
from muhatap.agreements import commands, reads, rules
from muhatap.agreements.models import AgreementClause, AgreementVersion, SignatureSlot, Status, VersionStatus
from muhatap.documents.making.agreements import make_paper, paper
from muhatap.faces.web.signing import SignersForm
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.models import FileAudience, OutboxMessage, StoredFile
from tests.given import agreements as given
from tests.given import cast

LINE = {
    "location": "Merkez",
    "service": "Ofis temizliği",
    "quantity": "6.000",
    "unit": "kişi",
    "pattern": "hafta içi",
    "unit_price": "50000.0000",
    "amount": 30_000_000,
    "vat_rate": "20",
}


def test_the_snapshot_holds_everything_and_its_hash_stands_on_every_page(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    version = given.frozen(desk, agreement, given.signers(desk, member_a), lines=[LINE])

    found = AgreementVersion.objects.select_related("pdf").get()
    assert found.sha256 == rules.fingerprint(found.snapshot)
    assert set(found.snapshot) == {"prime", "party", "schema", "clauses", "content", "signers", "agreement"}
    assert found.snapshot["agreement"]["since"] == "2026-04-01"
    assert [one["side"] for one in found.snapshot["signers"]] == ["party", "prime"]
    assert found.pdf is not None
    pages = PdfReader(io.BytesIO(files.read(found.pdf))).pages
    for page in pages:
        assert found.sha256 in "".join(c for c in page.extract_text() if c.isalnum())
    assert len(pages) > 1
    assert version.number == 1


def test_the_same_snapshot_gives_the_same_paper(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    given.frozen(desk, agreement, given.signers(desk, member_a))

    version = AgreementVersion.objects.select_related("pdf").get()
    assert version.pdf is not None
    assert paper(version.snapshot, version.sha256) == files.read(version.pdf)


def test_a_place_in_a_clause_without_its_value_is_refused_by_name(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)

    with pytest.raises(commands.ClauseValueMissing, match="notice_days"):
        commands.freeze(desk, agreement_id=agreement.pk, content={"values": {}}, signers=given.signers(desk, member_a))
    assert not AgreementVersion.objects.exists()


def test_both_sides_need_a_signer_with_name_and_address(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    both = given.signers(desk, member_a)
    for signers in (
        [],
        both[:1],
        both[1:],
        [both[0], replace(both[1], email="")],
        [replace(both[0], name=" "), both[1]],
    ):
        with pytest.raises(commands.SignersIncomplete):
            commands.freeze(
                desk, agreement_id=agreement.pk, content={"values": given.VALUES["membership"]}, signers=signers
            )
    assert not AgreementVersion.objects.exists()


def test_freezing_again_drops_the_version_before(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    for _time in range(2):
        given.frozen(desk, agreement, given.signers(desk, member_a))

    rows = AgreementVersion.objects.order_by("number")
    assert [(row.number, row.status) for row in rows] == [(1, "dropped"), (2, "frozen")]
    assert set(SignatureSlot.objects.filter(version=rows[0]).values_list("status", flat=True)) == {"void"}


def test_a_paper_is_never_exchanged(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    version = given.frozen(desk, agreement, given.signers(desk, member_a))
    first = version.pdf_id

    with pytest.raises(commands.NoPaper):
        make_paper(desk, version_id=version.pk)
    version.refresh_from_db()
    assert version.pdf_id == first


def test_without_paper_nothing_is_sent(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    commands.freeze(
        desk,
        agreement_id=agreement.pk,
        content={"values": given.VALUES["membership"]},
        signers=given.signers(desk, member_a),
    )

    with pytest.raises(commands.NoPaper):
        commands.send(desk, agreement_id=agreement.pk)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.shown) == (Status.DRAFT, False)


def test_an_agreement_without_a_required_clause_cannot_be_sent(desk: Actor, customer_a: Actor) -> None:
    agreement = given.draft(desk, customer_a, kind="customer")
    AgreementClause.objects.filter(agreement=agreement, clause__key="network_notice").delete()
    given.frozen(desk, agreement, given.signers(desk, customer_a))

    with pytest.raises(commands.ClauseMissing, match="Ağ beyanı ve tek muhatap"):
        commands.send(desk, agreement_id=agreement.pk)
    agreement.refresh_from_db()
    assert agreement.status == Status.DRAFT
    assert not OutboxMessage.objects.filter(kind="mail").exists()


def test_sending_shows_it_to_the_party_and_mails_the_first_signer(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    version = given.frozen(desk, agreement, given.signers(desk, member_a))
    assert list(StoredFile.objects.visible_to(member_a)) == []
    commands.send(desk, agreement_id=agreement.pk)

    assert reads.agreement(member_a, agreement_id=agreement.pk).row.status == Status.SENT
    assert FileAudience.objects.get().file_id == version.pdf_id
    mail = OutboxMessage.objects.get(kind="mail")
    assert (mail.payload["template"], mail.payload["face"]) == ("agreement_turn", "member")
    assert mail.payload["path"] == f"agreements/{agreement.pk}/sign/"


def test_taken_back_it_is_a_draft_again_and_hidden(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    commands.take_back(desk, agreement_id=agreement.pk)

    agreement.refresh_from_db()
    assert (agreement.status, agreement.shown) == (Status.DRAFT, False)
    assert AgreementVersion.objects.get().status == VersionStatus.DROPPED
    with pytest.raises(type(agreement).DoesNotExist):
        reads.agreement(member_a, agreement_id=agreement.pk)


def test_a_signed_agreement_is_amended_with_a_reason_and_keeps_its_first_version(desk: Actor, member_a: Actor) -> None:
    agreement = given.signed(desk, member_a)
    with pytest.raises(InvalidInput):
        given.frozen(desk, agreement, given.signers(desk, member_a))
    assert AgreementVersion.objects.count() == 1
    version = commands.freeze(
        desk,
        agreement_id=agreement.pk,
        content={"values": given.VALUES["membership"]},
        signers=given.signers(desk, member_a),
        reason="İhbar süresi değişti",
    )
    make_paper(desk, version_id=version.pk)
    commands.send(desk, agreement_id=agreement.pk)
    given.sign(member_a, agreement.pk)
    given.sign(desk, agreement.pk)

    agreement.refresh_from_db()
    assert agreement.status == Status.SIGNED
    assert list(AgreementVersion.objects.order_by("number").values_list("status", flat=True)) == ["signed", "signed"]
    signed = reads.signed_snapshot(desk, agreement_id=agreement.pk)
    assert signed is not None
    assert signed.version_id == version.pk


def test_a_withdrawn_agreement_is_over(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    with pytest.raises(InvalidInput):
        commands.withdraw(desk, agreement_id=agreement.pk, reason=" ")
    commands.withdraw(desk, agreement_id=agreement.pk, reason="Vazgeçildi")

    agreement.refresh_from_db()
    assert (agreement.status, agreement.end_reason) == (Status.WITHDRAWN, "Vazgeçildi")
    with pytest.raises(IllegalMove):
        commands.withdraw(desk, agreement_id=agreement.pk, reason="Yine")


def test_only_who_may_sign_for_us_is_offered_as_a_signer(desk: Actor, member_a: Actor) -> None:
    signs = cast.desk("Selin Aydın", "selin@n.example", Role.CONTRACT_DESK)
    cast.desk("Onur Sezgin", "onur@n.example", Role.AUDITOR)
    offered = SignersForm(replace(desk, user_id=signs.user_id), member_a.party_id or 0).ours
    assert [one.name for one in offered.values()] == ["Selin Aydın", "Deniz Kaya"]
