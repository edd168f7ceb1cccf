"""A company applies, learns what is missing, and becomes a member."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from muhatap.accounts.models import Role, Seat
from muhatap.kernel.actors import Actor, AllPermissions, Audience
from muhatap.kernel.errors import Forbidden, IllegalMove, InvalidInput
from muhatap.kernel.models import OutboxMessage
from muhatap.kernel.wall import standing_at
from muhatap.network import commands, reads
from muhatap.network.models import Application, ApplicationStatus, Condition, Member, MemberStatus
from muhatap.parties.models import Party
from muhatap.parties.rules import WrongTaxNumber
from tests.given import network as given
from tests.given.cast import NOW, prime
from tests.given.logins import logged_in

pytestmark = pytest.mark.django_db
VKN = "1234567890"


@pytest.fixture
def visitor(db: None) -> Actor:
    """Somebody on the public page."""
    prime()
    return Actor(audience=Audience.PUBLIC, now=NOW, permissions=AllPermissions())


def asked(actor: Actor, **changes: object) -> Application:
    """An application as a careful applicant writes it."""
    values: dict[str, object] = {
        "company_name": "  Ak  Böcek Kontrol Ltd. Şti. ",
        "tax_number": VKN,
        "tax_office": "Mecidiyeköy",
        "contact_name": "Ayşe Ak",
        "phone": "0212 333 44 55",
        "email": "Ayse@AkBocek.example",
        "district_id": given.district().pk,
        "services": [given.SERVICE],
        "workers": 12,
        "provinces": ["34"],
    }
    return commands.apply(actor, **{**values, **changes})  # type: ignore[arg-type]


def test_a_visitor_applies_behind_the_wall_and_follows_it_by_its_link(visitor: Actor) -> None:
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        made = asked(visitor)
        found = reads.progress(visitor, token=made.token)
        assert (found.company_name, found.status) == ("Ak Böcek Kontrol Ltd. Şti.", "received")
        with pytest.raises(Application.DoesNotExist):
            reads.progress(visitor, token="another")
    row = Application.objects.get()
    assert (row.number, row.phone, row.email) == ("BS-2026-0001", "+902123334455", "ayse@akbocek.example")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"services": []}, InvalidInput),
        ({"workers": 0}, InvalidInput),
        ({"tax_number": "1234567891"}, WrongTaxNumber),
        ({"tax_number": " "}, InvalidInput),
        ({"company_name": " "}, InvalidInput),
        ({"invitation_token": "unknown"}, commands.NoSuchInvitation),
    ],
)
def test_a_careless_application_is_refused(
    visitor: Actor, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asked(visitor, **changes)
    assert Application.objects.count() == 0


def test_the_whole_way_from_application_to_member(desk: Actor) -> None:
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    suggested = reads.suggested_conditions(desk, application_id=application.pk)
    assert {one.document_type_id for one in suggested} >= {"biocidal_permit", "biocidal_manager"}
    conditions = [
        commands.NewCondition("Biyosidal izni", date(2026, 4, 1), "biocidal_permit"),
        commands.NewCondition("Tanışma görüşmesi", date(2026, 3, 10), before_approval=True),
    ]
    commands.state_conditions(desk, application_id=application.pk, score=80, conditions=conditions)
    with pytest.raises(commands.ConditionsOpen, match="Tanışma görüşmesi"):
        commands.approve_application(desk, application_id=application.pk)
    assert Member.objects.count() == 0
    meeting = Condition.objects.get(text="Tanışma görüşmesi")
    commands.meet_condition(desk, condition_id=meeting.pk)
    member = commands.approve_application(desk, application_id=application.pk)
    party = Party.objects.get(pk=member.pk)
    assert (party.name, party.tax_number, party.is_member) == ("Ak Böcek Kontrol Ltd. Şti.", VKN, True)
    assert member.status == MemberStatus.APPROVED
    seat = Seat.objects.select_related("user").get(party=party)
    assert (seat.role, seat.user.email) == (Role.MEMBER_OWNER, "ayse@akbocek.example")
    assert Condition.objects.filter(member=party).count() == 2
    letters = OutboxMessage.objects.filter(kind="mail").values_list("payload__template", flat=True)
    assert sorted(letters) == ["account_invitation", "application_moved", "application_received"]


def test_a_verified_document_meets_the_condition_that_asked_for_it(desk: Actor) -> None:
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    condition = commands.NewCondition("Biyosidal izni", date(2026, 4, 1), "biocidal_permit")
    commands.state_conditions(desk, application_id=application.pk, score=80, conditions=[condition])
    member = commands.approve_application(desk, application_id=application.pk)
    document = commands.upload_document(
        desk,
        member_id=member.pk,
        type_id="biocidal_permit",
        data=given.PDF,
        name="izin.pdf",
        valid_from=date(2026, 1, 1),
    )
    assert Condition.objects.get().met_on is None
    commands.verify_document(desk, document_id=document.pk)
    assert Condition.objects.get().met_on == desk.today


def test_a_new_member_is_asked_for_what_it_was_taken_in_for_before_it_covers_anything(
    desk: Actor, member_a: Actor
) -> None:
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    condition = commands.NewCondition("IBAN teyit yazısı", date(2026, 4, 1), "bank_account_letter")
    commands.state_conditions(desk, application_id=application.pk, score=80, conditions=[condition])
    member = commands.approve_application(desk, application_id=application.pk)
    owner = dataclasses.replace(member_a, party_id=member.pk)
    with logged_in("member"), standing_at(Audience.MEMBER, party_id=member.pk, user_id=owner.user_id):
        assert [one.type_id for one in reads.requirements(owner, member_id=member.pk)] == ["bank_account_letter"]


def test_a_company_that_is_a_member_is_not_taken_in_twice(desk: Actor) -> None:
    for _turn in range(2):
        last = asked(desk)
        commands.review_application(desk, application_id=last.pk)
        if Member.objects.count() == 0:
            commands.approve_application(desk, application_id=last.pk)
    with pytest.raises(commands.AlreadyMember):
        commands.approve_application(desk, application_id=last.pk)
    last.refresh_from_db()
    assert (last.status, last.member_id, Member.objects.count()) == (ApplicationStatus.REVIEW, None, 1)


def test_a_customer_can_become_a_member_too(desk: Actor, customer_a: Actor) -> None:
    Party.objects.filter(pk=customer_a.party_id).update(tax_number=VKN)
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    member = commands.approve_application(desk, application_id=application.pk)
    assert member.pk == customer_a.party_id


def test_an_application_is_refused_with_a_reason_alone(desk: Actor) -> None:
    application = asked(desk)
    with pytest.raises(InvalidInput):
        commands.refuse_application(desk, application_id=application.pk, reason=" ")
    application.refresh_from_db()
    assert application.status == ApplicationStatus.RECEIVED
    commands.refuse_application(desk, application_id=application.pk, reason="Bölgenizde yer yok")
    with pytest.raises(IllegalMove):
        commands.review_application(desk, application_id=application.pk)


def test_conditions_are_not_due_in_the_past(desk: Actor) -> None:
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    late = commands.NewCondition("İzin", desk.today - timedelta(days=1))
    with pytest.raises(InvalidInput):
        commands.state_conditions(desk, application_id=application.pk, score=80, conditions=[late])
    assert Condition.objects.count() == 0


def test_an_invitation_fills_in_the_form_and_is_remembered(desk: Actor, visitor: Actor) -> None:
    invitation = commands.invite(desk, email="Bilgi@yeni.example", company_name="Yeni Firma", service_id=given.SERVICE)
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        found = reads.invitation(visitor, token=invitation.token)
        assert found is not None
        assert (found.company_name, found.service_id) == ("Yeni Firma", given.SERVICE)
        assert reads.invitation(visitor, token="guess") is None
        asked(visitor, invitation_token=invitation.token)
    assert Application.objects.get().invitation_id == invitation.pk


def test_whoever_may_not_approve_does_not(desk: Actor) -> None:
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    reviewer = dataclasses.replace(desk, permissions=frozenset({"network.review"}))
    with pytest.raises(Forbidden):
        commands.approve_application(reviewer, application_id=application.pk)
    assert Member.objects.count() == 0
