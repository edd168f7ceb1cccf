"""Steps 1 to 3 through the pages of three faces, as people walk them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from muhatap.demand.models import Need, Proposal, ProposalLine, Request, Visit
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.parties.models import Location
from tests.given import demand as given
from tests.given import parties as given_parties


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
    places = [pk for pk in Location.objects.order_by("code").values_list("pk", flat=True)]

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
        {"location_ids": places, "service": "office_cleaning", "quantity": "3", "basis": "per_head", "frequency": "days", "days": ["MO", "TU"]},
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
    for name, pk in (("request", request.pk), ("visit", visit.pk), ("proposal", proposal.pk), ("customer", request.customer_id), ("location", places[0])):
        text_of(office, reverse(name, args=[pk]))


def given_customer(party_id: int | None) -> Actor:
    """The decision maker of a customer that was registered at the desk."""
    from muhatap.accounts.models import Role
    from muhatap.kernel.actors import AllPermissions, Audience
    from muhatap.parties.models import Party
    from tests.given import cast

    user = cast.user("Mert Şen", "mert@kuzey.example", Role.CUSTOMER_DECISION, Party.objects.get(pk=party_id))
    return Actor(Audience.CUSTOMER, cast.NOW, user.pk, user.name, party_id, AllPermissions())
