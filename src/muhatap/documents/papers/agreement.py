"""The agreement paper: customer contract, membership agreement or project agreement."""

import re

from muhatap.documents.engine import PaperNotMade
from muhatap.documents.inputs import Agreement
from muhatap.documents.papers.parts import Sheet, company, signatures, terms
from muhatap.documents.papers.proposal import priced_rows
from muhatap.documents.wording import Language

SHA256 = re.compile(r"[0-9a-f]{64}")


def render_contract(agreement: Agreement, language: Language) -> bytes:
    """The PDF of an agreement with its snapshot's SHA-256 on every page.

    Raises: PaperNotMade if the snapshot's hash is no SHA-256 in small hexadecimal digits.
    """
    if not SHA256.fullmatch(agreement.snapshot_sha256):
        raise PaperNotMade("An agreement is only printed with the SHA-256 of its snapshot.")
    sheet = Sheet(agreement.head, language)
    t = sheet.t
    other = t["customer"] if agreement.kind == "customer" else t["member"]
    net = sum(line.amount for line in agreement.lines if not line.optional)
    sheet.values = {
        "companies": [
            company(sheet, t["prime"], agreement.head.prime),
            company(sheet, other, agreement.other),
        ],
        "facts": [
            [t["number"], agreement.head.number],
            [t["version"], str(agreement.version)],
            [t["period"], sheet.period(agreement.since, agreement.until)],
        ],
        "snapshot": agreement.snapshot_sha256,
        "terms": terms(sheet, agreement.terms),
        "rows": priced_rows(sheet, agreement.lines),
        "sums": [[t["net"], sheet.money(net)]],
        "clauses": [{"number": each.number, "heading": each.heading, "text": each.text} for each in agreement.clauses],
        "signatures": signatures(sheet, agreement.signatures),
    }
    return sheet.press(
        "contract",
        kind=t[f"agreement_{agreement.kind.value}"],
        heading=agreement.subject,
        foot=("SHA-256", agreement.snapshot_sha256),
    )
