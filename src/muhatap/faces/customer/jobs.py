"""Deliveries for the customer: what is planned, what was done with its evidence, confirm or dispute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
from muhatap.faces.web.fields import day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Deliveries"),
    url="jobs",
    order=20,
    permission=May.SEE,
    icon="checklist",
    query="when=week",
)
SERVICE = 9
CALENDAR_DAYS = 14


def _cells(row: reads.JobRow) -> list[Cell]:
    """A row of the list."""
    return [
        Cell(row.day, sub=row.window),
        Cell(row.location),
        Cell(row.service),
        Cell(row.status_label, tone=row.tone),
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
        Column("state", _("State")),
        Column("planned", _("Planned"), numeric=True),
        Column("done", _("Done"), numeric=True),
        Column("accepted", _("Accepted"), numeric=True),
        Column("number", _("Number"), sort="number"),
    ]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Deliveries, the latest day first."""

    may = request.actor.may(May.CONFIRM)
    return listing(
        request,
        title=_("Deliveries"),
        columns=_columns(),
        read=lambda query: reads.jobs(request.actor, query=query),
        cells=_cells,
        url=lambda row: reverse("job", args=[row.id]),
        filters=[
            Filter(
                "when",
                _("When"),
                [
                    ("today", _("today")),
                    ("week", _("this week")),
                    ("past", _("the last 60 days")),
                    ("next", _("the next 60 days")),
                ],
            ),
            Filter("status", _("State"), list(reads.JobStatus.choices)),
        ],
        actions=[
            {"label": _("Calendar"), "url": reverse("jobs_calendar"), "icon": "calendar"},
            *([{"label": _("Confirm several"), "url": reverse("jobs_confirm"), "primary": True}] if may else []),
        ],
        empty={
            "sentence": _("Deliveries appear here when the service has started at a location."),
            "action_label": _("See how the start is prepared"),
            "action_url": reverse("starts"),
        },
    )


@page(May.SEE)
def calendar(request: PageRequest) -> HttpResponse:
    """Two weeks by location."""
    actor = request.actor
    weeks = request.GET.get("weeks", "0")
    shift = int(weeks) if weeks.lstrip("-").isdigit() else 0
    first = actor.today - timedelta(days=actor.today.weekday()) + timedelta(weeks=max(-26, min(shift, 8)))
    days = [first + timedelta(days=offset) for offset in range(CALENDAR_DAYS)]
    rows = reads.board(actor, first=first, days=CALENDAR_DAYS)
    context = {
        "page_title": _("Calendar of deliveries"),
        "page_sub": formats.period(first, first + timedelta(days=CALENDAR_DAYS), actor.language),
        "columns": [_("Location"), *[formats.day_short(day, actor.language) for day in days]],
        "rows": [
            {
                "url": "",
                "cells": [
                    {"text": row.location},
                    *[
                        {"kind": "pill", "text": cell.count, "tone": reads.JOB_TONES[cell.worst]}
                        if cell.count
                        else {"text": ""}
                        for cell in row.cells
                    ],
                ],
            }
            for row in rows
        ],
        "earlier": f"?weeks={shift - 2}",
        "later": f"?weeks={shift + 2}",
    }
    return render(request, "customer/jobs/calendar.html", context)


@page(May.SEE)
def show(request: PageRequest, job_id: int) -> HttpResponse:
    """One delivery with its evidence."""
    actor = request.actor
    view = reads.job(actor, job_id=job_id)
    row = view.row
    language = actor.language
    waits = row.status == "done" and actor.may(May.CONFIRM)
    facts = [
        {"label": _("Day"), "value": formats.day_long(row.day, language), "sub": row.window},
        {"label": _("Planned"), "value": f"{formats.qty(row.planned_quantity, language)} {row.unit}"},
        {"label": _("Done"), "value": "—" if row.done_quantity is None else formats.qty(row.done_quantity, language)},
        {
            "label": _("Accepted"),
            "value": "—" if row.accepted_quantity is None else formats.qty(row.accepted_quantity, language),
        },
    ]
    if row.member:
        facts.append({"label": _("Delivered by"), "value": row.member})
    context = {
        "record": {
            "title": f"{row.location} · {row.service}",
            "number": row.number,
            "state": {"tone": row.tone, "text": row.status_label},
            "facts": facts,
        },
        "spine": steps(SERVICE),
        "next": {
            "sentence": _("The work is reported as done. Confirm it, or say what was wrong."),
            "label": _("Confirm"),
            "url": reverse("job_confirm", args=[job_id]),
            "method": "post",
        }
        if waits
        else None,
        "actions": [{"label": _("Something was wrong"), "url": reverse("job_dispute", args=[job_id])}] if waits else [],
        "back": {"label": _("Deliveries"), "url": reverse("jobs")},
        "it": view,
    }
    return render(request, "customer/jobs/show.html", context)


@page(May.CONFIRM)
def confirm(request: PageRequest, job_id: int) -> HttpResponse:
    """Accept a delivery as reported."""
    return act(
        request,
        lambda: commands.confirm_job(request.actor, job_id=job_id),
        done=reverse("job", args=[job_id]),
        said=_("Confirmed."),
    )


class DisputeForm(forms.Form):
    """What was wrong."""

    reason = text_field(gettext_lazy("What was wrong?"), most=1000, lines=4)


@page(May.CONFIRM)
def dispute(request: PageRequest, job_id: int) -> HttpResponse:
    """Say what was wrong with a delivery."""
    row = reads.job(request.actor, job_id=job_id).row
    here = reverse("job", args=[job_id])
    return submit(
        request,
        DisputeForm(request.POST or None),
        lambda data: commands.dispute_job(request.actor, job_id=job_id, **data),
        done=here,
        said=_("Noted. Your project manager settles it with you."),
        context={
            "page_title": _("Something was wrong"),
            "page_sub": f"{row.location} · {row.service} · {formats.day(row.day, request.actor.language)}",
            "submit_label": _("Dispute the delivery"),
            "cancel_url": here,
        },
    )


class BulkForm(forms.Form):
    """Up to which day everything reported is accepted."""

    until = day_field(gettext_lazy("Confirm everything reported up to this day"))


@page(May.CONFIRM)
def confirm_many(request: PageRequest) -> HttpResponse:
    """Accept everything reported up to a day."""
    actor = request.actor
    waiting = reads.unconfirmed(actor, until=actor.today)

    def run(data: dict[str, Any]) -> int:
        return commands.confirm_jobs(actor, job_ids=reads.unconfirmed(actor, until=data["until"]))

    return submit(
        request,
        BulkForm(request.POST or None, initial={"until": actor.today}),
        run,
        done=reverse("jobs") + "?status=confirmed",
        said=_("Confirmed."),
        context={
            "page_title": _("Confirm several deliveries"),
            "page_sub": _("%(count)d reported deliveries wait for your confirmation.") % {"count": len(waiting)},
            "submit_label": _("Confirm them"),
            "cancel_url": reverse("jobs"),
        },
    )


def _unconfirmed(actor: Actor) -> TileValue:
    found = reads.counts(actor)
    return TileValue(str(found.unconfirmed), "", "warn" if found.unconfirmed else "ok")


def _missed(actor: Actor) -> TileValue:
    found = reads.counts(actor)
    detail = _("%(started)d of %(today)d have begun") % {"started": found.started, "today": found.today}
    return TileValue(str(found.today), detail, "none")


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Deliveries that wait for a word of the customer, together."""
    if not actor.may(May.CONFIRM):
        return []
    waiting = reads.unconfirmed(actor, until=actor.today)
    if not waiting:
        return []
    alone = reverse("job", args=[waiting[0]])
    return [
        Waiting(
            tone="warn",
            kind=_("Deliveries"),
            title=ngettext(
                "%(count)d delivery is reported as done", "%(count)d deliveries are reported as done", len(waiting)
            )
            % {"count": len(waiting)},
            detail=_("Confirm, or say what was wrong."),
            when="",
            url=alone if len(waiting) == 1 else reverse("jobs_confirm"),
            action=_("Confirm"),
            urgency=30,
        )
    ]


HOME = [
    Tile(gettext_lazy("Deliveries today"), _missed, "jobs", May.SEE, order=20, query="when=today"),
    Tile(gettext_lazy("Deliveries to confirm"), _unconfirmed, "jobs", May.CONFIRM, order=30, query="status=done"),
]

routes = [
    path("deliveries/", index, name="jobs"),
    path("deliveries/calendar/", calendar, name="jobs_calendar"),
    path("deliveries/confirm/", confirm_many, name="jobs_confirm"),
    path("deliveries/<int:job_id>/", show, name="job"),
    path("deliveries/<int:job_id>/confirm/", confirm, name="job_confirm"),
    path("deliveries/<int:job_id>/dispute/", dispute, name="job_dispute"),
]
