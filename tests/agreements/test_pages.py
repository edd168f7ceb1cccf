"""Agreements on the pages of desk and member portal."""

from __future__ import annotations

import re
from typing import Any

from muhatap.agreements.models import Signature, SignatureSlot, SigningCode, Status
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from tests.given import agreements as given


def test_a_member_reads_and_signs_and_a_wrong_code_costs_an_attempt(desk: Actor, member_a: Actor, face: Any) -> None:
    agreement = given.sent(desk, member_a)
    portal = face("member", member_a)
    assert agreement.number in portal.get("/agreements/").content.decode()
    assert "Gizlilik" in portal.get(f"/agreements/{agreement.pk}/").content.decode()
    page = portal.get(f"/agreements/{agreement.pk}/sign/")
    portal.post(f"/agreements/{agreement.pk}/code/", {"sha256": page.context["view"].version.pdf_sha256})
    jobs.run_all()
    wrong = "000000" if given.last_code() != "000000" else "111111"
    key = portal.get(f"/agreements/{agreement.pk}/sign/").context["form_key"]
    answer = portal.post(f"/agreements/{agreement.pk}/sign/", {"code": wrong, "form_key": key}, follow=True)
    assert "Kod yanlış. 4 deneme hakkınız kaldı." in answer.content.decode()
    assert SigningCode.objects.get().attempts == 1
    assert not Signature.objects.exists()

    key = portal.get(f"/agreements/{agreement.pk}/sign/").context["form_key"]
    sent = {"code": given.last_code(), "form_key": key}
    answers = [portal.post(f"/agreements/{agreement.pk}/sign/", sent) for _click in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(303, f"/agreements/{agreement.pk}/")] * 2
    assert Signature.objects.count() == 1


def test_a_code_for_another_paper_is_refused_on_the_page(desk: Actor, member_a: Actor, face: Any) -> None:
    agreement = given.sent(desk, member_a)
    portal = face("member", member_a)
    answer = portal.post(f"/agreements/{agreement.pk}/code/", {"sha256": "0" * 64}, follow=True)
    assert "değişti" in answer.content.decode()
    assert not SigningCode.objects.exists()


def test_declining_on_the_page_reaches_the_desk_with_its_reason(desk: Actor, member_a: Actor, face: Any) -> None:
    agreement = given.sent(desk, member_a)
    portal = face("member", member_a)
    key = portal.get(f"/agreements/{agreement.pk}/decline/").context["form_key"]
    answer = portal.post(f"/agreements/{agreement.pk}/decline/", {"reason": "Süre kısa olmalı.", "form_key": key})
    assert answer.status_code == 303
    jobs.run_all()
    assert "Süre kısa olmalı." in face("desk", desk).get(f"/agreements/{agreement.pk}/").content.decode()


def test_the_desk_withdraws_and_terminates_on_its_pages(desk: Actor, member_a: Actor, face: Any) -> None:
    agreement = given.sent(desk, member_a)
    office = face("desk", desk)
    assert office.get("/agreements/").status_code == 200
    refused = office.post(f"/agreements/{agreement.pk}/terminate/", {"on": "2026-06-01", "reason": "x"})
    assert refused.status_code == 409
    assert office.post(f"/agreements/{agreement.pk}/withdraw/", {"reason": "Vazgeçildi"}).status_code == 303
    agreement.refresh_from_db()
    assert (agreement.status, agreement.end_reason) == (Status.WITHDRAWN, "Vazgeçildi")


def test_an_ink_signature_is_recorded_on_the_page(desk: Actor, member_a: Actor, face: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    agreement = given.sent(desk, member_a)
    slot = SignatureSlot.objects.select_related("version").get(side="party")
    scan = SimpleUploadedFile("imzali.pdf", b"%PDF-1.7 tarama", "application/pdf")
    answer = face("desk", desk).post(
        f"/agreements/{agreement.pk}/slots/{slot.pk}/ink/", {"scan": scan, "sha256": slot.version.sha256[:12]}
    )
    assert answer.status_code == 303
    assert Signature.objects.get().method == "paper"


def test_the_mailbox_is_there_in_a_demonstration_alone(desk: Actor, member_a: Actor, face: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "muhatap.integrations.email.backend.FolderBackend"
    agreement = given.draft(desk, member_a)
    party, prime = given.signers(desk, member_a)
    address = type(party)("party", party.name, "", "sahip@pirilti.example", party.user_id)
    given.frozen(desk, agreement, [address, prime])
    given.commands.send(desk, agreement_id=agreement.pk)
    jobs.run_all()
    portal = face("member", member_a)
    assert portal.get("/mailbox/").status_code == 404
    settings.DEMO = True
    text = portal.get("/mailbox/").content.decode()
    assert re.search(rf"{agreement.number} imzanızı bekliyor", text)
    assert "imzanızı bekliyor" not in face("desk", desk).get("/mailbox/").content.decode()
