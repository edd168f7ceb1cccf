"""Steps 1 to 3 through the pages of three faces, as people walk them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from muhatap.demand.models import Need, Proposal, ProposalLine, Request, Visit
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.kernel.tasks import run_night
from muhatap.parties.models import Location
from tests.given import demand as given
from tests.given import parties as given_parties
from tests.given.cast import NOW


def sent(browser: Any, page: str, /, *args: object, **data: Any) -> HttpResponse:
    """Send a form and expect to be led on."""
    answer = browser.post(reverse(page, args=args), data)
    assert answer.status_code == 303, answer.content.decode()[:4000]
    return answer


def text_of(browser: Any, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.content.decode()[:4000])
    return answer.content.decode()


def test_steps_one_to_three_through_the_pages(face: Any, desk: Actor, settings: Any) -> None:
    visitor = face("public")
    assert "form" in text_of(visitor, reverse("request_new"))
    answer = sent(
        visitor,
        "request_new",
        company_name="Kuzey Perakende A.Ş.",
        contact_name="Mert Şen",
        phone="0532 111 22 33",
        email="mert@kuzey.example",
        district_id=given_parties.district().pk,
        categories=["cleaning"],
        subject="Mağaza temizliği",
        text="Üç mağaza",
    )
    assert "TL-2026-0001" in text_of(visitor, answer["Location"])
    assert visitor.get(reverse("request_received", args=["x" * 43])).status_code == 404

    office = face("desk", desk)
    request = Request.objects.get()
    assert "Kuzey Perakende" in text_of(office, reverse("requests"))
    assert "Mağaza temizliği" in text_of(office, reverse("request", args=[request.pk]))
    sent(office, "request_assign", request.pk, owner_id=desk.user_id)
    sent(office, "request_contact", request.pk, channel="phone", text="Görüşüldü")
    sent(office, "request_customer", request.pk, name="Kuzey Perakende A.Ş.", tax_class="A")
    request.refresh_from_db()
    for name in ("Nişantaşı", "Bomonti"):
        sent(office, "location_new", request.customer_id, name=name, district_id=given_parties.district().pk)
    places = list(Location.objects.order_by("code").values_list("pk", flat=True))

    sent(
        office,
        "visit_new",
        request.pk,
        planned_at="2026-03-04T10:00",
        minutes_planned="60",
        lead_id=desk.user_id,
        place="Nişantaşı",
    )
    visit = Visit.objects.get()
    settings.CLOCK = given.VISIT_AT.replace(hour=12)
    assert "cleaning-area" in text_of(office, reverse("visit_hold", args=[visit.pk]))
    answers = {f"cleaning-{key}": value for key, value in given.CLEANING_ANSWERS.items()}
    sent(office, "visit_hold", visit.pk, held_at="2026-03-04T10:00", met="Mert Şen", notes="Depo küçük", **answers)
    url = f"{reverse('need_new', args=[request.pk])}?visit={visit.pk}"
    answer = office.post(
        url,
        {
            "location_ids": places,
            "service": "office_cleaning",
            "quantity": "3",
            "basis": "per_head",
            "frequency": "days",
            "days": ["MO", "TU"],
        },
    )
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert list(Need.objects.values_list("pattern", flat=True)) == ["FREQ=WEEKLY;BYDAY=MO,TU"] * 2
    assert "Nişantaşı" in text_of(office, reverse("visit", args=[visit.pk]))
    sent(office, "visit_report", visit.pk)
    visit.refresh_from_db()
    assert visit.report is not None

    sent(office, "proposal_new", request.pk, title="Temizlik", need_ids=list(Need.objects.values_list("pk", flat=True)))
    proposal = Proposal.objects.get()
    prices = {}
    for line in ProposalLine.objects.all():
        prices |= {f"unit_cost-{line.pk}": "40000", f"source-{line.pk}": "liste", f"unit_price-{line.pk}": "50000"}
    sent(office, "proposal_price", proposal.pk, **prices)
    assert "300.000,00" in text_of(office, reverse("proposal", args=[proposal.pk]))
    sent(office, "proposal_send", proposal.pk)

    customer = given_customer(request.customer_id)
    portal = face("customer", customer)
    assert reverse("visit_confirm", args=[visit.pk]) in text_of(portal, reverse("visit", args=[visit.pk]))
    assert portal.get(reverse("file", args=[visit.report_id])).content.startswith(b"%PDF")
    sent(portal, "visit_confirm", visit.pk, correction="Bir mağaza daha var.")
    page = text_of(portal, reverse("proposal", args=[proposal.pk]))
    assert "300.000,00" in page
    assert "40.000" not in page
    sent(portal, "proposal_accept", proposal.pk, note="Uygundur")
    jobs.run_all()
    request.refresh_from_db()
    proposal.refresh_from_db()
    visit.refresh_from_db()
    assert (request.status, proposal.status, visit.status, visit.correction) == (
        "won",
        "accepted",
        "confirmed",
        "Bir mağaza daha var.",
    )
    for name in ("requests", "visits", "proposals", "locations", "home"):
        text_of(portal, reverse(name))
    office = face("desk", desk)
    for name in ("requests", "visits", "proposals", "locations", "customers", "home"):
        text_of(office, reverse(name))
    for name, pk in (
        ("request", request.pk),
        ("visit", visit.pk),
        ("proposal", proposal.pk),
        ("customer", request.customer_id),
        ("location", places[0]),
    ):
        text_of(office, reverse(name, args=[pk]))


def given_customer(party_id: int | None) -> Actor:
    """The decision maker of a customer that was registered at the desk."""
    from muhatap.accounts.models import Role
    from muhatap.kernel.actors import AllPermissions, Audience
    from muhatap.parties.models import Party
    from tests.given import cast

    user = cast.user("Mert Şen", "mert@kuzey.example", Role.CUSTOMER_DECISION, Party.objects.get(pk=party_id))
    return Actor(Audience.CUSTOMER, cast.NOW, user.pk, user.name, party_id, AllPermissions())


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(face: Any, desk: Actor) -> None:
    office = face("desk", desk)
    answer = office.post(
        reverse("request_new"),
        {"company_name": "Kuzey", "contact_name": "Mert", "subject": "Temizlik", "source": "phone", "phone": "12"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'id="id_phone_error"' in page
    assert 'value="Kuzey"' in page
    assert Request.objects.count() == 0


def test_the_same_form_sent_twice_enters_one_request(face: Any, desk: Actor) -> None:
    office = face("desk", desk)
    values = {
        "company_name": "Kuzey",
        "contact_name": "Mert",
        "subject": "Temizlik",
        "source": "phone",
        "phone": "0532 111 22 33",
        "form_key": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    }
    first, second = office.post(reverse("request_new"), values), office.post(reverse("request_new"), values)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Request.objects.count() == 1


def test_a_machine_that_fills_the_hidden_field_is_turned_away(face: Any, desk: Actor) -> None:
    visitor = face("public")
    values = {"company_name": "Bot", "contact_name": "Bot", "subject": "x", "email": "b@b.example", "website": "x"}
    assert visitor.post(reverse("request_new"), values).status_code == 409
    assert Request.objects.count() == 0


def test_pages_of_another_customer_are_not_there(face: Any, desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    visit = given.reported_visit(desk, customer_a.party_id)
    proposal = given.sent_proposal(desk, customer_a.party_id)
    place = Location.objects.get()
    portal = face("customer", customer_b)
    pages = [
        ("request", visit.request_id),
        ("visit", visit.pk),
        ("visit_confirm", visit.pk),
        ("proposal", proposal.pk),
        ("proposal_accept", proposal.pk),
        ("proposal_refuse", proposal.pk),
        ("location", place.pk),
    ]
    for name, pk in pages:
        assert portal.get(reverse(name, args=[pk])).status_code == 404, name
    assert portal.post(reverse("visit_confirm", args=[visit.pk]), {}).status_code == 404
    assert portal.post(reverse("proposal_accept", args=[proposal.pk]), {}).status_code == 404
    visit.refresh_from_db()
    proposal.refresh_from_db()
    assert (visit.status, proposal.status) == ("reported", "sent")
    portal = face("customer", customer_a)
    for name, pk in pages:
        assert portal.get(reverse(name, args=[pk])).status_code == 200, name


def test_every_form_of_the_desk_opens(face: Any, desk: Actor, second_desk: Actor) -> None:
    visit = given.planned_visit(desk)
    proposal = given.priced_proposal(desk, cost="40000", price="41000")
    need, place = Need.objects.get(), Location.objects.get()
    office = face("desk", second_desk)
    pk, party = visit.request_id, proposal.customer_id
    pages = [
        ("request_new", []), ("request_assign", [pk]), ("request_contact", [pk]), ("request_customer", [pk]),
        ("request_link", [pk]), ("request_lose", [pk]), ("request_merge", [pk]), ("visit_new", [pk]),
        ("visit_move", [visit.pk]), ("visit_cancel", [visit.pk]), ("visit_hold", [visit.pk]), ("need_new", [pk]),
        ("need_change", [need.pk]), ("need_copy", [need.pk]), ("proposal_new", [proposal.request_id]),
        ("proposal_change", [proposal.pk]), ("proposal_price", [proposal.pk]), ("proposal_approval", [proposal.pk]),
        ("proposal_decide", [proposal.pk]), ("customer_new", []), ("customer_change", [party]),
        ("contact_new", [party]), ("location_new", [party]), ("location_change", [place.pk]),
    ]  # fmt: skip
    for name, args in pages:
        assert office.get(reverse(name, args=args)).status_code == 200, name
    for name in ("requests", "visits", "proposals", "customers", "locations"):
        for kind, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
            assert office.get(f"{reverse(name)}?export={kind}").content.startswith(start), name


def test_a_low_margin_is_approved_by_another_person_through_the_pages(
    face: Any, desk: Actor, second_desk: Actor
) -> None:
    proposal = given.priced_proposal(desk, cost="40000", price="41000")
    office = face("desk", desk)
    sent(office, "proposal_approval", proposal.pk, reason="Stratejik müşteri")
    answer = office.post(reverse("proposal_decide", args=[proposal.pk]), {"approved": "yes"})
    assert answer.status_code == 409
    proposal.refresh_from_db()
    assert proposal.status == "approval"
    office = face("desk", second_desk)
    sent(office, "proposal_decide", proposal.pk, approved="yes")
    sent(office, "proposal_send", proposal.pk)
    proposal.refresh_from_db()
    assert proposal.status == "sent"
    assert proposal.pdf is not None


def test_the_first_page_leads_to_the_request_form(face: Any, desk: Actor) -> None:
    page = text_of(face("public"), "/")
    assert f'href="{reverse("request_new")}"' in page
    assert f'href="{reverse("application_new")}"' in page


def test_at_night_unanswered_proposals_run_out(desk: Actor) -> None:
    proposal = given.sent_proposal(desk)
    run_night(NOW + timedelta(days=31))
    proposal.refresh_from_db()
    assert proposal.status == "expired"


def test_a_member_is_not_found_among_the_customers(face: Any, desk: Actor, member_a: Actor) -> None:
    office = face("desk", desk)
    for name in ("customer", "customer_change"):
        assert office.get(reverse(name, args=[member_a.party_id])).status_code == 404
