"""Signing with a one-time code: in order, counted, expiring, covering exactly the bytes shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from muhatap.agreements import commands, reads
from muhatap.agreements.models import Agreement, Signature, SignatureSlot, SigningCode, SlotStatus, Status
from muhatap.kernel import files, jobs
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.models import JournalEntry, OutboxMessage
from muhatap.kernel.wall import standing_at
from tests.given import agreements as given


def test_the_code_lies_in_the_mail_alone(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    jobs.run_all()
    view = reads.signing(member_a, agreement_id=agreement.pk)
    assert view.slot_id is not None
    commands.request_code(member_a, slot_id=view.slot_id, sha256=view.version.pdf_sha256)
    payload = OutboxMessage.objects.get(kind="mail").payload
    jobs.run_all()

    code = given.last_code()
    assert mail.outbox[-1].to == [f"imza{member_a.user_id}@party.example"]
    assert code not in str(payload)
    held = SigningCode.objects.get()
    assert len(held.code_hash) == 64
    assert code not in held.code_hash
    assert (held.sent_at, held.expires_at) == (member_a.now, member_a.now + timedelta(minutes=10))
    assert not JournalEntry.objects.filter(facts__icontains=code).exists()


def test_a_wrong_code_is_counted_and_the_fifth_spends_it(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot_id, code = given.code_for(member_a, agreement.pk)
    wrong = "000000" if code != "000000" else "111111"

    left = [commands.sign(member_a, slot_id=slot_id, code=wrong).left for _attempt in range(5)]
    assert left == [4, 3, 2, 1, 0]
    outcome = commands.sign(member_a, slot_id=slot_id, code=code)
    assert (outcome.signed, outcome.problem) == (False, "Çok fazla yanlış deneme. Yeni bir kod isteyin.")
    assert SigningCode.objects.get().attempts == 5
    assert not Signature.objects.exists()
    given.sign(member_a, agreement.pk)
    assert Signature.objects.count() == 1


def test_an_old_code_signs_nothing(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot_id, code = given.code_for(member_a, agreement.pk)
    later = member_a.at(member_a.now + timedelta(minutes=10))

    assert commands.sign(later, slot_id=slot_id, code=code).signed is False
    assert not Signature.objects.exists()
    assert commands.sign(member_a, slot_id=slot_id, code=f" {code[:3]} {code[3:]} ").signed is True


def test_without_a_code_or_before_the_mail_nothing_is_signed(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    view = reads.signing(member_a, agreement_id=agreement.pk)
    assert view.slot_id is not None

    assert commands.sign(member_a, slot_id=view.slot_id, code="123456").problem == "Önce bir kod isteyin."
    commands.request_code(member_a, slot_id=view.slot_id, sha256=view.version.pdf_sha256)
    assert "yolda" in commands.sign(member_a, slot_id=view.slot_id, code="").problem
    assert not Signature.objects.exists()


def test_only_the_newest_code_counts(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot_id, first = given.code_for(member_a, agreement.pk)
    _slot, second = given.code_for(member_a.at(member_a.now + timedelta(minutes=1)), agreement.pk)

    if first != second:
        assert commands.sign(member_a, slot_id=slot_id, code=first).signed is False
    assert commands.sign(member_a, slot_id=slot_id, code=second).signed is True


def test_more_than_five_codes_in_half_an_hour_are_refused(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    for _time in range(5):
        given.code_for(member_a, agreement.pk)

    with pytest.raises(commands.TooManyCodes):
        given.code_for(member_a, agreement.pk)
    assert SigningCode.objects.count() == 5
    given.code_for(member_a.at(member_a.now + timedelta(minutes=31)), agreement.pk)


def test_a_code_is_for_the_paper_on_the_screen(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    view = reads.signing(member_a, agreement_id=agreement.pk)
    assert view.slot_id is not None

    with pytest.raises(commands.PaperChanged):
        commands.request_code(member_a, slot_id=view.slot_id, sha256="0" * 64)
    assert not SigningCode.objects.exists()


def test_a_used_code_signs_nothing_more(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot_id, code = given.code_for(member_a, agreement.pk)
    commands.sign(member_a, slot_id=slot_id, code=code)

    with pytest.raises(commands.NotYourTurn):
        commands.sign(member_a, slot_id=slot_id, code=code)
    assert Signature.objects.count() == 1


def test_the_prime_cannot_sign_before_the_party(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot = SignatureSlot.objects.get(side="prime")

    with pytest.raises(commands.NotYourTurn):
        commands.request_code(desk, slot_id=slot.pk, sha256=slot.version.pdf.sha256)  # type: ignore[union-attr]
    assert reads.signing(desk, agreement_id=agreement.pk).slot_id is None
    assert slot.status == SlotStatus.WAITING


def test_where_we_sign_first_the_party_sees_nothing_before(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    party, prime = given.signers(desk, member_a)
    given.frozen(desk, agreement, [prime, party])
    commands.send(desk, agreement_id=agreement.pk)

    with pytest.raises(Agreement.DoesNotExist):
        reads.agreement(member_a, agreement_id=agreement.pk)
    assert reads.waiting_signatures(member_a) == []
    given.sign(desk, agreement.pk)
    assert [one.number for one in reads.waiting_signatures(member_a)] == ["UY-2026-0001"]
    given.sign(member_a, agreement.pk)
    agreement.refresh_from_db()
    assert agreement.status == Status.SIGNED


def test_the_second_signer_of_a_side_sees_nothing_before_the_first(desk: Actor, member_a: Actor) -> None:
    from muhatap.accounts.models import Role
    from muhatap.parties.models import Party
    from tests.given import cast

    partner = cast.user(
        "İkinci Ortak", "ortak@pirilti.example", Role.MEMBER_OWNER, Party.objects.get(pk=member_a.party_id)
    )
    second = replace(member_a, user_id=partner.pk, name=partner.name)
    agreement = given.draft(desk, member_a)
    party, prime = given.signers(desk, member_a)
    given.frozen(desk, agreement, [party, replace(party, name=second.name, user_id=partner.pk), prime])
    commands.send(desk, agreement_id=agreement.pk)

    with pytest.raises(Agreement.DoesNotExist):
        reads.signing(second, agreement_id=agreement.pk)
    given.sign(member_a, agreement.pk)
    given.sign(second, agreement.pk)
    assert list(Signature.objects.order_by("pk").values_list("signer_name", flat=True)) == [member_a.name, second.name]


def test_somebody_else_of_the_party_cannot_sign_in_the_signers_place(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot_id, code = given.code_for(member_a, agreement.pk)

    with pytest.raises(commands.NotYourTurn):
        commands.sign(replace(member_a, user_id=desk.user_id), slot_id=slot_id, code=code)
    assert not Signature.objects.exists()


def test_another_member_cannot_even_find_it(desk: Actor, member_a: Actor, member_b: Actor, customer_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot = SignatureSlot.objects.get(side="party")

    for other in (member_b, customer_a, replace(member_a, audience=Audience.CUSTOMER)):
        with pytest.raises(Agreement.DoesNotExist):
            reads.agreement(other, agreement_id=agreement.pk)
        with pytest.raises(SignatureSlot.DoesNotExist):
            commands.request_code(other, slot_id=slot.pk, sha256="0" * 64)
    assert not SigningCode.objects.exists()


@pytest.mark.parametrize("side", [Audience.CUSTOMER, Audience.MEMBER])
def test_the_database_shows_no_row_beyond_the_wall(
    desk: Actor, member_a: Actor, member_b: Actor, side: Audience
) -> None:
    given.signed(desk, member_a)
    other = member_b.party_id if side is Audience.MEMBER else member_a.party_id
    tables = ("agreement", "agreementversion", "signatureslot", "signingcode", "signature")

    with standing_at(side, party_id=other, user_id=None), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM agreements_{table}")
            assert cursor.fetchone() == (0,), table


def test_the_member_signs_behind_the_wall(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    slot_id, code = given.code_for(member_a, agreement.pk)

    with standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=member_a.user_id):
        assert commands.sign(member_a, slot_id=slot_id, code=code).signed is True
    assert SignatureSlot.objects.get(side="prime").status == SlotStatus.WAITING
    jobs.run_all()
    assert SignatureSlot.objects.get(side="prime").status == SlotStatus.OPEN


def test_a_signature_never_changes(desk: Actor, member_a: Actor, sql: Any) -> None:
    given.signed(desk, member_a)

    for statement in ("UPDATE agreements_signature SET signer_name = 'x'", "DELETE FROM agreements_signature"):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            sql(statement)
    assert Signature.objects.count() == 2


def test_the_evidence_names_who_when_from_where_and_what(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    given.sign(replace(member_a, address="203.0.113.7"), agreement.pk)

    signature = Signature.objects.select_related("version__pdf").get()
    evidence = signature.evidence
    assert signature.version.pdf is not None
    assert (evidence["pdf_sha256"], signature.sha256) == (signature.version.pdf.sha256,) * 2
    assert evidence["snapshot_sha256"] == signature.version.sha256
    assert (evidence["address"], evidence["device"]) == ("203.0.113.7", "Firefox")
    assert evidence["sent_to"] == "i•••@party.example"
    assert evidence["shown_at"] == evidence["signed_at"] == "2026-03-02T06:00:00+00:00"


def test_altered_bytes_are_noticed(desk: Actor, member_a: Actor, sql: Any) -> None:
    agreement = given.signed(desk, member_a)
    version = agreement.versions.select_related("pdf").get()
    assert reads.intact(desk, version_id=version.pk) is True
    assert version.pdf is not None
    path = files._path(version.pdf.sha256)
    whole = path.read_bytes()
    path.write_bytes(whole[:-2] + b"xx")
    assert reads.intact(desk, version_id=version.pk) is False
    path.write_bytes(whole)
    sql("UPDATE agreements_agreementversion SET snapshot = jsonb_set(snapshot, '{agreement,title}', '\"Başka\"')")
    assert reads.intact(desk, version_id=version.pk) is False


def test_declining_says_why_and_stops_the_signing(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)
    view = reads.signing(member_a, agreement_id=agreement.pk)
    assert view.slot_id is not None
    commands.decline(member_a, slot_id=view.slot_id, reason="Ödeme süresi 30 gün olmalı.")

    slot = SignatureSlot.objects.get(side="party")
    assert (slot.status, slot.note) == (SlotStatus.DECLINED, "Ödeme süresi 30 gün olmalı.")
    assert reads.signing(member_a, agreement_id=agreement.pk).slot_id is None
    with pytest.raises(commands.NotYourTurn):
        commands.request_code(member_a, slot_id=view.slot_id, sha256=view.version.pdf_sha256)
