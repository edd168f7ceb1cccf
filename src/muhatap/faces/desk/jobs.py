"""Jobs at the desk: by day and as a board, one job with its evidence, confirming and settling disputes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    Waiting,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import day_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Jobs"),
    url="jobs",
    order=20,
    permission=May.SEE,
    icon="checklist",
    query="when=week",
)
SERVICE = 9
BOARD_DAYS = 14


def _cells(row: reads.JobRow) -> list[Cell]:
    """A row of the list."""
    return [
        Cell(row.day, sub=row.window),
        Cell(row.location, sub=row.customer),
        Cell(row.service),
        Cell(row.member),
        Cell(_("late") if row.late else row.status_label, tone=row.tone),
        Cell(row.planned_quantity),
        Cell(row.done_quantity),
        Cell(row.accepted_quantity),
        Cell(row.number),
    ]


def _columns() -> list[Column]:
    return [
        Column("day", _("Day"), sort="day"),
        Column("location", _("Location"), sort="location"),
        Column("service", _("Service")),
        Column("member", _("Member")),
        Column("state", _("State")),
        Column("planned", _("Planned"), numeric=True),
        Column("done", _("Done"), numeric=True),
        Column("accepted", _("Accepted"), numeric=True),
        Column("number", _("Number"), sort="number"),
    ]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Jobs, the latest day first."""

    return listing(
        request,
        title=_("Jobs"),
        columns=_columns(),
        read=lambda query: reads.jobs(request.actor, query=query),
        cells=_cells,
        url=lambda row: reverse("job", args=[row.id]),
        key=lambda row: row.id,
        filters=[
            Filter(
                "when",
                _("When"),
                [
                    ("today", _("today")),
                    ("tomorrow", _("tomorrow")),
                    ("week", _("this week")),
                    ("past", _("the last 60 days")),
                    ("next", _("the next 60 days")),
                ],
            ),
            Filter("status", _("State"), [("late", _("late")), *reads.JobStatus.choices]),
        ],
        actions=[
            {"label": _("Board"), "url": reverse("jobs_board"), "icon": "calendar"},
            *(
                [{"label": _("Confirm several"), "url": reverse("jobs_confirm"), "icon": "checks"}]
                if request.actor.may(May.CONFIRM)
                else []
            ),
        ],
        empty={
            "sentence": _("Jobs are planned for 60 days when a location goes live."),
            "action_label": _("Open the start plans"),
            "action_url": reverse("starts"),
        },
    )


@page(May.SEE)
def board(request: PageRequest) -> HttpResponse:
    """Locations by day: two weeks from a Monday, the places with trouble first."""
    actor = request.actor
    weeks = request.GET.get("weeks", "0")
    shift = int(weeks) if weeks.lstrip("-").isdigit() else 0
    first = actor.today - timedelta(days=actor.today.weekday()) + timedelta(weeks=max(-26, min(shift, 8)))
    days = [first + timedelta(days=offset) for offset in range(BOARD_DAYS)]
    context = {
        "page_title": _("Board of jobs"),
        "page_sub": formats.period(first, first + timedelta(days=BOARD_DAYS), actor.language),
        "table": {
            "columns": [_("Location"), *[formats.day_short(day, actor.language) for day in days]],
            "rows": [
                {
                    "url": f"{reverse('jobs')}?q={quote(row.location)}",
                    "cells": [
                        {"text": row.location, "sub": row.customer},
                        *[
                            {"kind": "pill", "text": cell.count, "tone": reads.JOB_TONES[cell.worst]}
                            if cell.count
                            else {"text": "", "sub": ""}
                            for cell in row.cells
                        ],
                    ],
                }
                for row in reads.board(actor, first=first, days=BOARD_DAYS)
            ],
        },
        "earlier": f"?weeks={shift - 2}",
        "later": f"?weeks={shift + 2}",
    }
    return render(request, "desk/jobs/board.html", context)


def _next(view: reads.JobView) -> dict[str, Any] | None:
    row = view.row
    if row.status == "done":
        return {
            "sentence": _("The member reports the work as done. Confirm it, so that it is billed and settled."),
            "label": _("Confirm"),
            "url": reverse("job_confirm", args=[row.id]),
        }
    if row.status == "disputed":
        return {
            "sentence": _("The customer disputes this delivery. Settle it with an accepted quantity."),
            "label": _("Settle the dispute"),
            "url": reverse("job_confirm", args=[row.id]),
        }
    if row.status == "declined":
        return {
            "sentence": _("The member cannot come. Find another solution with it, or take the job out of the plan."),
            "label": _("Cancel the job"),
            "url": reverse("job_cancel", args=[row.id]),
        }
    if row.status in ("missed", "planned", "accepted"):
        return {
            "sentence": _("Nobody has recorded the work on the spot. If it was done, write down how you know.")
            if row.status == "missed" or row.late
            else _("The member checks in at the location and finishes the job on the phone."),
            "label": _("Record the delivery") if row.status == "missed" or row.late else "",
            "url": reverse("job_record", args=[row.id]),
        }
    return None


@page(May.SEE)
def show(request: PageRequest, job_id: int) -> HttpResponse:
    """One job: who was there, the checklist, photos, exceptions."""
    actor = request.actor
    view = reads.job(actor, job_id=job_id)
    row = view.row
    language = actor.language
    facts = [
        {"label": _("Day"), "value": formats.day_long(row.day, language), "sub": row.window},
        {"label": _("Customer"), "value": row.customer},
        {"label": _("Member"), "value": row.member},
        {"label": _("Planned"), "value": f"{formats.qty(row.planned_quantity, language)} {row.unit}"},
        {"label": _("Done"), "value": "—" if row.done_quantity is None else formats.qty(row.done_quantity, language)},
        {
            "label": _("Accepted"),
            "value": "—" if row.accepted_quantity is None else formats.qty(row.accepted_quantity, language),
        },
        {"label": _("Crew lead"), "value": view.lead or "—"},
        {"label": _("Confirmed by"), "value": view.confirmed_by or "—"},
    ]
    actions = []
    if actor.may(May.PLAN) and row.status in ("planned", "accepted", "declined"):
        actions.append({"label": _("Cancel the job"), "url": reverse("job_cancel", args=[job_id])})
    if actor.may(May.PLAN) and row.status in ("planned", "accepted", "started") and row.day <= actor.today:
        actions.append({"label": _("Record the delivery"), "url": reverse("job_record", args=[job_id])})
    context = {
        "record": {
            "title": f"{row.location} · {row.service}",
            "number": row.number,
            "state": {"tone": row.tone, "text": _("late") if row.late else row.status_label},
            "facts": facts,
        },
        "spine": steps(SERVICE),
        "next": _next(view),
        "actions": actions,
        "back": {"label": _("Jobs"), "url": reverse("jobs")},
        "entries": happened(request.actor, job_id=job_id),
        "it": view,
    }
    return render(request, "desk/jobs/show.html", context)


class ConfirmForm(forms.Form):
    """How much of a delivery is accepted."""

    accepted_quantity = number_field(gettext_lazy("Accepted quantity"))


@page(May.CONFIRM)
def confirm(request: PageRequest, job_id: int) -> HttpResponse:
    """Accept a delivery."""
    row = reads.job(request.actor, job_id=job_id).row
    here = reverse("job", args=[job_id])
    done = row.done_quantity if row.done_quantity is not None else row.planned_quantity
    form = ConfirmForm(request.POST or None, initial={"accepted_quantity": done.normalize()})
    form.fields["accepted_quantity"].widget.attrs["data-unit"] = row.unit
    return submit(
        request,
        form,
        lambda data: commands.confirm_job(request.actor, job_id=job_id, **data),
        done=here,
        said=_("Confirmed."),
        context={
            "page_title": _("Confirm the delivery"),
            "page_sub": f"{row.location} · {row.service} · {formats.day(row.day, request.actor.language)}",
            "submit_label": _("Confirm"),
            "cancel_url": here,
        },
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = text_field(gettext_lazy("Reason"), most=1000, lines=3)


class RecordForm(ReasonForm):
    """How the desk knows of a delivery."""

    quantity = number_field(gettext_lazy("Delivered quantity"), required=False)


@page(May.PLAN)
def record(request: PageRequest, job_id: int) -> HttpResponse:
    """Write down a delivery nobody recorded on the spot."""
    row = reads.job(request.actor, job_id=job_id).row
    here = reverse("job", args=[job_id])
    form = RecordForm(request.POST or None, initial={"quantity": row.planned_quantity.normalize()})
    form.fields["reason"].label = _("How do you know that the work was done?")
    return submit(
        request,
        form,
        lambda data: commands.record_delivery(request.actor, job_id=job_id, **data),
        done=here,
        said=_("Recorded; the exception is noted."),
        context={"page_title": _("Record the delivery"), "page_sub": row.location, "cancel_url": here},
    )


@page(May.PLAN)
def cancel(request: PageRequest, job_id: int) -> HttpResponse:
    """Take a job out of the plan."""
    row = reads.job(request.actor, job_id=job_id).row
    here = reverse("job", args=[job_id])
    return submit(
        request,
        ReasonForm(request.POST or None),
        lambda data: commands.cancel_job(request.actor, job_id=job_id, **data),
        done=here,
        said=_("The job was taken out of the plan."),
        context={
            "page_title": _("Cancel the job"),
            "page_sub": f"{row.location} · {formats.day(row.day, request.actor.language)}",
            "submit_label": _("Cancel the job"),
            "cancel_url": here,
        },
    )


class BulkForm(forms.Form):
    """Up to which day everything reported is accepted."""

    until = day_field(gettext_lazy("Confirm everything reported up to this day"))


@page(May.CONFIRM)
def confirm_many(request: PageRequest) -> HttpResponse:
    """Accept everything that was reported as planned up to a day; nothing disputed."""
    actor = request.actor
    form = BulkForm(request.POST or None, initial={"until": actor.today - timedelta(days=1)})
    waiting = reads.unconfirmed(actor, until=actor.today)

    def run(data: dict[str, Any]) -> int:
        return commands.confirm_jobs(actor, job_ids=reads.unconfirmed(actor, until=data["until"]))

    return submit(
        request,
        form,
        run,
        done=reverse("jobs") + "?status=confirmed",
        said=_("Confirmed."),
        context={
            "page_title": _("Confirm several jobs"),
            "page_sub": _("%(count)d reported jobs wait for confirmation.") % {"count": len(waiting)},
            "submit_label": _("Confirm them"),
            "cancel_url": reverse("jobs"),
        },
    )


@page(May.PLAN)
def plan(request: PageRequest) -> HttpResponse:
    """Plan the next 60 days now."""
    return act(
        request,
        lambda: commands.plan_jobs(request.actor),
        done=reverse("jobs"),
        said=_("The next 60 days are planned."),
    )


def _late(actor: Actor) -> TileValue:
    found = reads.counts(actor)
    detail = _("%(started)d of %(today)d jobs of today have begun") % {"started": found.started, "today": found.today}
    return TileValue(str(found.late), detail, "bad" if found.late else "ok")


def _unconfirmed(actor: Actor) -> TileValue:
    found = reads.counts(actor)
    detail = _("%(count)d disputed") % {"count": found.disputed}
    return TileValue(str(found.unconfirmed), detail, "warn" if found.unconfirmed else "ok")


HOME = [
    Tile(gettext_lazy("Late jobs today"), _late, "jobs", May.PLAN, order=30, query="status=late"),
    Tile(gettext_lazy("Jobs to confirm"), _unconfirmed, "jobs", May.PLAN, order=45, query="status=done"),
]


def waiting(actor: Actor) -> list[Waiting]:
    """Jobs a member declined or a customer disputes."""
    if not actor.may(May.PLAN):
        return []
    return [
        Waiting(
            tone="bad",
            kind=row.status_label,
            title=f"{row.location} · {row.service}",
            detail=row.member,
            when=formats.ago(row.day, actor.now, actor.language),
            url=reverse("job", args=[row.id]),
            action=_("Look at it"),
            urgency=70,
        )
        for row in reads.troubled(actor)
    ]


WAITING = waiting

routes = [
    path("jobs/", index, name="jobs"),
    path("jobs/board/", board, name="jobs_board"),
    path("jobs/confirm/", confirm_many, name="jobs_confirm"),
    path("jobs/plan/", plan, name="jobs_plan"),
    path("jobs/<int:job_id>/", show, name="job"),
    path("jobs/<int:job_id>/confirm/", confirm, name="job_confirm"),
    path("jobs/<int:job_id>/record/", record, name="job_record"),
    path("jobs/<int:job_id>/cancel/", cancel, name="job_cancel"),
]
