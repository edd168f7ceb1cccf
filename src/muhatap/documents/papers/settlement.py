"""The settlement of work done (hakediş) that a member agrees to."""

from muhatap.documents.inputs import Settlement, SettlementEntry, SettlementLine
from muhatap.documents.papers.parts import Pairs, Sheet, company, signatures
from muhatap.documents.wording import Language
from muhatap.kernel.formats import MINUS


def render_settlement(settlement: Settlement, language: Language) -> bytes:
    """The PDF of a settlement: from accepted deliveries to the amount payable."""
    sheet = Sheet(settlement.head, language)
    t = sheet.t
    sheet.values = {
        "companies": [
            company(sheet, t["prime"], settlement.head.prime),
            company(sheet, t["member"], settlement.member),
        ],
        "facts": [
            [t["project"], settlement.project],
            [t["agreement_number"], settlement.agreement_number],
            [t["period"], sheet.period(settlement.since, settlement.until)],
            [t["due_on"], sheet.day(settlement.due_on)],
        ],
        "rows": [_row(sheet, line) for line in settlement.lines],
        "entries": [
            {"name": name, "rows": _entries(sheet, rows, sign)}
            for name, rows, sign in (
                (t["reductions"], settlement.reductions, MINUS),
                (t["price_differences"], settlement.price_differences, "+"),
                (t["set_offs"], settlement.set_offs, MINUS),
            )
            if rows
        ],
        "price_sums": _price_sums(sheet, settlement),
        "pay_sums": _pay_sums(sheet, settlement),
        "reservation": settlement.reservation,
        "signatures": signatures(sheet, settlement.signatures),
    }
    return sheet.press("settlement", kind=t["settlement"], heading=settlement.project)


def _row(sheet: Sheet, line: SettlementLine) -> list[str]:
    return [
        line.location,
        line.service,
        sheet.quantity(line.planned),
        sheet.quantity(line.accepted),
        line.unit,
        sheet.price(line.unit_price),
        sheet.money(line.amount),
    ]


def _entries(sheet: Sheet, rows: tuple[SettlementEntry, ...], sign: str) -> Pairs:
    return [[row.text, row.ground, f"{sign}{sheet.money(row.amount)}"] for row in rows]


def _less(sheet: Sheet, amount: int) -> str:
    return sheet.money(-amount)


def _price_sums(sheet: Sheet, settlement: Settlement) -> Pairs:
    """From deliveries to the invoice base: only these change the price."""
    t = sheet.t
    rows = [[t["delivered"], sheet.money(settlement.delivered)]]
    if settlement.reductions:
        rows.append([t["reductions"], _less(sheet, sum(row.amount for row in settlement.reductions))])
    if settlement.price_differences:
        differences = sum(row.amount for row in settlement.price_differences)
        rows.append([t["price_differences"], sheet.money(differences)])
    return [*rows, [t["base"], sheet.money(settlement.base)]]


def _pay_sums(sheet: Sheet, settlement: Settlement) -> Pairs:
    """From the invoice base to the payment: tax, then what is netted in the account."""
    t = sheet.t
    rows = [[t["base"], sheet.money(settlement.base)], [t["computed_vat"], sheet.money(settlement.vat)]]
    if settlement.withheld:
        rows.append([t["withheld"], _less(sheet, settlement.withheld)])
    rows.append([t["invoice_payable"], sheet.money(settlement.invoice_payable)])
    if settlement.set_offs:
        rows.append([t["set_offs"], _less(sheet, sum(row.amount for row in settlement.set_offs))])
    if settlement.retention:
        name = f"{t['retention']} ({sheet.percent(settlement.retention_percent)})"
        rows.append([name, _less(sheet, settlement.retention)])
    return [*rows, [t["to_pay"], sheet.money(settlement.payable)]]
