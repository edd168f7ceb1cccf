"""What is offered and signed: visit, proposal, contract, evidence."""

from datetime import date
from decimal import Decimal

from tests.documents.cast.sides import CUSTOMER, PRIME, SNAPSHOT, at, head, photo, signatures

from muhatap.documents import inputs as paper

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
