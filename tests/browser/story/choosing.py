"""Step 5: members are compared for the promise, nobody fits, a company is invited, applies and is taken in."""

from __future__ import annotations

from tests.browser.acting import Sitting
from tests.browser.story.cast import MEMBER_EMAIL, Cast


def invite(cast: Cast) -> None:
    """A sourcing round finds nobody; a company is invited to apply and the round waits for it."""
    cast.at("2026-03-10T09:00")
    network = cast.desk("ag")
    network.today("Ümraniye Fabrika").click("Kaynak turu başlat").click("Üyeleri karşılaştır")
    network.reads("0 üyenin 0 tanesi uygun")
    cast.pages["round"] = network.page.url
    network.click("Firma davet et").fill({"Firma": "Parlak Çevre Hizmetleri", "E-posta": MEMBER_EMAIL})
    network.click("Davet et").reads("KT-2026-0001")
    assert network.page.url == cast.pages["round"]


def apply(cast: Cast) -> None:
    """The public form of the invitation; a wrong tax number is refused and everything typed stays."""
    applicant = Sitting(cast.screen.person(cast.house.urls["public"]))
    applicant.page.goto(cast.house.link(MEMBER_EMAIL, "davet"))
    applicant.fill(
        {
            "Firmanın ticaret unvanı": "Parlak Çevre Hizmetleri Ltd. Şti.",
            "Vergi numarası": "7230451234",
            "Vergi dairesi": "Ümraniye",
            "Adres": "Alemdağ Cad. 112",
            "Çalışan sayınız": "64",
            "Çalıştığınız iller": ["İstanbul"],
            "Adınız soyadınız": "Ayşe Parlak",
            "Telefon": "0216 555 01 02",
        }
    )
    applicant.tries("Başvuruyu gönder").reads("7230451234 geçerli bir VKN değil")
    assert applicant.page.get_by_label("Adınız soyadınız").input_value() == "Ayşe Parlak"
    assert applicant.page.get_by_label("Ofis ve bina içi temizlik").is_checked()
    applicant.fill({"Vergi numarası": "7230451233"}).click("Başvuruyu gönder").reads("BS-2026-0001")
    cast.sitting["applicant"] = applicant


def take_in(cast: Cast) -> None:
    """Conditions are stated, the applicant reads them by its link, a second person takes the company in."""
    network, applicant = cast.desk("ag"), cast.sitting["applicant"]
    network.today("Parlak").click("İncelemeye başla").click("Şartları bildir")
    network.fill({"Yeterlilik puanı": "82", "Diğer şartlar": "Saha ziyareti ve tanışma"}).click("Şartları bildir")
    applicant.page.goto(cast.house.link(MEMBER_EMAIL, "yeni bir gelişme"))
    applicant.reads("SGK borcu yoktur yazısı").reads("Saha ziyareti ve tanışma")

    cast.at("2026-03-11T10:00")
    network.page.get_by_role("button", name="Sağlandı : Saha ziyareti ve tanışma").click()
    network.reads("İkinci bir kişinin onaylaması gerekiyor")
    second = cast.desk("yonetim").today("Parlak").click("Onayla").reads("Firma üye oldu")
    cast.pages["member"] = second.page.url
    assert cast.house.rows("SELECT status FROM network_member") == [("approved",)]
