"""The evidence of signatures, bound behind the document they belong to."""

from muhatap.documents.inputs import Evidence, SignatureEvent
from muhatap.documents.papers.parts import Sheet
from muhatap.documents.wording import Language
from muhatap.kernel import formats as write


def render_evidence(evidence: Evidence, language: Language) -> bytes:
    """The PDF of a signature evidence page; instants in UTC to the second."""
    sheet = Sheet(evidence.head, language)
    t = sheet.t
    sheet.values = {
        "facts": [
            [t["document"], evidence.document_title],
            [t["number"], evidence.document_number],
            [t["version"], str(evidence.version)],
        ],
        "hashes": [
            [t["snapshot_hash"], evidence.snapshot_sha256],
            [t["pdf_hash"], evidence.pdf_sha256],
        ],
        "events": [_event(sheet, event) for event in sorted(evidence.events, key=lambda each: each.order)],
    }
    return sheet.press("evidence", kind=t["evidence"], heading=evidence.document_title)


def _event(sheet: Sheet, event: SignatureEvent) -> dict[str, object]:
    t = sheet.t
    return {
        "order": str(event.order),
        "name": event.name,
        "title": ", ".join(part for part in (event.title, event.company) if part),
        "facts": [
            [t["method"], event.method],
            [t["sent_to"], event.address],
            [t["ip"], event.ip],
            [t["shown"], write.instant(event.shown_at)],
            [t["code_sent"], write.instant(event.code_sent_at) if event.code_sent_at else ""],
            [t["signed"], write.instant(event.signed_at)],
        ],
        "device": [[t["device"], event.device], [t["record_hash"], event.record_sha256]],
    }
