"""The invoice on paper, with the words the withholding communiqué asks for (KDVGUT I/C-2.1.3.4.2)."""

from decimal import Decimal

from muhatap.billing.rules import amount_in_words
from muhatap.documents.inputs import Invoice, InvoiceLine
from muhatap.documents.papers.parts import Pairs, Sheet, company
from muhatap.documents.wording import Language
from muhatap.kernel import formats as write


def render_invoice(invoice: Invoice, language: Language) -> bytes:
    """The PDF of an invoice; its totals are the exact sums of its lines."""
    sheet = Sheet(invoice.head, language)
    t = sheet.t
    net, vat, withheld = (
        sum(line.net for line in invoice.lines),
        sum(line.vat for line in invoice.lines),
        sum(line.withheld for line in invoice.lines),
    )
    words = amount_in_words(net + vat - withheld, language, style="invoice", currency=invoice.head.currency)
    sheet.values = {
        "companies": [
            company(sheet, t["seller"], invoice.head.prime),
            company(sheet, t["buyer"], invoice.buyer),
        ],
        "facts": _facts(sheet, invoice),
        "rows": [_row(sheet, position, line) for position, line in enumerate(invoice.lines, 1)],
        "sums": _sums(sheet, net, vat, withheld),
        "vat_parts": _vat_parts(sheet, invoice),
        "withholdings": _withholdings(sheet, invoice),
        "exemptions": sorted({line.exemption for line in invoice.lines if line.exemption}),
        "words": words,
        "payment": [
            [t["due_on"], sheet.day(invoice.due_on)],
            [t["iban"], invoice.iban],
            [t["bank"], invoice.bank],
            [t["ettn"], invoice.uuid],
        ],
        "notes": list(invoice.notes),
    }
    return sheet.press("invoice", kind=t["invoice"], heading=invoice.head.number)


def _facts(sheet: Sheet, invoice: Invoice) -> Pairs:
    t = sheet.t
    rate = invoice.exchange_rate
    return [
        [t["issued_at"], write.moment(invoice.issued_at, sheet.language)],
        [t["service_period"], sheet.period(invoice.since, invoice.until)],
        [t["due_on"], sheet.day(invoice.due_on)],
        [t["kind"], invoice.kind],
        [t["scenario"], invoice.scenario],
        [t["contract_number"], invoice.contract_number],
        [t["settlement_number"], invoice.settlement_number],
        [t["order_number"], invoice.order_number],
        [t["exchange_rate"], sheet.price_in("TRY", rate) if rate is not None else ""],
    ]


def _row(sheet: Sheet, position: int, line: InvoiceLine) -> list[str]:
    return [
        str(position),
        line.name,
        line.description,
        f"{sheet.quantity(line.quantity)} {line.unit}",
        sheet.price(line.unit_price),
        sheet.percent(line.vat_rate),
        sheet.money(line.vat),
        f"{line.withholding_code} · {line.ratio}" if line.withholding_code else "–",
        sheet.money(line.net),
    ]


def _sums(sheet: Sheet, net: int, vat: int, withheld: int) -> Pairs:
    """Totals in the order and with the words of the communiqué; the last one is payable."""
    t = sheet.t
    rows = [[t["process_price"], sheet.money(net)], [t["computed_vat"], sheet.money(vat)]]
    if withheld:
        rows += [
            [t["total_with"], sheet.money(net + vat)],
            [t["withheld_vat"], sheet.money(withheld)],
            [t["total_without"], sheet.money(net + vat - withheld)],
        ]
    return [*rows, [t["payable"], sheet.money(net + vat - withheld)]]


def _vat_parts(sheet: Sheet, invoice: Invoice) -> Pairs:
    """Base and VAT by rate, where there is more than one."""
    parts: dict[Decimal, tuple[int, int]] = {}
    for line in invoice.lines:
        base, vat = parts.get(line.vat_rate, (0, 0))
        parts[line.vat_rate] = (base + line.net, vat + line.vat)
    return [[sheet.percent(rate), sheet.money(base), sheet.money(vat)] for rate, (base, vat) in sorted(parts.items())]


def _withholdings(sheet: Sheet, invoice: Invoice) -> Pairs:
    """Price, computed VAT, ratio and withheld VAT by code."""
    parts: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    for line in invoice.lines:
        if line.withholding_code:
            key = (line.withholding_code, line.withholding_name, line.ratio)
            net, vat, withheld = parts.get(key, (0, 0, 0))
            parts[key] = (net + line.net, vat + line.vat, withheld + line.withheld)
    return [
        [f"{code} {name}", sheet.money(net), sheet.money(vat), ratio, sheet.money(withheld)]
        for (code, name, ratio), (net, vat, withheld) in sorted(parts.items())
    ]
