"""The pages of members, rounds, agreements and gaps, opened at each face as somebody of the cast."""

from __future__ import annotations

import pytest
from django.urls import reverse

from muhatap.agreements.models import Agreement, Status
from muhatap.backing import commands
from muhatap.backing.commands.force import disclose_to_member
from muhatap.backing.models import Backing, Gap
from muhatap.kernel.actors import Actor
from muhatap.network.models import Application, Coverage, CoverageStatus, Document, DocumentStatus
from muhatap.sourcing.models import Award, Round, RoundLine
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
FAMOUS_PRICE = "1234.5678"


@pytest.fixture
def agreed(desk: Actor, customer_a: Actor, member_a: Actor) -> Backing:
    """A promise at one price, backed at another."""
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract, price="7777")
    made = given.backing(given.bond(contract, member.pk, period=given.TERM), promise, price=FAMOUS_PRICE)
    disclose_to_member(desk, agreement_id=made.project_agreement_id)
    commands.refresh(desk, promise_ids=[promise.pk])
    return made


def test_the_desk_goes_from_a_round_to_an_agreement_in_the_browser(
    desk: Actor, customer_a: Actor, member_a: Actor, face: Face
) -> None:
    given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    browser = face("desk", desk)
    made = browser.post(reverse("round_new", args=[contract.pk]), {"deadline": "2026-03-09"})
    opened = Round.objects.get()
    assert (made.status_code, made["Location"]) == (303, reverse("round", args=[opened.pk]))
    assert "Pırıltı Temizlik" in browser.get(made["Location"]).content.decode()
    line = RoundLine.objects.get()
    compared = browser.get(reverse("line_compare", args=[line.pk])).content.decode()
    assert "üyelik sözleşmesi yürürlükte" in compared
    browser.post(reverse("line_award", args=[line.pk, member_a.party_id]))
    assert Award.objects.get().member_id == member_a.party_id
    terms = {
        "settlement_cycle": "monthly",
        "payment_days": "30",
        "retention_percent": "5",
        "advance_percent": "0",
        "notice_days": "60",
    }
    drafted = browser.post(reverse("project_agreement_new", args=[opened.pk]), terms)
    backing = Backing.objects.get()
    assert drafted["Location"] == reverse("project_agreement", args=[backing.project_agreement_id])
    sent = browser.post(reverse("project_agreement_send", args=[backing.project_agreement_id]))
    assert sent["Location"] == reverse("agreement", args=[backing.project_agreement_id])
    assert Agreement.objects.get(pk=backing.project_agreement_id).status == Status.SENT
    for name, number in (
        ("project_agreement", backing.project_agreement_id),
        ("promise_backing", promise.pk),
        ("contract_backing", contract.pk),
        ("location_backing", promise.location_id),
    ):
        assert browser.get(reverse(name, args=[number])).status_code == 200
    for name in ("rounds", "project_agreements", "gaps", "members", "applications", "documents"):
        assert browser.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("tab", ["overview", "documents", "coverage", "rates", "agreements", "standing"])
def test_every_tab_of_a_member_opens(desk: Actor, agreed: Backing, face: Face, tab: str) -> None:
    answer = face("desk", desk).get(reverse("member", args=[agreed.member_id]) + f"?tab={tab}")
    assert (answer.status_code, "Pırıltı Temizlik" in answer.content.decode()) == (200, True)


def test_a_gap_is_taken_on_in_the_browser(desk: Actor, customer_a: Actor, face: Face) -> None:
    promise = given.promise(given.contract(customer_a))
    commands.refresh(desk, promise_ids=[promise.pk])
    gap = Gap.objects.get()
    browser = face("desk", desk)
    assert "kaynak turu" in browser.get(reverse("gap", args=[gap.pk])).content.decode().lower()
    browser.post(reverse("gap_take", args=[gap.pk]))
    gap.refresh_from_db()
    assert gap.owner_id == desk.user_id


def test_the_member_sees_its_own_price_and_never_the_customers(agreed: Backing, member_a: Actor, face: Face) -> None:
    browser = face("member", member_a)
    page = browser.get(reverse("backings")).content.decode()
    assert ("1.234,5678" in page, "7.777" in page, "7777" in page) == (True, False, False)
    for name in ("documents", "coverage", "rates", "home"):
        assert browser.get(reverse(name)).status_code == 200


def test_another_member_finds_nothing_of_it(desk: Actor, agreed: Backing, member_b: Actor, face: Face) -> None:
    given_network.member(member_b)
    page = face("member", member_b).get(reverse("backings")).content.decode()
    assert ("1.234,5678" in page, agreed.location.name in page) == (False, False)


def test_the_customer_reads_covered_and_no_name_and_no_price_of_a_member(
    agreed: Backing, customer_a: Actor, face: Face
) -> None:
    page = face("customer", customer_a).get(reverse("coverage")).content.decode()
    assert ("güvencede" in page, "Pırıltı" in page, "1.234,5678" in page) == (True, False, False)


def test_a_company_applies_in_the_browser_and_loses_nothing_it_typed(desk: Actor, face: Face) -> None:
    browser = face("public")
    form = {
        "company_name": "Ak Böcek Kontrol Ltd. Şti.",
        "tax_number": "1234567891",
        "tax_office": "Mecidiyeköy",
        "district_id": str(given_network.district().pk),
        "workers": "12",
        "services": [given_network.SERVICE],
        "contact_name": "Ayşe Ak",
        "phone": "0212 333 44 55",
        "email": "ayse@akbocek.example",
    }
    refused = browser.post(reverse("application_new"), form)
    assert (refused.status_code, "Ak Böcek Kontrol" in refused.content.decode()) == (409, True)
    assert Application.objects.count() == 0
    sent = browser.post(reverse("application_new"), {**form, "tax_number": "1234567890"})
    application = Application.objects.get()
    assert sent["Location"] == reverse("application_progress", args=[application.token])
    assert "BS-2026-0001" in browser.get(sent["Location"]).content.decode()
    assert browser.get(reverse("application_progress", args=["guess"])).status_code == 404


def test_a_member_uploads_and_proposes_at_its_portal(desk: Actor, member_a: Actor, face: Face) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    given_network.member(member_a)
    browser = face("member", member_a)
    file = SimpleUploadedFile("izin.pdf", given_network.PDF)
    browser.post(reverse("document_new"), {"type_id": "biocidal_permit", "file": file, "valid_from": "2026-01-01"})
    coverage = {
        "service_id": given_network.SERVICE,
        "district_id": str(given_network.district().pk),
        "capacity": "8",
        "valid_from": "2026-03-02",
    }
    browser.post(reverse("coverage_new"), coverage)
    assert Document.objects.get().status == DocumentStatus.UPLOADED
    assert Coverage.objects.get().status == CoverageStatus.PROPOSED
