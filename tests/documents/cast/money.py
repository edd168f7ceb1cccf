"""What is paid: an invoice, a settlement."""

from datetime import date
from decimal import Decimal

from tests.documents.cast.sides import CUSTOMER, MEMBER, PRIME, at, head

from muhatap.documents import inputs as paper

INVOICE = paper.Invoice(
    head=head("ANA2026000000002"),
    buyer=CUSTOMER,
    uuid="76427D96-BDB4-5D63-AC55-ECC34FD59440",
    issued_at=at(22, 7, 30),
    kind="TEVKIFAT",
    scenario="TICARIFATURA",
    since=date(2026, 10, 1),
    until=date(2026, 11, 1),
    lines=(
        paper.InvoiceLine(
            "Ofis temizliği",
            Decimal(1),
            "ay",
            Decimal(100_000),
            10_000_000,
            Decimal(20),
            2_000_000,
            "İzmir Konak Şube, 2 kişi, Ekim 2026",
            "612",
            "Temizlik hizmeti",
            "9/10",
            1_800_000,
        ),
        paper.InvoiceLine(
            "Toplu yemek",
            Decimal(3960),
            "öğün",
            Decimal("187.5"),
            74_250_000,
            Decimal(10),
            7_425_000,
            "Levent Genel Müdürlük",
        ),
    ),
    due_on=date(2026, 12, 22),
    iban="TR33 0006 1005 1978 6457 8413 26",
    bank="Örnek Bankası, Şişli",
    contract_number="MS-2026-0147",
    settlement_number="HK-2026-0210",
    order_number="SA-77120",
    notes=("Aylık hizmet icmali ekte gönderilmiştir.",),
)

SETTLEMENT = paper.Settlement(
    head=head("HK-2026-0214"),
    member=MEMBER,
    project="Ege ve İç Anadolu şubeleri",
    agreement_number="PS-2026-0311",
    since=date(2026, 10, 1),
    until=date(2026, 11, 1),
    lines=(
        paper.SettlementLine(
            "İzmir Konak Şube", "Ofis temizliği", Decimal(44), Decimal(43), "gün", Decimal(1900), 8_170_000
        ),
        paper.SettlementLine(
            "Bursa Nilüfer Şube",
            "Ofis temizliği",
            Decimal(22),
            Decimal(22),
            "gün",
            Decimal("1875.25"),
            4_125_550,
        ),
    ),
    reductions=(paper.SettlementEntry("Islak hacim denetimi %70 altında", "Denetim DN-2026-0398, PS m. 9.2", 250_000),),
    price_differences=(paper.SettlementEntry("Yol ücreti farkı", "PS m. 6.4", 120_000),),
    vat=2_433_110,
    withheld=2_189_799,
    set_offs=(
        paper.SettlementEntry("Avans mahsubu", "Avans 01.09.2026", 1_000_000),
        paper.SettlementEntry("Geç başlama cezası", "PS m. 11.1, 03.10.2026", 75_000),
    ),
    retention=608_278,
    retention_percent=Decimal(5),
    due_on=date(2026, 12, 5),
    reservation="Ana yüklenicinin cezai şart hakkı saklıdır (TBK m. 179/2).",
    signatures=(
        paper.Signature("Ana yüklenici", PRIME.name, "Işıl Ünal", "Proje sorumlusu"),
        paper.Signature("Üye kuruluş", MEMBER.name, "İbrahim Ağaoğlu", "Şirket Müdürü"),
    ),
)
