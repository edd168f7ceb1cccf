"""The report of a visit, confirmed by the customer."""

from muhatap.documents.inputs import NeedLine, VisitReport
from muhatap.documents.papers.parts import Sheet, company, people, photos, signatures
from muhatap.documents.wording import Language
from muhatap.kernel import formats as write


def render_visit_report(report: VisitReport, language: Language) -> bytes:
    """The PDF of a visit report. Raises: PaperNotMade for an image that is none."""
    sheet = Sheet(report.head, language)
    t = sheet.t
    ended = write.clock(report.ended_at)
    sheet.values = {
        "companies": [
            company(sheet, t["customer"], report.customer),
            company(sheet, t["prime"], report.head.prime),
        ],
        "facts": [
            [t["visited_at"], f"{write.moment(report.began_at, language)} – {ended}"],
            [t["team"], people(report.team)],
            [t["contacts"], people(report.contacts)],
            [t["locations"], "\n".join(report.locations)],
        ],
        "summary": report.summary,
        "needs": [_need(sheet, need) for need in report.needs],
        "sections": [
            {
                "name": section.name,
                "rows": [[each.question, each.answer, each.note] for each in section.answers],
            }
            for section in report.sections
        ],
        "photos": photos(sheet, report.photos),
        "next_steps": list(report.next_steps),
        "signatures": signatures(sheet, report.signatures),
    }
    return sheet.press("visit_report", kind=t["visit_report"], heading=report.customer.name)


def _need(sheet: Sheet, need: NeedLine) -> list[str]:
    until = f"{sheet.t['until']} {sheet.day(need.ends_on)}" if need.ends_on else ""
    today = ", ".join(part for part in (need.supplier_today, until) if part)
    return [
        need.location,
        "\n".join(part for part in (need.service, need.standard) if part),
        f"{sheet.quantity(need.quantity)} {need.unit}",
        need.pattern,
        sheet.day(need.wished_from),
        today,
    ]
