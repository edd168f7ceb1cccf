"""The protocol by which a service starts at a location, signed by three sides."""

from muhatap.documents.inputs import Handover
from muhatap.documents.papers.parts import Sheet, company, photos, signatures, terms
from muhatap.documents.wording import Language
from muhatap.kernel import formats as write


def render_handover(handover: Handover, language: Language) -> bytes:
    """The PDF of a start protocol. Raises: PaperNotMade for an image that is none."""
    sheet = Sheet(handover.head, language)
    t = sheet.t
    sheet.values = {
        "companies": [
            company(sheet, t["customer"], handover.customer),
            company(sheet, t["prime"], handover.head.prime),
            company(sheet, t["member"], handover.member),
        ],
        "facts": [
            [t["location"], handover.location],
            [t["service"], handover.service],
            [t["starts_at"], write.moment(handover.starts_at, language)],
        ],
        "checks": [
            [each.question, each.answer, each.note, "bad" if each.exception else "ok"] for each in handover.checks
        ],
        "handed_over": terms(sheet, handover.handed_over),
        "open_points": [
            [each.text, each.owner, sheet.day(each.due), sheet.day(each.closed_on)] for each in handover.open_points
        ],
        "photos": photos(sheet, handover.photos),
        "remarks": handover.remarks,
        "signatures": signatures(sheet, handover.signatures),
    }
    return sheet.press("handover", kind=t["handover"], heading=handover.location)
