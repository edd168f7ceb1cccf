"""Step 9: jobs on the phone, an audit reported the same day, a finding corrected, a month of deliveries."""

from __future__ import annotations

from tests.browser.story.cast import CUSTOMER_EMAIL, Cast
from tests.browser.story.sheets import Seen, fill_in
from tests.browser.story.things import photo

SEEN = Seen(
    {"B5": "40", "C3": "0", "D1": "100"},
    {"B4": 1, "B5": 1, "E1": 1, "E5": 3},
    {"B2": "Zemin kat kadın tuvaletinde zemin ıslak bırakılmış."},
)


def first_job(cast: Cast) -> None:
    """The crew lead checks in by the code at the entrance, works off the list, is refused until it is whole."""
    manager, crew = cast.desk("proje"), cast.sitting["crew"]
    manager.page.goto(cast.pages["start"])
    code = manager.click("QR kodu").page.locator("main code, main strong, main b").last.inner_text().strip()
    cast.at("2026-04-01T08:05")
    crew.today("Ümraniye Fabrika").fill({"Girişteki kod": "YANLIS"}).tries("Kod ile")
    crew.reads("Bu, Ümraniye Fabrika lokasyonunun kodu değil.")
    crew.fill({"Girişteki kod": code}).click("Kod ile")
    for point in crew.page.locator("input[name=points]").all():
        point.check()
    crew.tries("İşi bitir").reads("Biten işin fotoğrafı eksik.").hand_in("Fotoğraf çek", photo("sonra"))
    crew.page.get_by_text("Planlanandan az mı").click()
    crew.fill({"Teslim edilen miktar": "80"}).tries("İşi bitir").reads("Miktar 0 ile planlanan 8 arasındadır.")
    crew.fill({"Teslim edilen miktar": "8"}).click("İşi bitir").reads("Tamamlandı")
    cast.house.settled()
    cast.sitting["customer"].today("1 teslimat yapıldı olarak bildirildi").click("Onayla").reads("Onaylandı.")
    cast.house.settled()


def audit(cast: Cast) -> None:
    """Unannounced, on the phone; one finding; published and read by the customer the same day."""
    cast.at("2026-04-06T10:00")
    manager, auditor = cast.desk("proje"), cast.desk("denetim", phone=True)
    manager.open("Denetimler").click("Denetim planla")
    manager.fill({"Ne denetlenecek?": "lokasyondaki hizmet", "Şablon": "Temizlik Hizmeti", "Lokasyon": "Ümraniye"})
    manager.fill({"Denetçi": "Onur Sezgin", "Haberli: müşteri ve üye günü görür": "hayır"}).click("Planla")
    auditor.today("Ümraniye").click("Başla").fill({"Kapsamdaki oda sayısı": "120"}).click("Başla")
    fill_in(auditor, SEEN)
    auditor.click("Denetimi gönder").fill({"Rapor için sonuç": "Genel düzey iyi."}).click("Gönder")
    cast.at("2026-04-06T12:00")
    manager.today("Temizlik Hizmeti").click("Yayımla")
    cast.house.settled()
    customer = cast.sitting["customer"]
    customer.page.goto(cast.house.link(CUSTOMER_EMAIL, "DN-2026-0002"))
    customer.reads("%93,7").reads(SEEN.wrong["B2"])
    assert customer.download("PDF").startswith(b"%PDF")


def correct(cast: Cast) -> None:
    """The member names the cause, plans, shows; without evidence it is refused; we verify."""
    owner, manager = cast.sitting["owner"], cast.desk("proje")
    owner.today("Zemin kuru").click("Kök nedeni yaz")
    owner.fill({"Neden oldu?": "Kontrol çizelgesi vardiyaya atanmamıştı."}).click("Kaydet").click("Aksiyon planla")
    owner.fill({"Ne yapacaksınız?": "Çizelge asıldı.", "Ne zamana kadar?": "2026-04-08"}).click("Kaydet")
    cast.at("2026-04-07T09:30")
    owner.click("Yapıldı, göster").fill({"Ne yapıldı": "Ekip eğitildi."}).tries("Kanıtı gönder")
    owner.reads("Aksiyonun yapıldığını gösteren bir fotoğraf veya belge ekleyin.")
    owner.hand_in("Fotoğraf veya belge", photo("cizelge")).click("Kanıtı gönder").reads("Ekip eğitildi.")
    cast.house.settled()
    manager.today("Zemin kuru").click("Doğrula").fill({"Ne gördünüz?": "Yerinde görüldü."}).click("Düzeltilmiş")
    assert cast.house.rows("SELECT status FROM quality_finding") == [("verified",)]


def deliver_the_month(cast: Cast) -> None:
    """The rest of the month is reported together; one delivery is disputed and settled at half."""
    cast.at("2026-04-30T19:00")
    owner, customer, manager = cast.sitting["owner"], cast.sitting["customer"], cast.desk("proje")
    owner.open("İşler").click("Toplu bildir").reads("Bugüne kadar 24 iş").click("Yapıldı olarak bildir")
    cast.house.settled()
    customer.open("Teslimatlar", "30.04.2026").click("Bir sorun vardı")
    customer.fill({"Neyin yanlış olduğunu yazın": "Toplantı odaları yapılmadan çıkıldı."})
    customer.click("Teslimata itiraz et")
    customer.today("23 teslimat yapıldı olarak bildirildi").click("Hepsini onayla")
    cast.house.settled()
    manager.today("Ümraniye Fabrika").click("İtirazı çöz").fill({"Kabul edilen miktar": "12"}).tries("Onayla")
    manager.reads("En çok bildirilen 8 kabul edilebilir.").fill({"Kabul edilen miktar": "4"}).click("Onayla")
    assert cast.house.rows("SELECT status, count(*) FROM operations_job WHERE day < '2026-05-01' GROUP BY status") == [
        ("confirmed", 25)
    ]
    assert CUSTOMER_EMAIL not in owner.page.content()
