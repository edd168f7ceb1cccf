"""Documents: why they are rejected, when members are reminded, on which days they count, and waivers for missing ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from muhatap.accounts.models import Role
from muhatap.backing import commands as backing
from muhatap.backing import reads as backing_reads
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import ISTANBUL, Actor, system
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.models import OutboxMessage
from muhatap.kernel.periods import Period
from muhatap.network import commands, reads
from muhatap.network.models import Document, DocumentReminder, DocumentWaiver
from muhatap.roles import permissions_of
from muhatap.sourcing.reads import reason_words
from muhatap.sourcing.rules.candidates import judge
from muhatap.sourcing.sets import load, wanted_of
from tests.given import backing as given_backing
from tests.given import cast
from tests.given import network as given

pytestmark = pytest.mark.django_db
PERMIT = "biocidal_permit"


def on(actor: Actor, day: date) -> Actor:
    """The actor on another day."""
    return actor.at(datetime(day.year, day.month, day.day, 9, tzinfo=ISTANBUL))


def judged(desk: Actor, contract_id: int) -> tuple[bool, list[tuple[str, str]]]:
    """Whether the only candidate for a contract's promise fits, and what is said about its documents."""
    promise = Promise.objects.select_related("location__district").get(contract_id=contract_id)
    wanted = wanted_of(promise, desk.today)
    (offer,) = load([promise]).offers(promise, wanted)
    verdict = judge(wanted, offer)
    views = [reason_words(reason.data()) for reason in verdict.reasons if reason.kind == "documents"]
    return verdict.fits, [(view.word, view.text) for view in views]


def test_a_rejection_names_a_reason_of_the_list_and_words(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    document = given.papers(desk, member)[PERMIT]
    commands.reject_document(desk, document_id=document.pk, code="unreadable", reason="İkinci sayfa")
    row = reads.document(desk, document_id=document.pk)
    assert row.rejection_reason == "okunmuyor: İkinci sayfa"


def test_a_document_counts_on_its_last_day_and_not_on_the_next(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.able(desk, member_a)
    Document.objects.filter(type_id=PERMIT).update(period=Period(date(2026, 1, 1), date(2026, 4, 1)).range())
    fits = {}
    for start in (date(2026, 3, 31), date(2026, 4, 1)):
        contract = given_backing.contract(customer_a, period=Period(start, date(2026, 6, 1)))
        given_backing.promise(contract, period=Period(start, date(2026, 6, 1)), quantity="1")
        fits[start] = judged(desk, contract.pk)[0]
    assert fits == {date(2026, 3, 31): True, date(2026, 4, 1): False}


def test_a_document_of_the_future_does_not_count_before_its_day(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    given.covers(desk, member)
    made = commands.upload_document(
        member_a,
        member_id=member.pk,
        type_id=PERMIT,
        data=given.PDF,
        name="izin.pdf",
        valid_from=date(2026, 3, 10),
        valid_until=date(2027, 3, 9),
    )
    commands.verify_document(desk, document_id=made.pk)
    states = {
        day: next(
            one.state for one in reads.requirements(on(member_a, day), member_id=member.pk) if one.type_id == PERMIT
        )
        for day in (date(2026, 3, 9), date(2026, 3, 10))
    }
    assert states == {date(2026, 3, 9): "future", date(2026, 3, 10): "valid"}


def test_each_reminder_goes_out_once_and_together_per_member(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    documents = given.papers(desk, member, valid_until=date(2026, 8, 31))
    house = system(desk.now)
    sent = {}
    # 1 September is the first day without them.
    for left in (91, 90, 89, 60, 31, 30, 8, 7, 1):
        night = on(house, date(2026, 9, 1) - timedelta(days=left))
        sent[left] = [commands.remind_of_documents(night), commands.remind_of_documents(night)]
    assert sent == {
        91: [0, 0], 90: [1, 0], 89: [0, 0], 60: [1, 0], 31: [0, 0], 30: [1, 0], 8: [0, 0], 7: [1, 0], 1: [0, 0],
    }  # fmt: skip
    letters = OutboxMessage.objects.filter(kind="mail", payload__template="documents_expiring")
    assert letters.count() == 4
    assert {letter.payload["facts"]["count"] for letter in letters} == {len(documents)}
    assert DocumentReminder.objects.count() == 4 * len(documents)


def test_a_document_that_has_a_successor_is_not_reminded_of(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    documents = given.papers(desk, member, valid_until=date(2026, 3, 20))
    for kind in documents:
        commands.upload_document(
            desk,
            member_id=member.pk,
            type_id=kind,
            data=given.PDF + b"new",
            name="yeni.pdf",
            valid_from=date(2026, 3, 21),
            valid_until=date(2027, 3, 20),
        )
    assert commands.remind_of_documents(system(desk.now)) == 0
    assert DocumentReminder.objects.count() == 0


def test_a_late_first_night_sends_the_nearest_reminder_alone(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    given.papers(desk, member, valid_until=date(2026, 3, 20))
    assert commands.remind_of_documents(system(desk.now)) == 1
    assert commands.remind_of_documents(on(system(desk.now), date(2026, 3, 10))) == 0
    assert commands.remind_of_documents(on(system(desk.now), date(2026, 3, 14))) == 1


def waived(desk: Actor, member_id: int, **changes: object) -> DocumentWaiver:
    """A waiver asked for the permit until the end of March."""
    values: dict[str, object] = {
        "member_id": member_id,
        "service_id": given.SERVICE,
        "document_type_id": PERMIT,
        "until": date(2026, 4, 1),
        "reason": "İzin yenileniyor",
    }
    return commands.ask_waiver(desk, **{**values, **changes})  # type: ignore[arg-type]


def test_a_waiver_counts_in_the_choice_once_a_second_person_agreed(
    desk: Actor, second_desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given.able(desk, member_a)
    Document.objects.filter(type_id=PERMIT).update(period=Period(date(2025, 1, 1), date(2026, 3, 1)).range())
    contract = given_backing.contract(customer_a)
    given_backing.promise(contract)
    name = reads.waivable(desk, member_id=member.pk)[0][2].partition(" · ")[0]
    waiver = waived(desk, member.pk)
    assert judged(desk, contract.pk) == (False, [("no", f"yasal zorunlu belge eksik: {name}")])
    with pytest.raises(commands.SecondPersonNeeded):
        commands.agree_waiver(desk, waiver_id=waiver.pk)
    assert judged(desk, contract.pk)[0] is False
    commands.agree_waiver(second_desk, waiver_id=waiver.pk)
    noted = f"yasal zorunlu belge eksik, iki kişinin onayıyla 31.03.2026 gününe kadar istisna: {name}"
    assert judged(desk, contract.pk) == (True, [("note", noted)])
    commands.end_waiver(desk, waiver_id=waiver.pk)
    assert judged(desk, contract.pk)[0] is False


def test_the_proof_does_not_count_a_waiver(desk: Actor, second_desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given.able(desk, member_a)
    Document.objects.filter(type_id=PERMIT).update(period=Period(date(2025, 1, 1), date(2026, 3, 1)).range())
    contract = given_backing.contract(customer_a)
    promise = given_backing.promise(contract)
    held = given_backing.bond(contract, member.pk, period=given_backing.TERM)
    given_backing.backing(held, promise)
    commands.agree_waiver(second_desk, waiver_id=waived(desk, member.pk).pk)
    backing.refresh(system(desk.now), promise_ids=[promise.pk])
    segments = backing_reads.proof(desk, promise_ids=[promise.pk], period=Period(date(2026, 3, 2), date(2026, 4, 1)))
    assert [segment.grade for segment in segments] == ["conditional"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, InvalidInput),
        ({"until": date(2026, 3, 2)}, InvalidInput),
        ({"until": date(2026, 6, 1)}, InvalidInput),
        ({"document_type_id": "bank_account_letter"}, commands.NothingToWaive),
    ],
)
def test_a_careless_waiver_is_refused(
    desk: Actor, member_a: Actor, changes: dict[str, object], refusal: type[Exception]
) -> None:
    member = given.member(member_a)
    with pytest.raises(refusal):
        waived(desk, member.pk, **changes)
    assert DocumentWaiver.objects.count() == 0


def test_what_is_there_or_waived_is_not_waived_again(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    given.papers(desk, member)
    with pytest.raises(commands.NothingToWaive):
        waived(desk, member.pk)
    Document.objects.all().update(period=Period(date(2025, 1, 1), date(2026, 3, 1)).range())
    waived(desk, member.pk)
    with pytest.raises(commands.NothingToWaive):
        waived(desk, member.pk)
    assert DocumentWaiver.objects.count() == 1


def test_the_database_itself_wants_two_people(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    waiver = waived(desk, member.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentWaiver.objects.filter(pk=waiver.pk).update(agreed_by=desk.user_id)
    waiver.refresh_from_db()
    assert waiver.agreed_by_id is None


def test_who_asks_at_the_network_desk_may_not_agree(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    waiver = waived(desk, member.pk)
    clerk = cast.desk("Kerem Uslu", "kerem@n.example", Role.NETWORK_DESK)
    with pytest.raises(Forbidden):
        commands.agree_waiver(
            Actor(
                audience=clerk.audience, now=clerk.now, user_id=clerk.user_id, name=clerk.name,
                permissions=permissions_of(Role.NETWORK_DESK.value),
            ),
            waiver_id=waiver.pk,
        )  # fmt: skip
    assert DocumentWaiver.objects.get().agreed_at is None
