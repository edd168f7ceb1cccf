"""The papers of the operation: the hand-over protocol of a start and the code at an entrance."""

from __future__ import annotations

from dataclasses import replace

import segno
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.documents import inputs as paper
from muhatap.documents import render_handover
from muhatap.documents.making.demand import company_of
from muhatap.documents.wording import Language
from muhatap.kernel.actors import Actor
from muhatap.operations import commands, reads
from muhatap.operations.reads import HandoverView, Side, TaskRow
from muhatap.parties import reads as parties


def make_handover(actor: Actor, *, plan_id: int, language: Language = "tr") -> bytes:
    """Set the hand-over protocol of a start, keep it with the plan and open it to its sides; returns the PDF."""
    with translation.override(language):
        reader = replace(actor, language=language)
        view = reads.handover(reader, plan_id=plan_id)
        pdf = render_handover(_handover(reader, view), language)
        name = f"{_('hand-over')}-{view.project_code}-{plan_id}.pdf"
    commands.attach_protocol(actor, plan_id=plan_id, pdf=pdf, name=name)
    return pdf


def _handover(actor: Actor, view: HandoverView) -> paper.Handover:
    prime = parties.prime(actor)
    customer = parties.party(actor, party_id=view.customer_id)
    # The contract says whether the customer knows who delivers; else the crew acts in our name.
    members = [parties.party(actor, party_id=one) for one in view.member_ids] if view.members_named else []
    crew = paper.Company(name=_("Crew of %(prime)s") % {"prime": prime.short_name})
    return paper.Handover(
        head=paper.Head(company_of(prime), f"{view.project_code}/{view.plan_id}", actor.today),
        customer=company_of(customer),
        member=company_of(members[0]) if members else crew,
        location=f"{view.location}, {view.address}" if view.address else view.location,
        service=", ".join(dict.fromkeys(line.service for line in view.services)),
        starts_at=view.starts_at,
        checks=tuple(_answer(task, named=view.members_named) for task in view.tasks),
        handed_over=tuple(paper.Term(line.service, line.quantity) for line in view.services),
        open_points=tuple(
            paper.ActionLine(one.title, _owner(one, named=view.members_named), one.due_on)
            for one in view.tasks
            if one.done_at is None
        ),
        signatures=(
            paper.Signature(_("Prime"), prime.name, view.manager),
            paper.Signature(_("Customer"), customer.name, view.contact),
            *(paper.Signature(_("Member"), member.name) for member in members),
            *([] if members else [paper.Signature(_("Crew lead"), crew.name)]),
        ),
    )


def _owner(task: TaskRow, *, named: bool) -> str:
    if task.side == Side.MEMBER:
        return task.member if named and task.member else _("crew")
    return task.side_label


def _answer(task: TaskRow, *, named: bool) -> paper.Answer:
    return paper.Answer(
        question=f"{task.title} ({_owner(task, named=named)})",
        answer=_("done") if task.done_at else _("open"),
        note=task.note,
        exception=task.done_at is None and task.required,
    )


def check_in_address(code: str) -> str:
    """Where the code at an entrance leads: the member's page of today's job there."""
    return f"{settings.FACE_URLS['member']}here/{code}/"


def check_in_picture(code: str) -> str:
    """The QR code of a location as an image in the page (data URI)."""
    return str(segno.make(check_in_address(code), error="m").png_data_uri(scale=8, border=4))
