"""The paper of an agreement's version, made from its frozen snapshot and nothing else, and its sealed copy."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pypdf import PdfReader, PdfWriter

from muhatap.agreements import commands, reads
from muhatap.documents import render_contract, render_evidence
from muhatap.documents.inputs import (
    Agreement,
    AgreementKind,
    Clause,
    Company,
    Evidence,
    Head,
    Money,
    Percent,
    PricedLine,
    Signature,
    SignatureEvent,
    Term,
)
from muhatap.documents.wording import Language, words
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor, system

Snapshot = Mapping[str, Any]


def make_paper(actor: Actor, *, version_id: int) -> None:
    """Set the paper of a frozen version and attach it. Raises: NoPaper when it has one."""
    frozen = reads.frozen(actor, version_id=version_id)
    commands.attach_paper(actor, version_id=version_id, data=paper(frozen.snapshot, frozen.sha256))


def paper(snapshot: Snapshot, sha256: str) -> bytes:
    """The PDF of a snapshot with its SHA-256 on every page; the same bytes for the same snapshot."""
    about, content = snapshot["agreement"], snapshot["content"]
    agreement = Agreement(
        head=_head(snapshot),
        kind=AgreementKind(about["kind"]),
        subject=about["title"],
        version=about["version"],
        other=_company(snapshot["party"]),
        since=date.fromisoformat(about["since"]),
        until=date.fromisoformat(about["until"]) if about["until"] else None,
        clauses=tuple(Clause(one["number"], one["heading"], one["text"]) for one in snapshot["clauses"]),
        terms=tuple(_term(one) for one in content.get("terms", ())),
        snapshot_sha256=sha256,
        lines=tuple(_line(one) for one in content.get("lines", ())),
        signatures=tuple(_place(one, snapshot) for one in snapshot["signers"]),
    )
    return render_contract(agreement, _language(snapshot))


def seal(actor: Actor, *, version_id: int) -> None:
    """Bind the evidence of all signatures behind the signed paper and open the copy to the party; once."""
    view = reads.evidence(actor, version_id=version_id)
    about = view.snapshot["agreement"]
    pages = Evidence(
        head=_head(view.snapshot),
        document_number=about["number"],
        document_title=about["title"],
        version=about["version"],
        snapshot_sha256=view.sha256,
        pdf_sha256=view.pdf_sha256,
        events=tuple(_event(record, view.snapshot) for record in view.records),
    )
    whole = bound(view.pdf, render_evidence(pages, _language(view.snapshot)))
    commands.attach_sealed(actor, version_id=version_id, data=whole)


@jobs.handles("agreements.seal")
def seal_later(payload: dict[str, Any]) -> None:
    """Seal a version everybody has signed (outbox)."""
    seal(system(datetime.fromisoformat(payload["at"])), version_id=payload["version_id"])


def bound(paper: bytes, evidence: bytes) -> bytes:
    """One PDF: the signed paper, its evidence behind it, and the signed bytes themselves as an attachment.

    Binding rewrites a PDF, so the exact bytes that were signed travel along unchanged; their SHA-256 is on the page.
    """
    writer = PdfWriter()
    for part in (paper, evidence):
        for sheet in PdfReader(io.BytesIO(part)).pages:
            writer.add_page(sheet)
    writer.add_attachment(f"{hashlib.sha256(paper).hexdigest()[:16]}.pdf", paper)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _language(snapshot: Snapshot) -> Language:
    return "en" if snapshot["agreement"]["language"] == "en" else "tr"


def _head(snapshot: Snapshot) -> Head:
    about = snapshot["agreement"]
    return Head(
        prime=_company(snapshot["prime"]),
        number=about["number"],
        made_on=date.fromisoformat(about["frozen_on"]),
        currency=about["currency"],
    )


def _company(company: Mapping[str, Any]) -> Company:
    names = ("name", "address", "tax_office", "tax_number", "phone", "email", "represented_by")
    return Company(**{name: company[name] for name in names})


def _term(term: Mapping[str, Any]) -> Term:
    value = term["value"]
    match term.get("kind", "text"):
        case "money":
            return Term(term["name"], Money(int(value)))
        case "percent":
            return Term(term["name"], Percent(Decimal(value)))
        case "number":
            return Term(term["name"], Decimal(value))
        case "day":
            return Term(term["name"], date.fromisoformat(value))
        case _:
            return Term(term["name"], value)


def _line(line: Mapping[str, Any]) -> PricedLine:
    return PricedLine(
        location=line["location"],
        service=line["service"],
        quantity=Decimal(line["quantity"]),
        unit=line["unit"],
        pattern=line["pattern"],
        unit_price=Decimal(line["unit_price"]),
        amount=line["amount"],
        vat_rate=Decimal(line["vat_rate"]),
        basis=line.get("basis", ""),
        optional=line.get("optional", False),
    )


def _side(side: str, snapshot: Snapshot) -> str:
    """The side's name as the paper calls it."""
    t = words(_language(snapshot))
    if side == "prime":
        return t["prime"]
    return t["customer"] if snapshot["agreement"]["kind"] == "customer" else t["member"]


def _place(signer: Mapping[str, Any], snapshot: Snapshot) -> Signature:
    return Signature(
        side=_side(signer["side"], snapshot),
        company=snapshot["prime" if signer["side"] == "prime" else "party"]["name"],
        name=signer["name"],
        title=signer["title"],
    )


def _event(record: Mapping[str, Any], snapshot: Snapshot) -> SignatureEvent:
    moment = {
        key: datetime.fromisoformat(record[key]) if record.get(key) else None
        for key in ("shown_at", "code_sent_at", "signed_at")
    }
    signed_at = moment["signed_at"]
    if signed_at is None:
        raise ValueError("a signature's record has the instant it was given")
    english = _language(snapshot) == "en"
    methods = {
        "code": "one-time code by e-mail" if english else "e-posta ile tek kullanımlık kod",
        "paper": "ink on paper, scanned" if english else "kâğıt üzerinde ıslak imza, taranmış",
    }
    return SignatureEvent(
        order=record["position"],
        name=record["name"],
        title=record["title"],
        company=snapshot["prime" if record["side"] == "prime" else "party"]["name"],
        method=methods[record["method"]],
        address=record.get("sent_to", ""),
        shown_at=moment["shown_at"] or signed_at,
        code_sent_at=moment["code_sent_at"],
        signed_at=signed_at,
        ip=record["address"],
        device=record.get("device", ""),
        record_sha256=record["record_sha256"],
    )
