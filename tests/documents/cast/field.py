"""What happens at the locations: an audit, a handover."""

from datetime import date
from decimal import Decimal

from tests.documents.cast.sides import CUSTOMER, MEMBER, at, head, photo, signatures, three_sides

from muhatap.documents import inputs as paper

AUDIT = paper.AuditReport(
    head=head("DN-2026-0412"),
    customer=CUSTOMER,
    location="İzmir Konak Şube",
    service="Ofis temizliği",
    template="Temizlik denetimi, sürüm 3",
    audited_at=at(22, 6, 30),
    auditor=paper.Person("Tuğçe Gündoğdu", "Denetçi"),
    verdict=paper.Verdict.CONDITIONAL,
    score=Decimal("82.4"),
    band="B",
    last_score=Decimal("86.9"),
    best=(
        paper.Point("Personel kıyafeti ve kimlik kartı", Decimal(100)),
        paper.Point("Atık ayrıştırma", Decimal(96)),
        paper.Point("Zemin bakımı", Decimal("93.5")),
    ),
    worst=(
        paper.Point("Islak hacim hijyeni", Decimal(58)),
        paper.Point("Kimyasal etiketleme", Decimal(64)),
        paper.Point("Günlük kontrol çizelgesi", Decimal(71)),
    ),
    findings=(
        paper.FindingLine(
            paper.Grade.CRITICAL,
            "Etiketsiz kimyasal, çay ocağında gıda malzemesiyle aynı dolapta duruyor.",
            "Pırıltı Temizlik, saha sorumlusu",
            date(2026, 11, 23),
            photo("Çay ocağı dolabı", "#d39a8f"),
        ),
        paper.FindingLine(
            paper.Grade.MAJOR,
            "Zemin kat ıslak hacimde günlük çizelge üç gündür imzalanmamış.",
            "Vardiya sorumlusu",
            date(2026, 11, 29),
        ),
        paper.FindingLine(paper.Grade.MINOR, "İki kovada renk kodu silinmiş.", "Vardiya sorumlusu", date(2026, 12, 6)),
    ),
    sections=(
        paper.Section(
            "Genel alanlar",
            (
                paper.Answer("Zeminler temiz ve kuru mu?", "Evet"),
                paper.Answer("Cam ve aynalar lekesiz mi?", "Evet"),
            ),
            Decimal("93.5"),
            Decimal(40),
        ),
        paper.Section(
            "Islak hacimler",
            (
                paper.Answer("Çizelge günlük imzalanıyor mu?", "Hayır", "19–21 Kasım boş", exception=True),
                paper.Answer("Sabun ve havlu dolu mu?", "Evet"),
            ),
            Decimal(78),
            Decimal(35),
        ),
        paper.Section(
            "Kimyasallar",
            (paper.Answer("Bütün kaplar etiketli mi?", "Hayır", "1 kap etiketsiz", exception=True),),
            Decimal(64),
            Decimal(25),
        ),
    ),
    last_actions=(
        paper.ActionLine("Renk kodlu bez eğitimi", "Pırıltı Temizlik", date(2026, 10, 31), date(2026, 10, 28)),
        paper.ActionLine("Dolaplara kilit", "Pırıltı Temizlik", date(2026, 11, 10)),
        paper.ActionLine("Yeni çizelge panosu", "Şube", date(2026, 12, 1)),
    ),
    samplings=(
        paper.Sampling("Islak hacim kabini", 90, 13, 1, 2),
        paper.Sampling("Çalışma masası", 240, 32, 3, 1),
    ),
    signatures=signatures(),
    page_address="https://musteri.muhatap.example/denetim/DN-2026-0412",
)

HANDOVER = paper.Handover(
    head=head("IB-2026-0057"),
    customer=CUSTOMER,
    member=MEMBER,
    location="İzmir Konak Şube",
    service="Ofis temizliği",
    starts_at=at(22, 4),
    checks=(
        paper.Answer("Sözleşmeler imzalı", "Evet"),
        paper.Answer("Personel listesi ve SGK girişleri", "Evet", "2 kişi"),
        paper.Answer("İSG eğitimi", "Eksik", "1 kişi 24.11.2026 tarihinde", exception=True),
    ),
    handed_over=(
        paper.Term("Anahtar", Decimal(3)),
        paper.Term("Giriş kartı", Decimal(2)),
        paper.Term("Su sayacı", "004812 m³"),
    ),
    open_points=(paper.ActionLine("Depo rafı", "Şube", date(2026, 12, 1)),),
    photos=(photo("Malzeme deposu"),),
    remarks="Başlangıç denetimi 29.11.2026 tarihinde yapılacaktır.",
    signatures=three_sides(),
)
