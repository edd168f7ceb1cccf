"""The papers of demand: the report of a visit and the proposal, made from reads and attached by command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.demand import commands, reads
from muhatap.demand.reads.needs import NeedView
from muhatap.demand.reads.proposals import CostedLine
from muhatap.demand.reads.visits import AnsweredSurvey, VisitView
from muhatap.documents import inputs as paper
from muhatap.documents import render_proposal, render_visit_report
from muhatap.documents.wording import Language
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.money import percent_of
from muhatap.parties import reads as parties
from muhatap.parties.reads import PartyView


def company_of(party: PartyView) -> paper.Company:
    """A party as papers name it."""
    return paper.Company(
        name=party.name,
        address=", ".join(part for part in (party.address, party.place) if part),
        tax_office=party.tax_office,
        tax_number=party.tax_number,
        phone=party.phone,
        email=party.email,
    )


def make_visit_report(actor: Actor, *, visit_id: int, language: Language = "tr") -> bytes:
    """Set the report of a visit, attach it and open it to the customer; returns the PDF."""
    with translation.override(language):
        reader = replace(actor, language=language)
        visit = reads.visit(reader, visit_id=visit_id)
        needs = [need for need in reads.needs_of(reader, request_id=visit.row.request_id) if need.visit_id == visit_id]
        pdf = render_visit_report(_visit_report(reader, visit, needs), language)
        name = _("visit-report-%(number)s.pdf") % {"number": f"{visit.row.request_number}-{visit_id}"}
    commands.attach_visit_report(actor, visit_id=visit_id, pdf=pdf, name=name)
    return pdf


def _visit_report(actor: Actor, visit: VisitView, needs: list[NeedView]) -> paper.VisitReport:
    customer = parties.party(actor, party_id=visit.customer_id)
    prime = parties.prime(actor)
    began = visit.held_at or visit.row.planned_at
    return paper.VisitReport(
        head=paper.Head(company_of(prime), visit.row.request_number, actor.today),
        customer=company_of(customer),
        locations=tuple(dict.fromkeys([visit.row.place, *(f"{need.location}, {need.district}" for need in needs)])),
        began_at=began,
        ended_at=began + timedelta(minutes=visit.row.minutes_planned),
        team=(paper.Person(visit.row.lead, prime.short_name),) if visit.row.lead else (),
        contacts=tuple(paper.Person(name.strip()) for name in visit.met.split(",") if name.strip()),
        summary=visit.notes,
        needs=tuple(_need_line(need) for need in needs),
        sections=tuple(_section(survey, title, rows) for survey in visit.surveys for title, rows in survey.sections),
        next_steps=(
            _("Please confirm this report in your portal, or write what has to be corrected."),
            _("Our proposal for the needs listed here follows."),
        ),
    )


def _need_line(need: NeedView) -> paper.NeedLine:
    return paper.NeedLine(
        location=need.location,
        service=need.service,
        quantity=need.quantity,
        unit=need.unit_words,
        pattern=" · ".join(part for part in (need.pattern_words, need.window) if part),
        standard=need.standard,
        wished_from=need.wish_date,
        supplier_today=need.present_supplier,
        ends_on=need.present_until,
    )


def _section(survey: AnsweredSurvey, title: str, rows: tuple[tuple[str, str], ...]) -> paper.Section:
    return paper.Section(
        name=f"{survey.category}: {title}",
        answers=tuple(paper.Answer(question, answer) for question, answer in rows),
    )


def make_proposal(actor: Actor, *, proposal_id: int, language: Language = "tr") -> bytes:
    """Set a proposal, attach it and open it to the customer; returns the PDF."""
    with translation.override(language):
        reader = replace(actor, language=language)
        sheet = _proposal(reader, proposal_id)
        pdf = render_proposal(sheet, language)
        name = _("proposal-%(number)s.pdf") % {"number": f"{sheet.head.number}-v{sheet.version}"}
    commands.attach_proposal_pdf(actor, proposal_id=proposal_id, pdf=pdf, name=name)
    return pdf


def _proposal(actor: Actor, proposal_id: int) -> paper.Proposal:
    proposal = reads.proposal(actor, proposal_id=proposal_id)
    request = reads.request(actor, request_id=proposal.row.request_id)
    customer = parties.party(actor, party_id=proposal.customer_id)
    rates = reads.vat_rates(actor, service_keys={line.offered.service_key for line in proposal.lines})
    lines = tuple(_priced_line(line, rates) for line in proposal.lines)
    return paper.Proposal(
        head=paper.Head(
            company_of(parties.prime(actor)),
            proposal.row.number,
            _made_on(actor, proposal.row),
            proposal.currency,
        ),
        customer=company_of(customer),
        attention=paper.Person(request.contact_name),
        subject=proposal.row.title,
        version=proposal.row.version,
        valid_until=proposal.row.valid_until,
        intro=proposal.notes
        or _("Thank you for your trust. For the needs we wrote down together we offer the following services."),
        lines=lines,
        vat=_vat(lines),
        billing_period=_("monthly, in arrears"),
        terms=(
            paper.Term(
                _("Amounts"),
                _("Expected amount of an average month; what was delivered and accepted is billed."),
            ),
            paper.Term(_("Delivery"), _("Through our network of member companies; we are your only counterpart.")),
            paper.Term(_("VAT"), _("Added at the legal rate; VAT withholding applies where the law asks for it.")),
        ),
    )


def _made_on(actor: Actor, row: reads.ProposalRow) -> date:
    return row.sent_at.astimezone(ISTANBUL).date() if row.sent_at else actor.today


def _priced_line(line: CostedLine, rates: dict[str, Decimal]) -> paper.PricedLine:
    """A line with its price; costs never enter a paper."""
    offered = line.offered
    if offered.unit_price is None or offered.monthly is None:
        raise ValueError(f"line {offered.position} has no price to print")
    return paper.PricedLine(
        location=offered.location,
        service=offered.service,
        quantity=offered.quantity,
        unit=offered.unit_words,
        pattern=" · ".join(part for part in (offered.pattern_words, offered.window) if part),
        unit_price=offered.unit_price,
        amount=offered.monthly.minor,
        vat_rate=rates[offered.service_key],
        basis=offered.basis_words,
    )


def _vat(lines: tuple[paper.PricedLine, ...]) -> int:
    """VAT of the lines in kuruş, rounded once per rate."""
    bases: dict[Decimal, int] = {}
    for line in lines:
        bases[line.vat_rate] = bases.get(line.vat_rate, 0) + line.amount
    return sum(percent_of(net, rate) for rate, net in bases.items())
