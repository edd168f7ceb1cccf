"""What somebody without a login may send, and what may be guessed, is limited by address, with a sentence and a wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from muhatap.accounts import attempts
from muhatap.accounts.attempts import TooManyAttempts
from muhatap.accounts.models import Attempt
from muhatap.agreements.models import SignatureSlot, SigningCode
from muhatap.demand.models import Request
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.tasks import run_night
from muhatap.network.models import Application
from tests.given import contracts as given
from tests.given import parties
from tests.given.cast import NOW
from tests.given.faces import Browser, Face

pytestmark = pytest.mark.django_db
REQUEST = {
    "company_name": "Kuzey Perakende A.Ş.",
    "contact_name": "Mert Şen",
    "phone": "0532 111 22 33",
    "subject": "Mağaza temizliği",
    "text": "Üç mağaza, her gün",
}
SENT = "Buradan çok fazla form gönderildi. Yazdıklarınız burada duruyor: 50 dakika sonra yeniden gönderin ya da bizi arayın."

DEAD = "Bu bağlantı daha önce kullanılmış ya da süresi dolmuş."


def application(number: int) -> dict[str, Any]:
    return {
        "company_name": f"Yıldız Temizlik {number}",
        "tax_number": "1234567890",
        "tax_office": "Kadıköy",
        "district_id": parties.district().pk,
        "workers": "12",
        "services": ["office_cleaning"],
        "contact_name": "Ece Taş",
        "phone": "0532 111 22 33",
        "email": f"ece{number}@yildiz.example",
    }


def sends(browser: Browser, path: str, data: dict[str, Any], *, times: int, settings: Any) -> list[int]:
    """Send a form once a minute; how each was answered."""
    found = []
    for minute in range(times):
        settings.CLOCK = NOW + timedelta(minutes=minute)
        found.append(browser.post(path, data).status_code)
    return found


def test_the_eleventh_request_of_an_hour_waits_and_nothing_typed_is_lost(
    face: Face, desk: Actor, settings: Any
) -> None:
    visitor = face("public")
    assert sends(visitor, "/request/", REQUEST, times=10, settings=settings) == [303] * 10
    settings.CLOCK = NOW + timedelta(minutes=10)
    answer = visitor.post("/request/", REQUEST)
    page = answer.content.decode()
    assert (answer.status_code, SENT in page) == (409, True)
    for typed in ("Kuzey Perakende A.Ş.", "Mert Şen", "Mağaza temizliği", "Üç mağaza, her gün"):
        assert typed in page
    assert (Request.objects.count(), Attempt.objects.count()) == (10, 10)


def test_another_address_and_a_later_hour_are_free(face: Face, desk: Actor, settings: Any) -> None:
    visitor = face("public")
    sends(visitor, "/request/", REQUEST, times=10, settings=settings)
    settings.CLOCK = NOW + timedelta(minutes=10)
    assert visitor.post("/request/", REQUEST, REMOTE_ADDR="203.0.113.7").status_code == 303
    settings.CLOCK = NOW + timedelta(hours=1)
    assert visitor.post("/request/", REQUEST).status_code == 303
    assert Request.objects.count() == 12


def test_forms_that_were_filled_in_wrongly_do_not_count(face: Face, desk: Actor, settings: Any) -> None:
    visitor = face("public")
    wrong = {**REQUEST, "phone": "12"}
    assert sends(visitor, "/request/", wrong, times=12, settings=settings) == [409] * 12
    assert Attempt.objects.count() == 0
    assert visitor.post("/request/", REQUEST).status_code == 303


def test_applications_have_a_count_of_their_own(face: Face, desk: Actor, settings: Any) -> None:
    visitor = face("public")
    sends(visitor, "/request/", REQUEST, times=10, settings=settings)
    settings.CLOCK = NOW
    for number in range(10):
        assert visitor.post("/apply/", application(number)).status_code == 303
    answer = visitor.post("/apply/", application(11))
    page = answer.content.decode()
    assert (answer.status_code, "Buradan çok fazla form gönderildi." in page) == (409, True)
    assert 'value="Yıldız Temizlik 11"' in page
    assert Application.objects.count() == 10


@pytest.mark.parametrize("side", ["desk", "customer", "member"])
def test_links_for_a_password_are_asked_for_ten_times_an_hour(
    face: Face, desk: Actor, settings: Any, side: str
) -> None:
    visitor = face(side)
    assert sends(visitor, "/password/forgotten/", {"email": "x@y.example"}, times=10, settings=settings) == [303] * 10
    answer = visitor.post("/password/forgotten/", {"email": "x@y.example"})
    said = "Buradan çok fazla bağlantı istendi. 51 dakika bekleyip yeniden deneyin."
    assert (answer.status_code, said in answer.content.decode()) == (409, True)
    assert 'value="x@y.example"' in answer.content.decode()
    assert JournalEntry.objects.filter(name="accounts.PasswordForgotten").count() == 10


@pytest.mark.parametrize("side", ["desk", "customer", "member"])
def test_dead_links_are_tried_twenty_times_in_ten_minutes(face: Face, desk: Actor, settings: Any, side: str) -> None:
    visitor = face(side)
    for number in range(20):
        assert DEAD in visitor.get(f"/password/set/?link={number}").content.decode()
    answer = visitor.get("/password/set/?link=21")
    said = "Buradan çok fazla geçersiz bağlantı açıldı. 10 dakika bekleyip yeniden deneyin."
    assert (answer.status_code, said in answer.content.decode()) == (409, True)
    settings.CLOCK = NOW + timedelta(minutes=10)
    assert DEAD in visitor.get("/password/set/?link=21").content.decode()


def test_wrong_signing_codes_are_counted_over_all_papers_of_an_address(
    face: Face, desk: Actor, customer_a: Actor, drain: Any
) -> None:
    contract = given.sent(desk, customer_a)
    signer = face("customer", customer_a)
    here = f"/agreements/{contract.pk}/sign/"
    slot = SignatureSlot.objects.get(agreement_id=contract.pk, side="party")
    for number in range(20):
        if number % 5 == 0:
            sha256 = slot.version.pdf.sha256
            assert signer.post(f"/agreements/{contract.pk}/code/", {"sha256": sha256}).status_code == 303
            drain()
        assert signer.post(here, {"code": "000000"})["Location"] == here
    asked = signer.post(f"/agreements/{contract.pk}/code/", {"sha256": slot.version.pdf.sha256})
    assert asked.status_code == 303
    drain()
    answer = signer.post(here, {"code": "000000"})
    said = "Buradan çok fazla yanlış kod girildi. 10 dakika bekleyip yeniden deneyin."
    assert (answer.status_code, said in answer.content.decode()) == (409, True)
    assert list(SigningCode.objects.order_by("pk").values_list("attempts", flat=True)) == [5, 5, 5, 5, 0]


def test_behind_proxies_of_ours_the_visitor_is_counted_and_not_the_proxy(
    face: Face, desk: Actor, settings: Any
) -> None:
    settings.PROXIES = 1
    visitor = face("public")
    for number in range(10):
        # What stands left of the proxy's own word anybody can write.
        passed = f"198.51.100.{number}, 203.0.113.7"
        assert visitor.post("/request/", REQUEST, HTTP_X_FORWARDED_FOR=passed).status_code == 303
    assert visitor.post("/request/", REQUEST, HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.7").status_code == 409
    assert visitor.post("/request/", REQUEST, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 303


def test_without_proxies_nobody_writes_their_own_address(face: Face, desk: Actor, settings: Any) -> None:
    visitor = face("public")
    for number in range(10):
        assert visitor.post("/request/", REQUEST, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").status_code == 303
    assert visitor.post("/request/", REQUEST, HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 409


def test_what_the_house_does_itself_is_not_counted() -> None:
    nobody = Actor(Audience.PUBLIC, NOW)
    for _time in range(30):
        attempts.refuse_too_many(nobody, "request")
        attempts.count(nobody, "request")
    assert Attempt.objects.count() == 0


def test_every_night_old_attempts_are_forgotten() -> None:
    somebody = Actor(Audience.PUBLIC, NOW, address="203.0.113.7")
    for hours in (0, 2):
        attempts.count(somebody.at(NOW + timedelta(hours=hours)), "request")
    run_night(NOW + timedelta(hours=25))
    assert [one.at for one in Attempt.objects.all()] == [NOW + timedelta(hours=2)]


def test_the_wait_is_told_in_whole_minutes_and_at_least_one() -> None:
    somebody = Actor(Audience.DESK, NOW, address="203.0.113.7")
    for _time in range(5):
        attempts.count(somebody, "login_account", of="a@b.example")
    with pytest.raises(TooManyAttempts, match=r"Wait 5 minutes|5 dakika"):
        attempts.refuse_guessing(somebody.at(NOW + timedelta(seconds=1)), email="A@B.example")
    with pytest.raises(TooManyAttempts, match=r"Wait 1 minutes|1 dakika"):
        attempts.refuse_guessing(somebody.at(NOW + timedelta(minutes=4, seconds=59)), email="a@b.example")
    attempts.refuse_guessing(somebody.at(NOW + timedelta(minutes=5)), email="a@b.example")
    attempts.refuse_guessing(somebody, email="c@b.example")
