"""What customers and members send through their portals is kept, under the portal's own login: no column stays shut.

The acts their packages try through a page themselves stand there; here stand the rest.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from muhatap.accounts.models import FaceSession, ListView, User
from muhatap.agreements.models import SignatureSlot
from muhatap.billing.models import Invoice
from muhatap.demand.models import Proposal, Request
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.network.models import RateCard
from muhatap.operations.models import Job, StartTask
from tests.given import billing, contracts, network
from tests.given import demand as given_demand
from tests.given import operations as given
from tests.given.cast import NOW
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


def test_a_customer_refuses_a_proposal(face: Face, desk: Actor, customer_a: Actor) -> None:
    proposal = given_demand.sent_proposal(desk, customer_a.party_id)
    sent = face("customer", customer_a).post(f"/proposals/{proposal.pk}/refuse/", {"note": "Bütçemizi aşıyor."})
    assert sent.status_code == 303
    kept = Proposal.objects.get(pk=proposal.pk)
    assert (kept.status, kept.answer_note, kept.answered_by_id) == ("refused", "Bütçemizi aşıyor.", customer_a.user_id)


def test_a_customer_asks_in_its_portal(face: Face, customer_a: Actor) -> None:
    sent = face("customer", customer_a).post("/requests/new/", {"subject": "Cam temizliği", "categories": ["cleaning"]})
    request = Request.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"/requests/{request.pk}/")
    assert (request.subject, request.customer_id, request.source) == ("Cam temizliği", customer_a.party_id, "portal")


def test_a_customer_rejects_an_invoice(
    face: Face, desk: Actor, customer_a: Actor, member_a: Actor, settings: Any
) -> None:
    world = billing.running(customer_a, member_a)
    billing.line(world, "office_cleaning", price="100000", cost="85000")
    billing.month_ended(desk)
    invoice = billing.sent_invoice(desk, world)
    settings.CLOCK = datetime(2026, 4, 2, 9, 0, tzinfo=ISTANBUL)
    sent = face("customer", customer_a).post(f"/invoices/{invoice.pk}/reject/", {"reason": "Adet yanlış."})
    assert sent.status_code == 303
    kept = Invoice.objects.get(pk=invoice.pk)
    assert (kept.status, kept.rejection) == ("rejected", "Adet yanlış.")


def test_a_customer_does_not_sign_and_says_why(face: Face, desk: Actor, customer_a: Actor) -> None:
    contract = contracts.sent(desk, customer_a)
    sent = face("customer", customer_a).post(f"/agreements/{contract.pk}/decline/", {"reason": "Süre uzun."})
    assert sent.status_code == 303
    slot = SignatureSlot.objects.get(agreement_id=contract.pk, side="party")
    assert (slot.status, slot.note) == ("declined", "Süre uzun.")


@pytest.fixture
def going(desk: Actor, customer_a: Actor, member_a: Actor) -> list[int]:
    """The jobs of a site that has started, first day first."""
    given.going(desk, given.site(customer_a, member_a))
    return list(Job.objects.order_by("day", "pk").values_list("pk", flat=True))


def test_a_customer_confirms_everything_up_to_a_day(
    face: Face, customer_a: Actor, going: list[int], settings: Any
) -> None:
    Job.objects.filter(pk__in=going[:2]).update(
        status="done", done_at=NOW, started_at=NOW, done_quantity=Decimal(5), accepted_quantity=None
    )
    settings.CLOCK = NOW + timedelta(days=3)
    sent = face("customer", customer_a).post("/deliveries/confirm/", {"until": "2026-03-03"})
    assert (sent.status_code, sent["Location"]) == (303, "/deliveries/?status=confirmed")
    found = Job.objects.order_by("day", "pk").values_list("status", "confirmed_by_id")[:3]
    assert list(found) == [("confirmed", customer_a.user_id)] * 2 + [("planned", None)]


def test_a_member_accepts_several_jobs_at_once(face: Face, member_a: Actor, going: list[int]) -> None:
    browser = face("member", member_a)
    sent = browser.post("/bulk/jobs-accept/", {"pick": going[:2], "back": "/jobs/"})
    assert sent.status_code == 303
    assert Job.objects.filter(status="accepted").count() == 2
    assert browser.get(sent["Location"]).status_code == 200


def test_a_member_does_its_task_before_a_start(face: Face, desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    plan_id = given.start_plan(desk, given.site(customer_a, member_a))
    task = StartTask.objects.filter(plan_id=plan_id, side="member").order_by("pk")[0]
    sent = face("member", member_a).post(f"/starts/tasks/{task.pk}/", {"note": "Ekip hazır"})
    assert (sent.status_code, sent["Location"]) == (303, "/starts/")
    task.refresh_from_db()
    assert (task.done_at, task.done_by_id, task.note) == (NOW, member_a.user_id, "Ekip hazır")


def test_a_member_states_a_price(face: Face, desk: Actor, member_a: Actor) -> None:
    network.member(member_a)
    sent = face("member", member_a).post(
        "/rates/new/",
        {"service_id": "office_cleaning", "basis": "per_head", "unit_price": "41000.50", "valid_from": "2026-04-01"},
    )
    assert (sent.status_code, sent["Location"]) == (303, "/rates/")
    rate = RateCard.objects.get()
    assert (rate.unit_price, rate.member_id, rate.period.lower) == (
        Decimal("41000.5000"),
        member_a.party_id,
        date(2026, 4, 1),
    )


@pytest.mark.parametrize("side", ["customer", "member"])
def test_a_view_of_a_list_is_kept_changed_and_removed(
    face: Face, side: str, customer_a: Actor, member_a: Actor
) -> None:
    actor = customer_a if side == "customer" else member_a
    browser = face(side, actor)
    assert browser.post("/views/new/?page=/findings/&query=state=open", {"name": "Açık bulgular"}).status_code == 303
    view = ListView.objects.get()
    assert (view.name, view.user_id, view.party_id, view.shared) == (
        "Açık bulgular",
        actor.user_id,
        actor.party_id,
        False,
    )
    assert browser.post(f"/views/{view.pk}/change/", {"name": "Açıklar", "shared": "on"}).status_code == 303
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Açıklar", True)
    assert browser.post(f"/views/{view.pk}/remove/").status_code == 303
    assert not ListView.objects.exists()


@pytest.mark.parametrize("side", ["customer", "member"])
def test_somebody_logs_in_and_out(face: Face, side: str, customer_a: Actor, member_a: Actor) -> None:
    actor = customer_a if side == "customer" else member_a
    user = User.objects.get(pk=actor.user_id)
    browser = face(side)
    assert browser.post("/login/", {"email": user.email, "password": "sınama parolası"}).status_code == 303
    assert [(row.face, row.user_id) for row in FaceSession.objects.all()] == [(side, user.pk)]
    assert browser.post("/logout/").status_code == 303
    assert not FaceSession.objects.exists()
    assert browser.get("/account/")["Location"] == "/login/?next=%2Faccount%2F"


@pytest.mark.parametrize("side", ["customer", "member"])
def test_a_wrong_password_is_remembered_under_the_portals_login(
    face: Face, side: str, customer_a: Actor, member_a: Actor
) -> None:
    actor = customer_a if side == "customer" else member_a
    email = User.objects.get(pk=actor.user_id).email
    browser = face(side)
    answers = [browser.post("/login/", {"email": email, "password": "yanlış"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [409] * 6
    assert "Çok fazla yanlış parola girildi." in answers[5].content.decode()
