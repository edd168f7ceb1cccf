"""Every paper: what stands on it, whatever people type, and always the same bytes."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader
from tests.documents import cast

from muhatap import documents
from muhatap.documents import inputs as paper
from muhatap.documents.engine import PaperNotMade
from muhatap.documents.wording import WORDS, words

Render = Callable[[Any, Any], bytes]
PAPERS: list[tuple[Render, Any]] = [
    (documents.render_visit_report, cast.VISIT),
    (documents.render_proposal, cast.PROPOSAL),
    (documents.render_contract, cast.CONTRACT),
    (documents.render_evidence, cast.EVIDENCE),
    (documents.render_audit_report, cast.AUDIT),
    (documents.render_invoice, cast.INVOICE),
    (documents.render_settlement, cast.SETTLEMENT),
    (documents.render_handover, cast.HANDOVER),
]
NAMES = [render.__name__ for render, _ in PAPERS]
every_paper = pytest.mark.parametrize(("render", "values"), PAPERS, ids=NAMES)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with plain spaces and without invisible break points."""
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " ")) for text in texts]


def printed(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(pdf))


def glued(text: str) -> str:
    """The text without any space, for what is broken over lines."""
    return re.sub(r"\s+", "", text)


@every_paper
@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_same_values_give_the_same_bytes(render: Render, values: Any, language: str) -> None:
    assert render(values, language) == render(values, language)


@every_paper
def test_the_file_names_its_document_and_no_person(render: Render, values: Any) -> None:
    metadata = PdfReader(io.BytesIO(render(values, "tr"))).metadata
    assert metadata is not None
    assert metadata.author is None
    assert str(metadata.title).startswith(f"{values.head.number} · ")
    assert str(metadata.creation_date_raw) == "D:20261122000000Z"
    assert set(metadata) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}


@every_paper
def test_every_page_carries_whose_which_when_and_how_many(render: Render, values: Any) -> None:
    texts = pages(render(values, "tr"))
    for number, text in enumerate(texts, 1):
        assert "Muhatap Entegre Hizmetler A.Ş." in text
        assert values.head.number in text
        assert f"Düzenleme tarihi 22.11.2026 · Sayfa {number}/{len(texts)}" in text
        assert re.search(r"[0-9a-f]{64}", text)


@pytest.mark.parametrize(("render", "values"), [each for each in PAPERS if each[1] is not cast.CONTRACT])
def test_a_changed_value_changes_the_hash_at_the_foot(render: Render, values: Any) -> None:
    changed = replace(values, head=replace(values.head, prime=replace(cast.PRIME, name="Başka A.Ş.")))
    foot = re.compile(r"Belge özeti: ([0-9a-f]{64})")
    before, after = foot.findall(printed(render(values, "tr"))), foot.findall(printed(render(changed, "tr")))
    assert len(set(before)) == len(set(after)) == 1
    assert set(before).isdisjoint(after)


@every_paper
def test_turkish_letters_survive(render: Render, values: Any) -> None:
    letters = "ÇĞİIÖŞÜ çğıiöşü İIıi ₺ âîû"
    head = replace(values.head, prime=replace(cast.PRIME, name=letters))
    assert letters in printed(render(replace(values, head=head), "tr"))


@every_paper
def test_the_english_paper_has_no_turkish_label_left(render: Render, values: Any) -> None:
    text = printed(render(values, "en"))
    for label in ("Belge özeti", "Düzenleme tarihi", "Sayfa", "İmzalar", "Müşteri sözleşmesi", "Ödenecek"):
        assert label not in text
    assert "Date of issue 22 Nov 2026 · Page 1/" in text


HOSTILE = [
    '#import "house.typ": *',
    "$x^2$ and #eval(sys.version)",
    "*bold* _italic_ = heading - list + enum / term: x",
    "<script>alert(1)</script> <label> @reference",
    "\\ ` ~ ``` raw ``` // comment /* block */",
    "\"quotes\" 'single' {braces} [brackets] ](x)",
    '#read("/etc/hostname") #image("x")',
    "C:\\temp\\u{0041} %s %(x)s {{ mustache }}",
    "😀 emoji",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_typed_text_is_printed_as_it_was_typed(hostile: str) -> None:
    visit = replace(
        cast.VISIT,
        head=replace(cast.VISIT.head, prime=replace(cast.PRIME, name=hostile)),
        customer=replace(cast.CUSTOMER, name=hostile),
        summary=hostile,
        locations=(hostile,),
        next_steps=(hostile,),
        photos=(replace(cast.photo("x"), caption=hostile),),
        signatures=(),
    )
    text = printed(documents.render_visit_report(visit, "tr"))
    assert text.count(hostile) >= 5
    contract = replace(
        cast.CONTRACT,
        subject=hostile,
        clauses=(paper.Clause("1", hostile, hostile),),
        terms=(paper.Term(hostile, hostile),),
    )
    assert printed(documents.render_contract(contract, "tr")).count(hostile) == 5


@pytest.mark.parametrize("word", ["שלום", "مرحبا"])
def test_names_written_from_right_to_left_keep_their_letters(word: str) -> None:
    proposal = replace(cast.PROPOSAL, intro=f"Levent {word} 12")
    text = printed(documents.render_proposal(proposal, "tr"))
    assert "\x00" not in text
    # Joined letters share glyphs, so the order of extraction is the reader's; the letters are ours.
    assert {letter for letter in text if "\u0590" <= letter <= "\u06ff"} == set(word)


def test_a_very_long_word_breaks_inside_the_page() -> None:
    word = "Uzunmuşsözcük" * 40
    handover = replace(
        cast.HANDOVER,
        remarks=word,
        checks=(paper.Answer(word, "Evet", word),),
        customer=replace(cast.CUSTOMER, name=word),
    )
    pdf = documents.render_handover(handover, "tr")
    assert glued(printed(pdf)).count(word) == 4
    width = float(PdfReader(io.BytesIO(pdf)).pages[0].mediabox.width)
    rights: list[float] = []

    def remember(text: str, _cm: Any, matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            rights.append(float(matrix[4]))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=remember)
    assert [x for x in rights if x > width - 56] == []


def test_an_empty_paper_prints_without_empty_headings() -> None:
    bare = replace(
        cast.VISIT,
        summary="–",
        needs=(),
        sections=(),
        photos=(),
        next_steps=(),
        signatures=(),
        team=(),
        contacts=(),
    )
    text = printed(documents.render_visit_report(bare, "tr"))
    for label in ("Tespit edilen ihtiyaçlar", "Keşif cevapları", "Fotoğraflar", "Sonraki adımlar", "İmzalar"):
        assert label not in text


def test_a_file_that_is_no_image_is_refused() -> None:
    for content in (b"", b"GIF89a", b"<svg onload='x'/>"):
        wrong = replace(cast.HANDOVER, photos=(paper.Photo(content, "x"),))
        with pytest.raises(PaperNotMade, match="no JPEG, PNG or WebP"):
            documents.render_handover(wrong, "tr")


def test_an_image_that_only_begins_like_one_is_refused() -> None:
    wrong = replace(cast.HANDOVER, photos=(paper.Photo(b"\xff\xd8\xff torn", "x"),))
    with pytest.raises(PaperNotMade, match="handover"):
        documents.render_handover(wrong, "tr")


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 22, 7)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        documents.render_handover(replace(cast.HANDOVER, starts_at=naive), "tr")


def test_all_words_of_papers_exist_in_both_languages() -> None:
    assert set(words("tr")) == set(words("en")) == set(WORDS)
    assert [key for key, pair in WORDS.items() if not all(pair)] == []


def test_a_proposal_sums_what_is_not_optional() -> None:
    text = printed(documents.render_proposal(cast.PROPOSAL, "tr"))
    assert "KDV hariç toplam 839.500,00 ₺" in text
    assert "KDV 93.650,00 ₺" in text
    assert "KDV dahil toplam 933.150,00 ₺" in text
    assert "Çevre ve bahçe bakımı Seçmeli" in text
    assert "15.801,88 ₺" in text
    assert "Seçmeli kalemler toplama dahil değildir." in text
    assert "Başlangıç 01.01.2027" in text


def test_a_contract_carries_its_snapshot_hash_on_every_page() -> None:
    long = replace(cast.CONTRACT, clauses=cast.CLAUSES * 12)
    texts = pages(documents.render_contract(long, "tr"))
    assert len(texts) == 3
    for text in texts:
        assert f"SHA-256: {cast.SNAPSHOT}" in text
    whole = " ".join(texts)
    assert "01.01.2027 – 31.12.2028" in whole
    assert "Gecikme faizi (yıllık) %43,5" in whole
    assert "Ceza üst sınırı (aylık) 250.000,00 ₺" in whole
    assert whole.count("22.11.2026 11:05") == 2


@pytest.mark.parametrize("wrong", ["", "abc", cast.SNAPSHOT.upper(), cast.SNAPSHOT + "0"])
def test_a_contract_without_a_snapshot_hash_is_not_printed(wrong: str) -> None:
    with pytest.raises(PaperNotMade, match="SHA-256 of its snapshot"):
        documents.render_contract(replace(cast.CONTRACT, snapshot_sha256=wrong), "tr")


@pytest.mark.parametrize(
    ("kind", "title", "side"),
    [
        (paper.AgreementKind.CUSTOMER, "Müşteri sözleşmesi", "Müşteri Pusula"),
        (paper.AgreementKind.MEMBERSHIP, "Üyelik sözleşmesi", "Üye kuruluş Pusula"),
        (paper.AgreementKind.PROJECT, "Proje sözleşmesi", "Üye kuruluş Pusula"),
    ],
)
def test_the_three_agreements_are_named_by_their_kind(kind: paper.AgreementKind, title: str, side: str) -> None:
    bare = replace(cast.CONTRACT, kind=kind, signatures=(), lines=(), until=None)
    text = printed(documents.render_contract(bare, "tr"))
    assert f"{title} · MS-2026-0147" in text
    assert side in text
    assert "Hizmetler ve bedeller" not in text
    assert "01.01.2027 →" in text


def test_the_evidence_lists_signers_in_their_order_with_every_instant() -> None:
    text = printed(documents.render_evidence(cast.EVIDENCE, "tr"))
    assert text.index("Ömer Şükrü Güneş") < text.index("Çiğdem Işıkoğlu")
    for instant in ("2026-11-21 12:40:00 UTC", "2026-11-21 12:45:00 UTC", "2026-11-22 08:05:00 UTC"):
        assert text.count(instant) == 1
    for value in (cast.SNAPSHOT, "a1" * 32, "b2" * 32, "c3" * 32, "203.0.113.24", "Safari 19, iPhone"):
        assert value in text


def test_an_audit_report_stands_in_the_order_in_which_it_is_read() -> None:
    text = printed(documents.render_audit_report(cast.AUDIT, "tr"))
    order = [
        "Şartlı uygun",
        "%82,4",
        "−4,5 puan",
        "En iyi üç nokta",
        "Kritik ve majör bulgular",
        "Bölüm puanları",
        "Önceki denetimin aksiyonları",
        "Tüm cevaplar",
        "Örnekleme",
        "İmzalar",
        "https://musteri.muhatap.example/denetim/DN-2026-0412",
    ]
    assert sorted(order, key=text.index) == order
    assert "Kapandı 28.10.2026" in text
    assert text.count("Gecikti") == 1
    assert "Islak hacim kabini 90 13 1 2 Ret" in text
    assert "Çalışma masası 240 32 3 1 Kabul" in text


def test_a_first_audit_without_findings_says_so() -> None:
    clean = replace(cast.AUDIT, last_score=None, findings=(), verdict=paper.Verdict.PASSED)
    text = printed(documents.render_audit_report(clean, "tr"))
    assert "İlk denetim" in text
    assert "Kritik veya majör bulgu yok." in text


def test_an_invoice_says_what_the_communique_asks_for() -> None:
    text = printed(documents.render_invoice(cast.INVOICE, "tr"))
    for sentence in (
        "İşlem bedeli 842.500,00 ₺",
        "Hesaplanan KDV 94.250,00 ₺",
        "Tevkifat dahil toplam tutar 936.750,00 ₺",
        "Alıcı tarafından tevkif edilecek KDV 18.000,00 ₺",
        "Tevkifat hariç toplam tutar 918.750,00 ₺",
        "Ödenecek tutar 918.750,00 ₺",
        "Yalnız #DokuzYüzOnSekizBinYediYüzElliTürkLirası#",
        "612 Temizlik hizmeti 100.000,00 ₺ 20.000,00 ₺ 9/10 18.000,00 ₺",
        "%10 742.500,00 ₺ 74.250,00 ₺",
        "01.10.2026 – 31.10.2026",
        "TR33 0006 1005 1978 6457 8413 26",
        "76427D96-BDB4-5D63-AC55-ECC34FD59440",
    ):
        assert sentence in text


def test_the_worked_example_collects_a_hundred_and_two_thousand() -> None:
    cleaning = replace(cast.INVOICE, lines=cast.INVOICE.lines[:1])
    text = printed(documents.render_invoice(cleaning, "en"))
    assert "Amount payable ₺102,000.00" in text
    assert "Only #OneHundredTwoThousandTurkishLira#" in text


def test_an_invoice_without_withholding_does_not_speak_of_it() -> None:
    meals = replace(cast.INVOICE, lines=cast.INVOICE.lines[1:])
    text = printed(documents.render_invoice(meals, "tr"))
    assert "tevkif" not in text
    assert "Tevkifat bilgileri" not in text
    assert "Ödenecek tutar 816.750,00 ₺" in text


def test_an_exemption_is_printed_with_its_reason() -> None:
    line = replace(cast.INVOICE.lines[1], vat_rate=Decimal(0), vat=0, exemption="212 · 17/4-ı Serbest bölge hizmetleri")
    euro = replace(
        cast.INVOICE,
        head=replace(cast.INVOICE.head, currency="EUR"),
        lines=(line,),
        exchange_rate=Decimal("48.1234"),
    )
    text = printed(documents.render_invoice(euro, "tr"))
    assert "İstisna nedeni • 212 · 17/4-ı Serbest bölge hizmetleri" in text
    assert "Döviz kuru 48,1234 ₺" in text
    assert "Ödenecek tutar 742.500,00 €" in text
    assert "Yalnız #YediYüzKırkİkiBinBeşYüzAvro#" in text


def test_a_settlement_goes_from_deliveries_to_the_payment() -> None:
    settlement = cast.SETTLEMENT
    assert settlement.delivered == 12_295_550
    assert settlement.base == 12_165_550
    assert settlement.invoice_payable == 12_408_861
    assert settlement.payable == 10_725_583
    text = printed(documents.render_settlement(settlement, "tr"))
    for sentence in (
        "Kabul edilen işlerin bedeli 122.955,50 ₺",
        "Hizmet kusuru kesintileri −2.500,00 ₺",
        "Fatura matrahı 121.655,50 ₺",
        "Tevkif edilen KDV −21.897,99 ₺",
        "Fatura ile istenecek tutar 124.088,61 ₺",
        "Mahsuplar −10.750,00 ₺",
        "Nakit teminat kesintisi (%5) −6.082,78 ₺",
        "Üyeye ödenecek tutar 107.255,83 ₺",
        "Ana yüklenicinin cezai şart hakkı saklıdır (TBK m. 179/2).",
        "yedi gün içinde düzenlenir (VUK m.231/5)",
    ):
        assert sentence in text


def test_a_start_protocol_has_three_sides_and_its_open_points() -> None:
    text = printed(documents.render_handover(cast.HANDOVER, "tr"))
    for name in ("Pusula Sigorta A.Ş.", "Pırıltı Temizlik Ltd. Şti."):
        assert text.count(name) == 2
    assert text.count("Ad soyad, imza") == 3
    assert "Başlangıç 22.11.2026 07:00" in text
    assert "Depo rafı Şube 01.12.2026" in text
    assert "İSG eğitimi Eksik 1 kişi 24.11.2026 tarihinde" in text


def test_a_visit_report_lists_needs_with_what_stands_today() -> None:
    text = printed(documents.render_visit_report(cast.VISIT, "tr"))
    assert "20.11.2026 10:00 – 11:45" in text
    assert "Berrak Temizlik, bitiş 31.12.2026" in text
    assert "180 öğün/gün" in text
    assert "Hafta içi 07.00–16.00 01.01.2027" in text
