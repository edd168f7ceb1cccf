"""The pages from an accepted proposal to a signed contract, at both faces."""

from __future__ import annotations

from typing import Any

from django.core import mail
from django.urls import reverse

from muhatap.agreements.models import Agreement, Signature, Status
from muhatap.contracts.models import CustomerContract, Project
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from tests.given import agreements as given_agreements
from tests.given import contracts as given
from tests.given import demand as given_demand

TERMS = {
    "title": "Ofis hizmetleri",
    "since": "2026-04-01",
    "last_day": "2027-03-31",
    "auto_renew": "on",
    "notice_days": "60",
    "billing_cycle": "monthly",
    "billing_day": "1",
    "in_arrears": "on",
    "payment_days": "30",
    "network_notice": "on",
}


def test_a_contract_is_drafted_frozen_sent_and_signed_through_the_pages(
    desk: Actor, customer_a: Actor, face: Any
) -> None:
    offer = given_demand.accepted_proposal(desk, customer_a)
    office = face("desk", desk)
    page = office.get(reverse("contract_new_from_proposal", args=[offer.pk]))
    assert page.status_code == 200
    answer = office.post(reverse("contract_new_from_proposal", args=[offer.pk]), TERMS)
    contract = CustomerContract.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/contracts/{contract.pk}/")
    for tab in ("overview", "lines", "clauses", "signatures"):
        assert office.get(f"/contracts/{contract.pk}/?tab={tab}").status_code == 200
    form = office.get(reverse("contract_freeze", args=[contract.pk])).context["form"]
    answer = office.post(reverse("contract_freeze", args=[contract.pk]), {**form.initial, "party_title": "Genel Müdür"})
    assert answer.status_code == 303, answer.context["form"].errors
    assert office.post(reverse("contract_send", args=[contract.pk])).status_code == 303
    jobs.run_all()
    assert "imzanızı bekliyor" in mail.outbox[-1].subject

    portal = face("customer", customer_a)
    assert portal.get("/contracts/").content.decode().count(contract.agreement.number) >= 1
    assert portal.get(f"/contracts/{contract.pk}/").status_code == 200
    sign(portal, contract.pk)
    jobs.run_all()
    office = face("desk", desk)
    sign(office, contract.pk)
    contract.agreement.refresh_from_db()
    assert contract.agreement.status == Status.SIGNED
    assert Signature.objects.count() == 2
    project = Project.objects.get()
    assert office.get(f"/projects/{project.pk}/").status_code == 200
    assert office.get("/projects/").status_code == 200


def sign(browser: Any, agreement_id: int) -> None:
    """Ask for the code on the page and type it."""
    page = browser.get(f"/agreements/{agreement_id}/sign/")
    sha256 = page.context["view"].version.pdf_sha256
    assert browser.post(f"/agreements/{agreement_id}/code/", {"sha256": sha256}).status_code == 303
    jobs.run_all()
    page = browser.get(f"/agreements/{agreement_id}/sign/")
    answer = browser.post(
        f"/agreements/{agreement_id}/sign/",
        {"code": given_agreements.last_code(), "form_key": page.context["form_key"]},
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/contracts/{agreement_id}/")


def test_another_customer_cannot_even_find_it(desk: Actor, customer_a: Actor, customer_b: Actor, face: Any) -> None:
    contract = given.sent(desk, customer_a)
    other = face("customer", customer_b)

    for address in (f"/contracts/{contract.pk}/", f"/agreements/{contract.pk}/sign/", f"/agreements/{contract.pk}/"):
        assert other.get(address).status_code == 404
    assert contract.agreement.number not in other.get("/contracts/").content.decode()
    assert Agreement.objects.get(pk=contract.pk).status == Status.SENT
