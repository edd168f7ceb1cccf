"""The pages of starts, jobs, tickets and advice, opened as their users do."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.operations import commands
from muhatap.operations.models import Advice, Job, JobStatus, StartPlan, StartTask, Ticket, TicketMessage
from tests.given import operations as given
from tests.given.faces import Face


@pytest.fixture
def here(desk: Actor, customer_a: Actor, member_a: Actor) -> given.Site:
    """A location with a backed promise."""
    return given.site(customer_a, member_a)


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_desk_starts_a_service_through_its_gate(desk: Actor, here: given.Site, face: Face, drain: Any) -> None:
    given.documents(here)
    browser = face("desk", desk)
    assert browser.post(f"/projects/{here.project_id}/starts/").status_code == 303
    plan = StartPlan.objects.get()
    page = _text(browser.get(f"/starts/{plan.pk}/"))
    assert "Levent Genel Müdürlük" in page
    assert "disabled" in page
    assert "Levent Genel Müdürlük" in _text(browser.get("/starts/?status=preparing"))
    assert browser.post(f"/starts/{plan.pk}/live/").status_code == 303
    assert StartPlan.objects.get().status == "preparing"
    for task in StartTask.objects.filter(required=True):
        assert browser.post(f"/starts/{plan.pk}/tasks/{task.pk}/").status_code == 303
    assert browser.post(f"/starts/{plan.pk}/live/").status_code == 303
    assert StartPlan.objects.get().status == "live"
    assert browser.post(f"/starts/{plan.pk}/protocol/").status_code == 303
    protocol = StartPlan.objects.get().protocol_id
    assert browser.get(f"/files/{protocol}/").content.startswith(b"%PDF-")
    # The contract hides who delivers, so the customer's paper names a crew of ours.
    text = PdfReader(io.BytesIO(browser.get(f"/files/{protocol}/").content)).pages[0].extract_text()
    assert "N Kurumsal saha ekibi" in text
    assert "Pırıltı" not in text
    for path in (
        f"starts/{plan.pk}",
        f"starts/{plan.pk}/code",
        f"projects/{here.project_id}/coordination",
        "jobs",
        "jobs/board",
    ):
        assert browser.get(f"/{path}/").status_code == 200, path
    assert "IS-260302" in _text(browser.get("/jobs/?when=today"))


def test_an_override_needs_a_reason_and_two_people(
    desk: Actor, second_desk: Actor, here: given.Site, face: Face
) -> None:
    plan_id = given.start_plan(desk, here)
    browser = face("desk", desk)
    assert browser.get(f"/starts/{plan_id}/override/").status_code == 200
    assert browser.post(f"/starts/{plan_id}/override/", {"reason": "Açılış var"}).status_code == 303
    browser.post(f"/starts/{plan_id}/override/agree/")
    assert StartPlan.objects.get().override.agreed_at is None
    other = face("desk", second_desk)
    other.post(f"/starts/{plan_id}/override/agree/")
    other.post(f"/starts/{plan_id}/live/")
    assert StartPlan.objects.get().status == "live"
    moved = other.post(f"/starts/{plan_id}/move/", {"go_live_on": "2026-05-01"})
    assert moved.status_code == 409


def test_a_crew_lead_works_through_the_day_on_a_phone(
    *, desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site, face: Face, drain: Any
) -> None:
    given.going(desk, here)
    job = Job.objects.get(day=date(2026, 3, 2))
    browser = face("member", member_a)
    page = _text(browser.get("/today/"))
    assert "Levent Genel Müdürlük" in page
    assert "B kapısı" in page
    arrived = browser.get(f"/here/{here.code}/")
    assert arrived.headers["Location"] == f"/jobs/{job.pk}/?code={here.code}"
    assert here.code in _text(browser.get(arrived.headers["Location"]))
    browser.post(f"/jobs/{job.pk}/check-in/", {"method": "qr", "code": "YANLIS"})
    assert Job.objects.get(pk=job.pk).status == "planned"
    browser.post(f"/jobs/{job.pk}/check-in/", {"method": "qr", "code": here.code, "latitude": "", "longitude": ""})
    assert Job.objects.get(pk=job.pk).status == "started"
    photo = SimpleUploadedFile("sonra.jpg", given.photo(), content_type="image/jpeg")
    sent = {
        "points": ["floors", "bins", "wet", "rooms", "touch"],
        "finish": "1",
        "photos": photo,
        "quantity": "",
        "note": "",
    }
    browser.post(f"/jobs/{job.pk}/work/", sent)
    assert Job.objects.get(pk=job.pk).status == "done"
    assert browser.get(f"/jobs/{job.pk}/").status_code == 200
    assert browser.get("/tomorrow/").status_code == 200
    assert "IS-260302" in _text(browser.get("/jobs/?status=done"))
    drain()
    customer = face("customer", customer_a)
    page = _text(customer.get(f"/deliveries/{job.pk}/"))
    assert "/files/" in page
    assert "Pırıltı" not in page
    assert customer.post(f"/deliveries/{job.pk}/confirm/").status_code == 303
    assert Job.objects.get(pk=job.pk).status == "confirmed"
    assert customer.get("/deliveries/calendar/").status_code == 200


def test_a_code_of_nowhere_leads_to_a_kind_page(desk: Actor, member_a: Actor, here: given.Site, face: Face) -> None:
    given.going(desk, here)
    assert face("member", member_a).get("/here/XXXXXX/").status_code == 200


def test_the_desk_settles_what_the_customer_disputes(
    *, desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site, face: Face, drain: Any
) -> None:
    given.going(desk, here)
    job = Job.objects.get(day=date(2026, 3, 2))
    commands.report_jobs(member_a, job_ids=[job.pk])
    customer = face("customer", customer_a)
    assert customer.get(f"/deliveries/{job.pk}/dispute/").status_code == 200
    customer.post(f"/deliveries/{job.pk}/dispute/", {"reason": "Mutfak yapılmadı"})
    assert Job.objects.get(pk=job.pk).status == JobStatus.DISPUTED
    browser = face("desk", desk)
    assert "Mutfak yapılmadı" in _text(browser.get(f"/jobs/{job.pk}/"))
    assert browser.post(f"/jobs/{job.pk}/confirm/", {"accepted_quantity": "9"}).status_code == 409
    assert browser.post(f"/jobs/{job.pk}/confirm/", {"accepted_quantity": "4"}).status_code == 303
    assert Job.objects.get(pk=job.pk).accepted_quantity == 4


def test_the_desk_confirms_many_cancels_and_records(desk: Actor, member_a: Actor, here: given.Site, face: Face) -> None:
    given.going(desk, here)
    first, second, third = Job.objects.order_by("day")[:3]
    browser = face("desk", desk)
    assert browser.get(f"/jobs/{first.pk}/record/").status_code == 200
    browser.post(f"/jobs/{first.pk}/record/", {"reason": "Telefonla", "quantity": "5"})
    assert Job.objects.get(pk=first.pk).status == "done"
    browser.post("/jobs/confirm/", {"until": "2026-03-02"})
    assert Job.objects.get(pk=first.pk).status == "confirmed"
    browser.post(f"/jobs/{second.pk}/cancel/", {"reason": "Bina kapalı"})
    assert Job.objects.get(pk=second.pk).status == "cancelled"
    assert Job.objects.get(pk=third.pk).status == "planned"


def test_a_member_declines_and_does_its_tasks(
    desk: Actor, member_a: Actor, member_b: Actor, here: given.Site, face: Face
) -> None:
    given.going(desk, here)
    job = Job.objects.get(day=date(2026, 3, 3))
    browser = face("member", member_a)
    browser.post(f"/jobs/{job.pk}/decline/", {"reason": "Grip"})
    assert Job.objects.get(pk=job.pk).status == "declined"
    browser.post(f"/jobs/{job.pk}/accept/")
    assert Job.objects.get(pk=job.pk).status == "accepted"
    assert browser.get("/starts/").status_code == 200
    other = face("member", member_b)
    assert other.get(f"/jobs/{job.pk}/").status_code == 404
    assert other.post(f"/jobs/{job.pk}/decline/", {"reason": "x"}).status_code == 404


def test_the_customer_follows_the_start_and_does_its_own_tasks(
    *, desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, face: Face, drain: Any
) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 4, 1))
    plan_id = given.start_plan(desk, here)
    browser = face("customer", customer_a)
    page = _text(browser.get(f"/starts/{plan_id}/"))
    assert "Levent Genel Müdürlük" in page
    assert "Pırıltı" not in page
    assert browser.get("/starts/").status_code == 200
    task = StartTask.objects.get(key="access")
    browser.post(f"/starts/{plan_id}/tasks/{task.pk}/")
    assert StartTask.objects.get(key="access").done_by_id == customer_a.user_id
    drain()
    assert StartPlan.objects.get().blockers["done"] == 1
    assert face("customer", customer_b).get(f"/starts/{plan_id}/").status_code == 404


def test_a_ticket_goes_two_hops_and_no_message_is_read_by_both(
    *, desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, here: given.Site, face: Face
) -> None:
    given.going(desk, here)
    customer = face("customer", customer_a)
    new = {"kind": "complaint", "location_id": here.location_id, "subject": "Cam kirli", "text": "Giriş camı"}
    assert customer.get("/tickets/new/").status_code == 200
    assert customer.post("/tickets/new/", new).status_code == 303
    ticket = Ticket.objects.get()
    assert ticket.number == "KY-2026-0001"
    assert ticket.due_at.isoformat() == "2026-03-02T10:00:00+00:00"
    browser = face("desk", desk)
    assert "Cam kirli" in _text(browser.get("/tickets/?status=waiting"))
    assert browser.get(f"/tickets/{ticket.pk}/route/").status_code == 200
    browser.post(f"/tickets/{ticket.pk}/route/", {"member_id": here.member_id, "text": "Cam için ne zaman?"})
    member = face("member", member_a)
    assert ticket.number in _text(member.get("/questions/"))
    page = _text(member.get(f"/questions/{ticket.pk}/"))
    assert "Cam için ne zaman?" in page
    assert "Giriş camı" not in page
    member.post(f"/questions/{ticket.pk}/", {"text": "Yarın sabah"})
    browser = face("desk", desk)
    assert "Yarın sabah" in _text(browser.get(f"/tickets/{ticket.pk}/"))
    browser.post(f"/tickets/{ticket.pk}/answer/", {"text": "Yarın temizlenecek"})
    customer = face("customer", customer_a)
    page = _text(customer.get(f"/tickets/{ticket.pk}/"))
    assert "Yarın temizlenecek" in page
    assert "Yarın sabah" not in page
    customer.post(f"/tickets/{ticket.pk}/write/", {"text": "Hâlâ kirli"})
    assert Ticket.objects.get().status == "open"
    face("desk", desk).post(f"/tickets/{ticket.pk}/answer/", {"text": "Şimdi yapıldı"})
    face("customer", customer_a).post(f"/tickets/{ticket.pk}/close/")
    assert Ticket.objects.get().status == "closed"
    assert TicketMessage.objects.count() == 5
    assert face("customer", customer_b).get(f"/tickets/{ticket.pk}/").status_code == 404


def test_advice_reaches_its_member_alone(
    desk: Actor, member_a: Actor, member_b: Actor, here: given.Site, face: Face
) -> None:
    browser = face("desk", desk)
    assert browser.get(f"/advice/new/?project={here.project_id}").status_code == 200
    sent = {
        "member_id": here.member_id,
        "project_id": here.project_id,
        "topic": "Vardiya",
        "text": "Yedek personel",
        "agreed_actions": "İki yedek",
        "follow_up_on": "2026-03-16",
    }
    assert browser.post("/advice/new/", sent).status_code == 303
    advice = Advice.objects.get()
    member = face("member", member_a)
    assert "Vardiya" in _text(member.get("/advice/"))
    assert "Yedek personel" in _text(member.get(f"/advice/{advice.pk}/"))
    assert Advice.objects.get().seen_at == desk.now
    assert face("member", member_b).get(f"/advice/{advice.pk}/").status_code == 404
    browser = face("desk", desk)
    browser.post(f"/advice/{advice.pk}/close/", {"outcome": "Yedek bulundu"})
    assert "Yedek bulundu" in _text(browser.get(f"/advice/{advice.pk}/"))


@pytest.mark.parametrize("name", ["desk", "customer", "member"])
def test_the_home_page_counts_what_it_opens(
    *, desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site, face: Face, name: str
) -> None:
    given.going(desk, here)
    actor = {"desk": desk, "customer": customer_a, "member": member_a}[name]
    assert face(name, actor).get("/").status_code == 200


def test_what_was_typed_on_the_phone_stays_when_it_is_refused(
    *, desk: Actor, member_a: Actor, here: given.Site, face: Face
) -> None:
    given.going(desk, here)
    job = Job.objects.get(day=date(2026, 3, 2))
    browser = face("member", member_a)
    wrong = browser.post(f"/jobs/{job.pk}/check-in/", {"method": "pin", "code": "YANLIS"})
    assert wrong.status_code == 409
    assert 'value="YANLIS"' in _text(wrong)
    browser.post(f"/jobs/{job.pk}/check-in/", {"method": "pin", "code": here.code})
    refused = browser.post(f"/jobs/{job.pk}/work/", {"finish": "1", "quantity": "80", "note": "Yardıma geldiler"})
    assert refused.status_code == 409
    assert 'value="80"' in _text(refused)
    assert "Yardıma geldiler</textarea>" in _text(refused)
    assert Job.objects.get(pk=job.pk).status == "started"
    for page in ("check-in", "work"):
        assert browser.get(f"/jobs/{job.pk}/{page}/").headers["Location"] == f"/jobs/{job.pk}/"


def test_jobs_the_crew_could_not_report_are_reported_together(
    *, desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site, face: Face, settings: Any, drain: Any
) -> None:
    given.going(desk, here)
    settings.CLOCK = datetime(2026, 3, 4, 18, 0, tzinfo=ISTANBUL)
    browser = face("member", member_a)
    assert "3 iş" in _text(browser.get("/jobs/report/"))
    assert browser.post("/jobs/report/", {"until": "2026-03-03"}).status_code == 303
    assert [job.day.day for job in Job.objects.filter(status="done").order_by("day")] == [2, 3]
    drain()
    customer = face("customer", customer_a)
    assert "2 teslimat yapıldı olarak bildirildi" in _text(customer.get("/"))
