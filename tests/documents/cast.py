"""The papers of one invented contract, filled as in real life, for the tests of all papers."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

from PIL import Image, ImageDraw

from muhatap.documents import inputs as paper

PRIME = paper.Company(
    name="Muhatap Entegre Hizmetler A.Ş.",
    address="Büyükdere Cad. No: 112/5, Şişli, İstanbul",
    tax_office="Mecidiyeköy",
    tax_number="1234567808",
    phone="0212 555 01 12",
    email="iletisim@muhatap.example",
    represented_by="Çiğdem Işıkoğlu",
)
CUSTOMER = paper.Company(
    name="Pusula Sigorta A.Ş.",
    address="Levent Mah. Çınar Sok. No: 4, Beşiktaş, İstanbul",
    tax_office="Beşiktaş",
    tax_number="9876543217",
    represented_by="Ömer Şükrü Güneş",
)
MEMBER = paper.Company(
    name="Pırıltı Temizlik Ltd. Şti.",
    address="Yenişehir Mah. Ihlamur Cad. No: 18, Nilüfer, Bursa",
    tax_office="Nilüfer",
    tax_number="1112223334",
    represented_by="İbrahim Ağaoğlu",
)
SNAPSHOT = "3f2a9c417be05d6681f4a2c9d3e7b8065af1c2d94e6b7a8039d5f1e2c3b4a596"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def head(number: str) -> paper.Head:
    """The head of a paper made on 22 November 2026."""
    return paper.Head(PRIME, number, date(2026, 11, 22))


def photo(caption: str, shade: str = "#8fb3d3") -> paper.Photo:
    """A drawn photo."""
    image = Image.new("RGB", (640, 420), shade)
    ImageDraw.Draw(image).rectangle((120, 90, 520, 330), fill="#f4f6f9", outline="#1f4e79", width=8)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=70)
    return paper.Photo(target.getvalue(), caption, at(20, 7, 42))


def signatures(signed: bool = False) -> tuple[paper.Signature, ...]:
    """Customer and prime, before or after signing."""
    when = at(22, 8, 5) if signed else None
    method = "Portal, tek kullanımlık kod" if signed else ""
    return (
        paper.Signature("Müşteri", CUSTOMER.name, "Ömer Şükrü Güneş", "İdari İşler Müdürü", when, method),
        paper.Signature("Ana yüklenici", PRIME.name, "Çiğdem Işıkoğlu", "Genel Müdür", when, method),
    )


def three_sides() -> tuple[paper.Signature, ...]:
    """Customer, prime and member."""
    return (*signatures(), paper.Signature("Üye kuruluş", MEMBER.name, "İbrahim Ağaoğlu", "Şirket Müdürü"))


PRICED = (
    paper.PricedLine(
        "İzmir Konak Şube",
        "Ofis temizliği",
        Decimal(2),
        "kişi",
        "Hafta içi 07.00–16.00",
        Decimal(48_500),
        9_700_000,
        Decimal(20),
        "Aylık sabit",
    ),
    paper.PricedLine(
        "Levent Genel Müdürlük",
        "Toplu yemek",
        Decimal(3960),
        "öğün",
        "Hafta içi öğle",
        Decimal("187.5"),
        74_250_000,
        Decimal(10),
        "Öğün başına",
    ),
    paper.PricedLine(
        "Şanlıurfa Haliliye Şube",
        "Çevre ve bahçe bakımı",
        Decimal("2.5"),
        "gün",
        "Ayda bir",
        Decimal("6320.75"),
        1_580_188,
        Decimal(20),
        "Ziyaret başına",
        optional=True,
    ),
)

VISIT = paper.VisitReport(
    head=head("ZR-2026-0031"),
    customer=CUSTOMER,
    locations=("İzmir Konak Şube", "Levent Genel Müdürlük"),
    began_at=at(20, 7),
    ended_at=at(20, 8, 45),
    team=(paper.Person("Gülşah Öztürk", "Müşteri temsilcisi"), paper.Person("Işıl Ünal", "Proje sorumlusu")),
    contacts=(paper.Person("Ömer Şükrü Güneş", "İdari İşler Müdürü"),),
    summary=(
        "Şubede temizlik iki kişiyle yürütülüyor; giriş katı yoğun saatlerde yetersiz kalıyor. Yemekhane "
        "için öğün başına fiyat istendi. Mevcut temizlik sözleşmesi yıl sonunda bitiyor."
    ),
    needs=(
        paper.NeedLine(
            "İzmir Konak Şube",
            "Ofis temizliği",
            Decimal(2),
            "kişi",
            "Hafta içi 07.00–16.00",
            "Günlük kontrol listesi, aylık denetim",
            date(2027, 1, 1),
            "Berrak Temizlik",
            date(2026, 12, 31),
        ),
        paper.NeedLine("Levent Genel Müdürlük", "Toplu yemek", Decimal(180), "öğün/gün", "Hafta içi öğle"),
    ),
    sections=(
        paper.Section(
            "Temizlik",
            (
                paper.Answer("Toplam temizlenecek alan", "1.840 m²", "Arşiv hariç"),
                paper.Answer("Zemin türü", "Granit ve halı"),
            ),
        ),
    ),
    photos=(photo("Giriş katı, bankolar"), photo("Çay ocağı", "#d3b88f")),
    next_steps=("Teklif 27.11.2026 tarihine kadar gönderilecek.", "Yemekhane için numune menü hazırlanacak."),
    signatures=signatures(),
)

PROPOSAL = paper.Proposal(
    head=head("TK-2026-0088"),
    customer=CUSTOMER,
    attention=paper.Person("Ömer Şükrü Güneş", "İdari İşler Müdürü"),
    subject="Entegre tesis hizmetleri teklifi",
    version=2,
    valid_until=date(2026, 12, 15),
    intro=(
        "20 Kasım ziyaretimizde birlikte tespit ettiğimiz ihtiyaçlar için teklifimizi sunarız. Tüm "
        "hizmetlerde tek muhatabınız biziz; günlük takip, denetim ve raporlama fiyata dahildir."
    ),
    lines=PRICED,
    vat=9_365_000,
    billing_period="Ay",
    terms=(
        paper.Term("Ödeme vadesi", "Fatura tarihinden itibaren 30 gün"),
        paper.Term("Fiyat güncelleme", "Asgari ücret ve Yİ-ÜFE, 1 Ocak"),
        paper.Term("Başlangıç", date(2027, 1, 1)),
        paper.Term("Yerine koyma süresi", "21 gün"),
    ),
    included=("Temizlik sarf malzemesi ve makineleri", "Aylık denetim ve rapor"),
    excluded=("Dış cephe cam temizliği",),
    signatures=signatures(),
)

CLAUSES = (
    paper.Clause(
        "1",
        "Konu",
        "Ana yüklenici, ekli listede yazılı hizmetleri yazılı lokasyonlarda ve yazılı standartta sunar.",
    ),
    paper.Clause(
        "2",
        "Ağ bildirimi",
        "Müşteri, hizmetlerin üye kuruluşlar eliyle sunulduğunu bilir. Ana yüklenici bütün hizmetlerden "
        "kendi edimi gibi sorumludur ve müşterinin tek muhatabıdır.",
    ),
    paper.Clause(
        "3",
        "Kişisel verilerin korunması",
        "Taraflar 6698 sayılı Kanun uyarınca veri sorumlusu sıfatıyla hareket eder.\n"
        "Aydınlatma metinleri işin başında çalışanlara verilir.",
    ),
)

CONTRACT = paper.Agreement(
    head=head("MS-2026-0147"),
    kind=paper.AgreementKind.CUSTOMER,
    subject="Entegre hizmet sözleşmesi",
    version=1,
    other=CUSTOMER,
    since=date(2027, 1, 1),
    until=date(2029, 1, 1),
    clauses=CLAUSES,
    terms=(
        paper.Term("Ödeme vadesi", "30 gün"),
        paper.Term("Gecikme faizi (yıllık)", paper.Percent(Decimal("43.5"))),
        paper.Term("Ceza üst sınırı (aylık)", paper.Money(25_000_000)),
        paper.Term("Fesih ihbar süresi (gün)", Decimal(60)),
    ),
    snapshot_sha256=SNAPSHOT,
    lines=PRICED[:2],
    signatures=signatures(signed=True),
)

EVIDENCE = paper.Evidence(
    head=head("MS-2026-0147-K"),
    document_number="MS-2026-0147",
    document_title="Entegre hizmet sözleşmesi",
    version=1,
    snapshot_sha256=SNAPSHOT,
    pdf_sha256="a1" * 32,
    events=(
        paper.SignatureEvent(
            2,
            "Çiğdem Işıkoğlu",
            "Genel Müdür",
            PRIME.name,
            "Masa, tek kullanımlık kod",
            "c•••@muhatap.example",
            at(22, 8, 1),
            at(22, 8, 3),
            at(22, 8, 5),
            "198.51.100.7",
            "Firefox 140, Windows 11",
            "c3" * 32,
        ),
        paper.SignatureEvent(
            1,
            "Ömer Şükrü Güneş",
            "İdari İşler Müdürü",
            CUSTOMER.name,
            "Portal, tek kullanımlık kod",
            "o•••@pusula.example",
            at(21, 12, 40),
            at(21, 12, 44),
            at(21, 12, 45),
            "203.0.113.24",
            "Safari 19, iPhone",
            "b2" * 32,
        ),
    ),
)

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
