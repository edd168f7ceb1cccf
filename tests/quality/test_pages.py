"""The pages of audits, reports and findings, opened as their users do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from muhatap.kernel.actors import Actor
from muhatap.quality.models import Audit, AuditAnswer, AuditPhoto, AuditReport, Finding
from tests.given import operations as given_operations
from tests.given import quality as given
from tests.given.faces import Face


@pytest.fixture
def here(desk: Actor, customer_a: Actor, member_a: Actor) -> given_operations.Site:
    """A location with a backed promise."""
    return given_operations.site(customer_a, member_a)


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_an_auditor_answers_on_a_phone(desk: Actor, here: given_operations.Site, face: Face) -> None:
    browser = face("desk", desk)
    assert browser.get("/audits/new/").status_code == 200
    sent = {
        "kind": "service",
        "template_id": given.template("cleaning_service").pk,
        "location_id": here.location_id,
        "member_id": "",
        "planned_on": "2026-03-02",
        "auditor_id": "",
        "announced": "on",
    }
    assert browser.post("/audits/new/", sent).status_code == 303
    audit = Audit.objects.get()
    assert browser.get(f"/audits/{audit.pk}/").status_code == 200
    assert browser.get(f"/audits/{audit.pk}/start/").status_code == 200
    assert browser.post(f"/audits/{audit.pk}/start/", {"lot_size": "120"}).status_code == 303
    sheet = _text(browser.get(f"/audits/{audit.pk}/sheet/"))
    assert "13 / 120 · Ac 1" in sheet
    assert browser.get(f"/audits/{audit.pk}/sheet/B/").status_code == 200
    photo = SimpleUploadedFile("islak.jpg", given_operations.photo(), content_type="image/jpeg")
    answers = {"v_B1": "4", "v_B2": "fail", "n_B2": "Islak", "p_B2": photo, "v_B5": "40,5", "unit": ""}
    went = browser.post(f"/audits/{audit.pk}/sheet/B/", answers)
    assert went.headers["Location"] == f"/audits/{audit.pk}/sheet/C/"
    assert AuditAnswer.objects.get(item_id="B5").value == "40.5"
    assert AuditPhoto.objects.get().item_id == "B2"
    refused = browser.post(f"/audits/{audit.pk}/submit/", {"conclusion": "İyi", "internal_note": ""})
    assert refused.status_code == 409
    given.answered(desk, audit.pk)
    assert browser.post(f"/audits/{audit.pk}/submit/", {"conclusion": "İyi", "internal_note": ""}).status_code == 303
    assert Audit.objects.get().status == "submitted"


def test_a_report_reaches_its_readers_with_a_pdf_and_the_finding_is_corrected(
    *,
    desk: Actor,
    customer_a: Actor,
    customer_b: Actor,
    member_a: Actor,
    here: given_operations.Site,
    face: Face,
    drain: Any,
) -> None:
    audit_id = given.submitted(desk, here, B2=("fail", "Islak zemin"))
    browser = face("desk", desk)
    assert browser.get("/audits/?state=unreported").status_code == 200
    assert browser.post(f"/audits/{audit_id}/publish/").status_code == 303
    report = AuditReport.objects.get(audience="customer")
    assert report.file_id is not None
    for path in (
        f"audits/{audit_id}",
        f"reports/{report.pk}",
        "audits",
        "findings",
        f"findings/{Finding.objects.get().pk}",
    ):
        assert browser.get(f"/{path}/").status_code == 200, path
    customer = face("customer", customer_a)
    page = _text(customer.get(f"/reports/{report.pk}/"))
    assert "Islak zemin" in page
    assert "Pırıltı" not in page
    assert customer.get(f"/files/{report.file_id}/").content.startswith(b"%PDF-")
    assert AuditReport.objects.get(pk=report.pk).read_at == desk.now
    finding = Finding.objects.get()
    for path in ("reports", "reports/coming", "findings", f"findings/{finding.pk}"):
        assert customer.get(f"/{path}/").status_code == 200, path
    assert face("customer", customer_b).get(f"/reports/{report.pk}/").status_code == 404
    member = face("member", member_a)
    notice = AuditReport.objects.get(audience="member")
    for path in (
        "reports",
        f"reports/{notice.pk}",
        "findings",
        f"findings/{finding.pk}",
        f"findings/{finding.pk}/cause",
    ):
        assert member.get(f"/{path}/").status_code == 200, path
    assert member.get(f"/reports/{report.pk}/").status_code == 404
    assert member.get(f"/files/{report.file_id}/").status_code == 404
    member.post(f"/findings/{finding.pk}/cause/", {"cause": "Kontrol yok"})
    assert (
        member.post(f"/findings/{finding.pk}/action/", {"text": "Kontrol", "due_on": "2027-01-01"}).status_code == 409
    )
    member.post(f"/findings/{finding.pk}/action/", {"text": "Kontrol", "due_on": "2026-03-05"})
    action = finding.actions.get()
    assert member.post(f"/actions/{action.pk}/done/", {"note": "Yapıldı"}).status_code == 409
    proof = SimpleUploadedFile("kanit.jpg", given_operations.photo(), content_type="image/jpeg")
    assert member.post(f"/actions/{action.pk}/done/", {"note": "Yapıldı", "evidence": proof}).status_code == 303
    drain()
    browser = face("desk", desk)
    assert browser.get(f"/findings/{finding.pk}/verify/").status_code == 200
    browser.post(f"/findings/{finding.pk}/verify/", {"verdict": "Görüldü"})
    assert Finding.objects.get().status == "verified"


def test_an_audit_of_nobody_and_a_wrong_day_are_refused_with_words(
    desk: Actor, here: given_operations.Site, face: Face
) -> None:
    browser = face("desk", desk)
    sent = {"kind": "member", "template_id": given.template("member_company").pk, "planned_on": "2026-03-02"}
    answer = browser.post("/audits/new/", sent)
    assert answer.status_code == 409
    assert not Audit.objects.exists()
