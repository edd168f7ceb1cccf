"""Step 11: the invoice with its e-invoice, the payment and the receipt, the books and the margin."""

from __future__ import annotations

from datetime import date

from efatura_kontrol.kontrol import kontrol_et

from muhatap.billing.rules import WithheldBy, WithholdingRule
from muhatap.integrations.einvoice import check, read
from tests.browser.story.cast import Cast

CLEANING = WithholdingRule("612", 9, 10, WithheldBy.A_AND_B, date(2021, 3, 1))


def invoice(cast: Cast) -> None:
    """Drafted from the accruals, issued and sent; the customer opens what stands behind it and accepts."""
    finance, customer = cast.desk("finans"), cast.sitting["customer"]
    finance.today("Nisan 2026").click("Faturaları hazırla")
    finance.today("Ada Gıda").reads("400.714,34 ₺").click("Faturayı kes").reads("MHT2026000000001")
    xml = finance.download("XML")
    assert finance.download("PDF").startswith(b"%PDF")
    read_back = read(xml)
    assert check(read_back, rules=(CLEANING,), today=date(2026, 5, 4)) == ()
    assert [one for one in kontrol_et(xml).sozluk()["bulgular"] if one["seviye"] != "bilgi"] == []
    finance.click("Gönder")
    cast.house.settled()
    cast.at("2026-05-05T10:00")
    customer.today("MHT2026000000001").click("25 iş").reads("IS-260401-1")
    customer.today("MHT2026000000001").click("Kabul et").reads("Faturayı kabul ettiniz.")
    cast.house.settled()


def pay(cast: Cast) -> None:
    """On the due day the member is paid, never more than it is owed, and the customer's money comes in."""
    cast.at("2026-06-03T10:00")
    finance = cast.desk("finans")
    finance.today("HK-2026-0001").click("Ödemeyi kaydet")
    finance.fill({"Tutar": "400000", "Banka referansı": "EFT-20260603"}).tries("Kaydet").reads("fazlası ödenemez")
    finance.fill({"Tutar": "317384"}).click("Kaydet").reads("Ödeme kaydedildi.")
    finance.open("Faturalar", "Ada Gıda").click("Tahsilat kaydet")
    finance.fill({"Banka referansı": "HVL-20260603"}).click("Kaydet").reads("Tahsilat kaydedildi.")
    cast.sitting["owner"].open("Ödemeler", "OD-2026-0001").reads("317.384,00 ₺")


def balance(cast: Cast) -> None:
    """The trial balance is zero, the chain of entries whole, and the margin known per promise."""
    finance = cast.desk("finans")
    finance.open("Defter").reads("Borç alacağa eşit").reads("Fiş zinciri sağlam")
    finance.open("Marj", "MS-2026-0001").reads("65.657,20 ₺").reads("%16,7")
    assert cast.house.rows("SELECT status FROM billing_invoice UNION ALL SELECT status FROM billing_settlement") == [
        ("paid",),
        ("paid",),
    ]
