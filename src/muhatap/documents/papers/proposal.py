"""The offer a customer accepts, refuses or comments line by line."""

from muhatap.documents.inputs import PricedLine, Proposal
from muhatap.documents.papers.parts import Sheet, company, people, signatures, terms
from muhatap.documents.wording import Language


def priced_rows(sheet: Sheet, lines: tuple[PricedLine, ...]) -> list[list[str]]:
    """Position, what and where, quantity, price and amount of each line."""
    return [
        [
            str(position),
            line.service,
            " · ".join(part for part in (line.location, line.pattern, line.basis) if part),
            f"{sheet.quantity(line.quantity)} {line.unit}",
            sheet.price(line.unit_price),
            sheet.percent(line.vat_rate),
            sheet.money(line.amount),
            sheet.t["optional"] if line.optional else "",
        ]
        for position, line in enumerate(lines, 1)
    ]


def render_proposal(proposal: Proposal, language: Language) -> bytes:
    """The PDF of a proposal; optional lines are shown and not summed."""
    sheet = Sheet(proposal.head, language)
    t = sheet.t
    net = sum(line.amount for line in proposal.lines if not line.optional)
    sheet.values = {
        "companies": [
            company(sheet, t["customer"], proposal.customer),
            company(sheet, t["prime"], proposal.head.prime),
        ],
        "facts": [
            [t["attention"], people([proposal.attention])],
            [t["version"], str(proposal.version)],
            [t["made_on"], sheet.day(proposal.head.made_on)],
            [t["valid_until"], sheet.day(proposal.valid_until)],
            [t["billing_period"], proposal.billing_period],
        ],
        "intro": proposal.intro,
        "rows": priced_rows(sheet, proposal.lines),
        "sums": [
            [t["net"], sheet.money(net)],
            [t["vat"], sheet.money(proposal.vat)],
            [t["total"], sheet.money(net + proposal.vat)],
        ],
        "optional_note": t["optional_note"] if any(line.optional for line in proposal.lines) else "",
        "terms": terms(sheet, proposal.terms),
        "included": list(proposal.included),
        "excluded": list(proposal.excluded),
        "signatures": signatures(sheet, proposal.signatures),
    }
    return sheet.press("proposal", kind=t["proposal"], heading=proposal.subject)
