"""The pages of conditions, waivers, prices, files and the questionnaire, at the desk and in the portal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from muhatap.network.models import Condition, Coverage, DocumentWaiver, Qualification, RateCard
from tests.given import network as given
from tests.given.faces import Face
from tests.network.test_applications import asked
from tests.network.test_qualification import answers

pytestmark = pytest.mark.django_db


def test_a_condition_is_stated_and_ended_on_the_members_record(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    browser, record = face("desk", desk), f"/members/{member.pk}/"
    sent = {"text": "Filo listesi", "asks": "amount", "effect": "no_work", "bites_on": "2026-03-10"}
    answer = browser.post(f"{record}conditions/new/", sent)
    assert (answer.status_code, Condition.objects.count()) == (409, 0)
    answer = browser.post(f"{record}conditions/new/", {**sent, "most_monthly": "75000.50", "province_id": "34"})
    assert (answer.status_code, answer["Location"]) == (303, f"{record}?tab=conditions")
    row = Condition.objects.get()
    assert (row.most_monthly, row.due_on, row.province_id) == (75_000_50, date(2026, 3, 9), "34")
    assert "Filo listesi" in browser.get(f"{record}?tab=conditions").content.decode()
    assert browser.post(f"{record}conditions/{row.pk}/end/", {"on": "2026-03-05"}).status_code == 303
    row.refresh_from_db()
    assert row.until == date(2026, 3, 5)


def test_a_waiver_is_asked_by_one_and_agreed_to_by_another(
    desk: Actor, second_desk: Actor, member_a: Actor, face: Face
) -> None:
    member = given.member(member_a)
    given.covers(desk, member)
    url = f"/members/{member.pk}/waivers/new/"
    sent = {"what": f"{given.SERVICE}|biocidal_permit", "last_day": "2026-03-31", "reason": "Yenileniyor"}
    assert face("desk", desk).post(url, sent).status_code == 303
    waiver = DocumentWaiver.objects.get()
    page = face("desk", desk).get(f"/members/{member.pk}/?tab=documents").content.decode()
    assert f"/waivers/{waiver.pk}/agree/" not in page
    page = face("desk", second_desk).get(f"/members/{member.pk}/?tab=documents").content.decode()
    assert f"/waivers/{waiver.pk}/agree/" in page
    assert face("desk", second_desk).post(f"/waivers/{waiver.pk}/agree/").status_code == 303
    waiver.refresh_from_db()
    assert (waiver.agreed_by_id, waiver.period.upper) == (second_desk.user_id, date(2026, 4, 1))


def test_a_member_takes_prices_over_from_a_file_and_ends_one(desk: Actor, member_a: Actor, face: Face) -> None:
    given.member(member_a)
    browser = face("member", member_a)
    head = "hizmet_kodu;il_kodu;esas;birim_fiyat;ilk_gun"

    def send(line: str, act: str) -> tuple[int, str]:
        file = SimpleUploadedFile("fiyat.csv", f"{head}\n{line}".encode())
        answer = browser.post("/rates/import/", {"file": file, "act": act})
        return answer.status_code, answer.content.decode()

    status, page = send(f"{given.SERVICE};;per_period;bin;01.04.2026", "take")
    assert (status, "“bin” bir sayı değil" in page, RateCard.objects.count()) == (409, True, 0)
    assert (send(f"{given.SERVICE};;per_period;900;01.04.2026", "look")[0], RateCard.objects.count()) == (200, 0)
    assert send(f"{given.SERVICE};;per_period;900;01.04.2026", "take")[0] == 303
    rate = RateCard.objects.get()
    assert given.SERVICE in browser.get("/rates/export/").content.decode("utf-8-sig")
    assert browser.post(f"/rates/{rate.pk}/end/", {"until": "2026-05-01"}).status_code == 303
    rate.refresh_from_db()
    assert rate.period == Period(date(2026, 4, 1), date(2026, 5, 1)).range()


def test_a_price_is_stated_with_its_terms_and_shown(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    browser = face("desk", desk)
    sent = {"service_id": given.SERVICE, "basis": "per_visit", "unit_price": "900", "valid_from": "2026-04-01"}
    sent |= {"last_day": "2026-12-31", "minimum": "2500", "night_percent": "25"}
    assert browser.post(f"/members/{member.pk}/rates/new/", sent).status_code == 303
    rate = RateCard.objects.get()
    assert (rate.minimum, rate.night_percent, rate.period.upper) == (2500_00, Decimal(25), date(2027, 1, 1))
    page = browser.get(f"/members/{member.pk}/?tab=rates").content.decode()
    assert "ayda en az 2.500,00\u00a0₺" in page.replace("2.500,00 ₺", "2.500,00\u00a0₺")


def test_coverage_ends_at_the_desk_and_both_faces_show_the_calendar(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="10")
    row = Coverage.objects.get()
    assert "Kapasite takvimi" in face("member", member_a).get("/coverage/?by=day").content.decode()
    page = face("desk", desk).get(f"/members/{member.pk}/?tab=coverage&first=2026-05-04").content.decode()
    assert "4 May" in page
    assert face("desk", desk).post(f"/coverage/{row.pk}/end/", {"until": "2026-06-01"}).status_code == 303
    row.refresh_from_db()
    assert row.period.upper == date(2026, 6, 1)


def test_the_questionnaire_is_answered_on_both_pages_and_confirmed(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    owner = face("member", member_a)
    assert owner.post("/qualification/answer/", {"years": "more"}).status_code == 409
    assert Qualification.objects.count() == 0
    assert owner.post("/qualification/answer/", answers()).status_code == 303
    made = Qualification.objects.get()
    url = f"/qualifications/{made.pk}/confirm/"
    assert face("desk", desk).post(url, {"score": "70", "tier": "medium", "reason": ""}).status_code == 409
    answer = face("desk", desk).post(url, {"score": "70", "tier": "medium", "reason": "Sahada gördük"})
    assert (answer.status_code, answer["Location"]) == (303, f"/members/{member.pk}/")
    made.refresh_from_db()
    assert (made.score, made.tier) == (70, "medium")
    assert "orta risk" in owner.get("/qualification/").content.decode()


def test_an_applicant_answers_on_its_page_without_a_login(desk: Actor, face: Face) -> None:
    application = asked(desk)
    browser, url = face("public"), f"/apply/{application.token}/"
    assert f'href="{url}questionnaire/"' in browser.get(url).content.decode()
    assert browser.post(f"{url}questionnaire/", {"years": "more"}).status_code == 409
    assert Qualification.objects.count() == 0
    answer = browser.post(f"{url}questionnaire/", answers())
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert Qualification.objects.get().application_id == application.pk
    assert "Yanıtları düzelt" in browser.get(url).content.decode()
