"""E-invoices against the authority's own schema and schematron, read back, and broken on purpose."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from django.utils import translation
from efatura_kontrol.kontrol import hazirla, kontrol_et

from muhatap.billing.rules import WithheldBy, WithholdingRule
from muhatap.integrations.einvoice import (
    EAddress,
    EExemption,
    EInvoice,
    EInvoiceNotWritable,
    EInvoiceUnreadable,
    EKind,
    ELine,
    EParty,
    EReference,
    EScenario,
    EWithholding,
    HeaderVat,
    check,
    read,
    totals_of,
    write,
)
from muhatap.integrations.einvoice.reader import LARGEST_FILE

TODAY = date(2026, 11, 22)
RULES = (
    WithholdingRule("603", 5, 10, WithheldBy.B, date(2021, 3, 1), date(2026, 7, 1)),
    WithholdingRule("603", 7, 10, WithheldBy.B, date(2026, 7, 1)),
    WithholdingRule("607", 9, 10, WithheldBy.A_AND_B, date(2021, 3, 1)),
    WithholdingRule("612", 9, 10, WithheldBy.A_AND_B, date(2021, 3, 1)),
)
PRIME = EParty(
    tax_number="1234567808",
    name="ÖRNEK ANA YÜKLENİCİ HİZMETLERİ A.Ş.",
    address=EAddress("Çankaya", "Ankara", "Örnek Caddesi", "10", "06500"),
    tax_office="Çankaya",
    mersis="0123456780200011",
    trade_registry="123456",
    phone="03120000000",
    email="muhasebe@ornek.example",
)
CUSTOMER = EParty(
    tax_number="9876543217",
    name="IŞIK & ÇİĞDEM <Sanayi> A.Ş.",
    address=EAddress("Nilüfer", "Bursa"),
    tax_office="Nilüfer",
)
PERSON = EParty(
    tax_number="10000000146",
    first_name="Ayşe",
    family_name="ÖRNEK",
    address=EAddress("Kadıköy", "İstanbul", "Ev Sokak", "1", "34710"),
)
CLEANING = EWithholding("612", "Temizlik Hizmeti", 90)
FREE_ZONE = EExemption("212", "17/4-ı Serbest Bölgelerde Verilen Hizmetler")

PLAIN_LINE = ELine("Toplu yemek (öğün)", Decimal(2200), "C62", Decimal(150), 33_000_000, Decimal(10), 3_300_000)
WITHHELD_LINE = ELine(
    name="Temizlik hizmeti",
    quantity=Decimal("3.5"),
    unit_code="MON",
    unit_price=Decimal("22857.1429"),
    net=7_500_000,
    vat_rate=Decimal(20),
    vat=1_500_000,
    withholding=CLEANING,
    withheld=1_350_000,
    discount=500_000,
    discount_reason="Hizmet kusuru kesintisi",
    description="Ekim 2026, 14 kişi",
)
EXEMPT_LINE = ELine("Danışmanlık", Decimal(1), "C62", Decimal(50_000), 5_000_000, Decimal(0), 0, exemption=FREE_ZONE)
LINES = {
    EKind.SALE: (PLAIN_LINE, replace(PLAIN_LINE, name="Koli", unit_code="BX")),
    EKind.WITHHELD: (WITHHELD_LINE, PLAIN_LINE),
    EKind.RETURN: (PLAIN_LINE,),
    EKind.EXEMPT: (EXEMPT_LINE,),
}
COMBINATIONS = [
    (scenario, kind)
    for scenario in EScenario
    for kind in EKind
    if (scenario, kind) != (EScenario.COMMERCIAL, EKind.RETURN)
]


@pytest.fixture(scope="module", autouse=True)
def authority() -> None:
    """Compile the authority's rules once."""
    hazirla()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read the sentences in English."""
    with translation.override("en"):
        yield


def invoice(scenario: EScenario = EScenario.BASIC, kind: EKind = EKind.WITHHELD) -> EInvoice:
    """A correct invoice of a scenario and kind."""
    return EInvoice(
        scenario=scenario,
        kind=kind,
        number="ANA2026000000002",
        uuid="76427D96-BDB4-5D63-AC55-ECC34FD59440",
        issued_on=date(2026, 11, 2),
        issued_at=time(10, 30, 5),
        seller=PRIME,
        buyer=PERSON if scenario is EScenario.ARCHIVE else CUSTOMER,
        lines=LINES[kind],
        totals=totals_of(LINES[kind]),
        notes=("Ekim 2026 hizmet bedeli", "Yalnız #YüzBinTürkLirası#"),
        period=(date(2026, 10, 1), date(2026, 10, 31)),
        contract=EReference("MS-2026-0147", date(2026, 3, 1)),
        settlements=(EReference("HK-2026-0014", date(2026, 11, 1), "HAKEDIS"),),
        returned=(EReference("MUS2026000000003", date(2026, 10, 2)),) if kind is EKind.RETURN else (),
        iban="TR330006100519786457841326",
        due_on=date(2026, 12, 2),
    )


def objections(xml: bytes) -> list[tuple[str, str]]:
    """Errors and warnings of the authority's rules; its remark that a draft is unsigned is neither."""
    report = kontrol_et(xml).sozluk()
    return [(each["seviye"], each["mesaj"]) for each in report["bulgular"] if each["seviye"] != "bilgi"]


def codes(wrong: EInvoice) -> list[str]:
    """What our own checks find."""
    return [finding.code for finding in check(wrong, rules=RULES, today=TODAY)]


@pytest.mark.parametrize(("scenario", "kind"), COMBINATIONS)
@pytest.mark.parametrize("header_vat", list(HeaderVat))
def test_the_authority_finds_nothing_in_any_scenario_and_kind(
    scenario: EScenario, kind: EKind, header_vat: HeaderVat
) -> None:
    assert objections(write(invoice(scenario, kind), header_vat=header_vat)) == []


def test_the_authority_finds_nothing_in_a_return_that_carries_withholding() -> None:
    returned = replace(
        invoice(EScenario.BASIC, EKind.RETURN), lines=(WITHHELD_LINE,), totals=totals_of([WITHHELD_LINE])
    )
    assert objections(write(returned)) == []
    assert codes(returned) == []


def test_the_authority_finds_nothing_in_an_invoice_in_euro() -> None:
    euro = replace(invoice(EScenario.COMMERCIAL, EKind.SALE), currency="EUR", exchange_rate=Decimal("48.1234"), iban="")
    assert objections(write(euro)) == []
    assert read(write(euro)) == euro


def test_the_authority_objects_to_what_is_broken() -> None:
    broken = replace(invoice(), number="BOZUK")
    assert len(objections(write(broken))) > 0
    assert len(objections(b"<Invoice/>")) > 0


@pytest.mark.parametrize(("scenario", "kind"), COMBINATIONS)
def test_what_is_written_reads_back_equal(scenario: EScenario, kind: EKind) -> None:
    written = invoice(scenario, kind)
    assert read(write(written)) == written
    assert read(write(written, header_vat=HeaderVat.COMPUTED)) == written


@pytest.mark.parametrize(("scenario", "kind"), COMBINATIONS)
def test_a_correct_invoice_has_no_finding(scenario: EScenario, kind: EKind) -> None:
    assert codes(invoice(scenario, kind)) == []


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert write(invoice()) == write(invoice())
    assert write(read(write(invoice()))) == write(invoice())


def test_the_header_names_the_vat_the_integrator_wants() -> None:
    collected, computed = write(invoice()), write(invoice(), header_vat=HeaderVat.COMPUTED)
    assert b'<cbc:TaxAmount currencyID="TRY">34500.00</cbc:TaxAmount>' in collected
    assert b'<cbc:TaxAmount currencyID="TRY">48000.00</cbc:TaxAmount>' in computed
    assert b'<cbc:TaxAmount currencyID="TRY">34500.00</cbc:TaxAmount>' not in computed


def test_text_stays_text_whatever_it_contains() -> None:
    hostile = "</cbc:Name><x>&amp; \" ' ]]> İıŞş"
    line = replace(PLAIN_LINE, name=hostile)
    written = replace(invoice(kind=EKind.SALE), lines=(line,), totals=totals_of([line]))
    assert read(write(written)).lines[0].name == hostile
    assert objections(write(written)) == []


def test_a_control_character_is_refused_in_words() -> None:
    wrong = replace(invoice(), notes=("bir\x00iki",))
    with pytest.raises(EInvoiceNotWritable) as refused:
        write(wrong)
    assert refused.value.message == "The text “biriki” holds a character that an e-invoice cannot carry."


def line_of(wrong: EInvoice, **changes: object) -> EInvoice:
    """The invoice with a changed first line and fitting totals."""
    lines = (replace(wrong.lines[0], **changes), *wrong.lines[1:])  # type: ignore[arg-type]
    return replace(wrong, lines=lines, totals=totals_of(lines))


W, S = invoice(), invoice(kind=EKind.SALE)
R, X = invoice(kind=EKind.RETURN), invoice(kind=EKind.EXEMPT)
MUTATIONS: list[tuple[EInvoice, list[str]]] = [
    (replace(W, number="ANA202600000002"), ["number"]),
    (replace(W, uuid="76427D96"), ["uuid"]),
    (replace(W, issued_on=date(2026, 11, 23)), ["future"]),
    (replace(S, lines=(), totals=totals_of([])), ["no_lines"]),
    (replace(W, period=(date(2026, 10, 31), date(2026, 10, 1))), ["period"]),
    (replace(W, exchange_rate=Decimal(1)), ["rate"]),
    (replace(W, currency="EUR"), ["rate"]),
    (replace(W, seller=replace(PRIME, tax_number="1234567809")), ["seller_tax_number"]),
    (replace(W, buyer=replace(CUSTOMER, tax_number="987654321")), ["buyer_tax_number"]),
    (replace(W, buyer=replace(PERSON, tax_number="10000000147")), ["buyer_tax_number"]),
    (replace(W, seller=replace(PRIME, name="")), ["seller_name"]),
    (replace(W, buyer=replace(PERSON, family_name="")), ["buyer_name"]),
    (replace(W, buyer=replace(CUSTOMER, address=EAddress("", "Bursa"))), ["buyer_address"]),
    (replace(W, lines=(PLAIN_LINE,), totals=totals_of([PLAIN_LINE])), ["kind_without_withholding"]),
    (replace(W, kind=EKind.SALE), ["withholding_on_kind"]),
    (replace(R, scenario=EScenario.COMMERCIAL), ["return_scenario"]),
    (replace(R, returned=()), ["return_reference"]),
    (replace(R, returned=(EReference("12", TODAY),)), ["return_number"]),
    (replace(W, iban="TR330006100519786457841327"), ["iban"]),
    (replace(W, iban="DE89370400440532013000"), ["iban"]),
    (replace(W, due_on=date(2026, 11, 1)), ["due"]),
    (line_of(W, quantity=Decimal(4)), ["line_amount"]),
    (line_of(S, vat=3_300_002), ["line_vat"]),
    (line_of(W, withheld=1_350_002), ["line_withheld"]),
    (line_of(S, withheld=5), ["withheld_without_code"]),
    (line_of(W, withholding=replace(CLEANING, code="699")), ["withholding_code"]),
    (line_of(W, withholding=replace(CLEANING, percent=70)), ["withholding_ratio"]),
    (line_of(X, exemption=None), ["exemption_missing", "kind_without_exemption"]),
    (line_of(S, exemption=FREE_ZONE), ["exemption_with_vat"]),
    (replace(X, kind=EKind.SALE), ["exemption_kind"]),
    (replace(S, kind=EKind.EXEMPT), ["kind_without_exemption"]),
    *(
        (replace(W, totals=replace(W.totals, **{field: getattr(W.totals, field) + 1})), [f"total_{field}"])
        for field in ("net", "vat", "withheld", "gross", "payable")
    ),
]


@pytest.mark.parametrize(("wrong", "expected"), MUTATIONS, ids=[",".join(each[1]) for each in MUTATIONS])
def test_our_checks_find_exactly_what_was_broken(wrong: EInvoice, expected: list[str]) -> None:
    assert codes(wrong) == expected
    for finding in check(wrong, rules=RULES, today=TODAY):
        assert "%(" not in finding.sentence
        assert finding.sentence.endswith(".")


def test_a_sentence_names_line_code_ratio_and_day() -> None:
    wrong = line_of(W, withholding=replace(CLEANING, percent=70))
    (finding,) = check(wrong, rules=RULES, today=TODAY)
    assert finding.sentence == "Line 1: code 612 is withheld at 9/10 on 2026-10-31, not 70%."


def test_the_ratio_must_be_that_of_the_last_day_of_the_period() -> None:
    repair = line_of(W, withholding=EWithholding("603", "Bakım", 70), withheld=1_050_000)
    assert codes(repair) == []
    before = replace(repair, period=(date(2026, 6, 1), date(2026, 6, 30)))
    assert codes(before) == ["withholding_ratio"]
    assert codes(replace(repair, period=None)) == []


def test_a_kurus_of_rounding_on_a_line_is_forgiven_but_not_in_the_totals() -> None:
    assert codes(line_of(W, vat=1_500_001)) == []
    assert codes(line_of(W, withheld=1_349_999)) == []


def without(field: bytes) -> bytes:
    """The written invoice without the first line that holds a field."""
    rows = write(W).splitlines(keepends=True)
    position = next(index for index, row in enumerate(rows) if field in row)
    return b"".join(rows[:position] + rows[position + 1 :])


def swapped(old: bytes, new: bytes) -> bytes:
    """The written invoice with one text changed."""
    written = write(W)
    assert old in written
    return written.replace(old, new, 1)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&b;</Invoice>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&a;</Invoice>"""
OWN_TYPE = "The file carries a document type of its own; an invoice never does."
UNREADABLE = [
    (b"", "The file is not well-formed XML (line 1)."),
    (b"\n\n<Invoice>", "The file is not well-formed XML (line 3)."),
    (b"<Order/>", "The file is no UBL invoice but “Order”."),
    (b" " * (LARGEST_FILE + 1), "The file is larger than 5 MB."),
    (BOMB, OWN_TYPE),
    (BOMB.replace(b'"1.0"', b'"1.0" encoding="UTF-16"').decode().encode("utf-16"), OWN_TYPE),
    (OUTSIDE, OWN_TYPE),
    (without(b"<cbc:UUID>"), "The field UUID is missing."),
    (without(b"<cbc:PayableAmount"), "The field PayableAmount is missing."),
    (swapped(b"TEMELFATURA", b"KAMU"), "The field ProfileID cannot be “KAMU”."),
    (swapped(b">TEVKIFAT<", b">SGK<"), "The field InvoiceTypeCode cannot be “SGK”."),
    (swapped(b"2026-11-02", b"2026-11-32"), "The field IssueDate cannot be “2026-11-32”."),
    (swapped(b">22857.1429<", b">NaN<"), "The field Price/PriceAmount cannot be “NaN”."),
    (
        swapped(b'"TRY">405000.00</cbc:TaxExclusiveAmount>', b'"TRY">405000.005</cbc:TaxExclusiveAmount>'),
        "The field TaxExclusiveAmount cannot be “405000.005”.",
    ),
    (swapped(b">0015<", b">0071<"), "The invoice carries the tax 0071; only VAT is read."),
    (
        swapped(b'<cbc:PayableAmount currencyID="TRY"', b'<cbc:PayableAmount currencyID="USD"'),
        "The amount PayableAmount is in USD, the invoice in TRY.",
    ),
    (
        swapped(b'<cbc:ID schemeID="VKN">9876543217', b'<cbc:ID schemeID="HIZMETNO">9876543217'),
        "A party of the invoice has neither a VKN nor a TCKN.",
    ),
]


@pytest.mark.parametrize(("xml", "sentence"), UNREADABLE, ids=[each[1] for each in UNREADABLE])
def test_what_cannot_be_read_is_refused_in_a_sentence(xml: bytes, sentence: str) -> None:
    with pytest.raises(EInvoiceUnreadable) as refused:
        read(xml)
    assert refused.value.message == sentence


def test_a_seal_and_fields_we_do_not_use_are_passed_over() -> None:
    sealed = swapped(b"<draft:unsigned", b"<x:Signature xmlns:x='urn:x'/><draft:unsigned")
    assert read(sealed) == W
    assert read(swapped(b"10:30:05", b"10:30:05.123+03:00")) == W
