"""Today on a member's phone: check in, tick off, photo, done; and the jobs to come."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.billing import reads as billing
from muhatap.billing.permissions import BillingPermission
from muhatap.contracts.reads import contacts
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
from muhatap.faces.web.fields import text_field
from muhatap.faces.web.pages import CONFLICT
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = [
    Item(Group.FIELD, gettext_lazy("Today's jobs"), "today", 10, May.DELIVER, "qrcode"),
    Item(Group.FIELD, gettext_lazy("Jobs"), "jobs", 20, May.SEE, "checklist", "when=week"),
]
SOON_MINUTES = 30
# As many of today's jobs wait on the home page.
SHOWN = 5


def tabs(active: str) -> list[dict[str, Any]]:
    """The bar at the bottom of the phone."""
    found = [
        ("today", _("Today"), "checklist"),
        ("tomorrow", _("Tomorrow"), "calendar"),
        ("home", _("Overview"), "home"),
    ]
    return [
        {"label": label, "url": reverse(name), "icon": icon, "active": name == active} for name, label, icon in found
    ]


def _earned(actor: Actor) -> Any:
    return billing.earned_so_far(actor) if actor.may(BillingPermission.SEE_SETTLEMENTS) else None


def _card(actor: Actor, row: reads.JobRow) -> dict[str, Any]:
    """A job on the day's page: its state in a few words."""
    words, tone = row.status_label, row.tone
    if row.status in ("planned", "accepted") and row.begins_at is not None:
        minutes = int((row.begins_at - actor.now).total_seconds() // 60)
        if minutes >= 0:
            words = f"{row.begins_at.astimezone(actor.now.tzinfo):%H:%M}" if minutes > 12 * 60 else row.window
            if minutes <= 12 * 60:
                words = _("%(time)s · in %(left)s") % {
                    "time": row.window.split("–", maxsplit=1)[0],
                    "left": formats.duration(minutes, actor.language),
                }
            tone = "warn" if minutes <= SOON_MINUTES else "none"
        else:
            words = _("%(time)s · %(left)s late") % {
                "time": row.window.split("–", maxsplit=1)[0],
                "left": formats.duration(-minutes, actor.language),
            }
            tone = "bad" if row.late else "warn"
    return {"row": row, "words": words, "tone": tone}


def _day(request: PageRequest, offset: int, active: str) -> HttpResponse:
    actor = request.actor
    rows = reads.jobs_of_day(actor, day=actor.today + timedelta(days=offset))
    order = {
        "started": 0,
        "planned": 1,
        "accepted": 1,
        "declined": 2,
        "missed": 2,
        "disputed": 2,
        "done": 3,
        "confirmed": 3,
    }
    rows.sort(key=lambda row: order.get(row.status, 4))
    when = _("Today") if offset == 0 else _("Tomorrow")
    context = {
        "page_title": _("%(when)s %(count)d jobs") % {"when": when, "count": len(rows)}
        if rows
        else _("%(when)s no job") % {"when": when},
        "line": f"{actor.name} · {formats.day_long(actor.today + timedelta(days=offset), actor.language)}",
        "cards": [_card(actor, row) for row in rows],
        "tabs": tabs(active),
        "today": offset == 0,
        "earned": _earned(actor),
        "may_decline": True,
    }
    return render(request, "member/jobs/day.html", context)


@page(May.DELIVER)
def today(request: PageRequest) -> HttpResponse:
    """Today's jobs."""
    return _day(request, 0, "today")


@page(May.DELIVER)
def tomorrow(request: PageRequest) -> HttpResponse:
    """Tomorrow's jobs."""
    return _day(request, 1, "tomorrow")


def _cells(row: reads.JobRow) -> list[Cell]:
    """A row of the list."""
    return [
        Cell(row.day, sub=row.window),
        Cell(row.location),
        Cell(row.service),
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
        Column("state", _("State")),
        Column("planned", _("Planned"), numeric=True),
        Column("done", _("Done"), numeric=True),
        Column("accepted", _("Accepted"), numeric=True),
        Column("number", _("Number"), sort="number"),
    ]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All jobs of the member."""

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
            Filter("status", _("State"), list(reads.JobStatus.choices)),
        ],
        actions=[{"label": _("Report several as done"), "url": reverse("jobs_report")}]
        if request.actor.may(May.DELIVER)
        else [],
        empty={
            "sentence": _("Your jobs appear here when a location you deliver to has started."),
            "action_label": _("State where you deliver"),
            "action_url": reverse("coverage"),
        },
    )


@page(May.SEE)
def show(request: PageRequest, job_id: int) -> HttpResponse:
    """One job on the phone: check in, tick off, photo, done."""
    return _job(request, job_id)


def _job(request: PageRequest, job_id: int, *, status: int = 200) -> HttpResponse:
    """The page of a job; after a refusal with the code, quantity and note that were typed."""
    actor = request.actor
    view = reads.job(actor, job_id=job_id)
    row = view.row
    context = {
        "page_title": row.location,
        "line": f"{row.service} · {formats.day_long(row.day, actor.language)} {row.window}",
        "back": {"label": _("Today"), "url": reverse("today")} if actor.may(May.DELIVER) else None,
        "card": _card(actor, row),
        "it": view,
        "contacts": contacts(actor, agreement_id=view.agreement_id) if view.agreement_id else [],
        "waits": row.status in ("planned", "accepted", "declined"),
        "today": row.day == actor.today,
        "running": row.status == "started",
        "may": actor.may(May.DELIVER),
        "code": request.GET.get("code", ""),
        "tabs": tabs("") if actor.may(May.DELIVER) else None,
        "typed": {name: request.POST.get(name, "") for name in ("code", "quantity", "note")},
    }
    return render(request, "member/jobs/show.html", context, status=status)


@page(May.DELIVER)
def here(request: PageRequest, code: str) -> HttpResponse:
    """Where the QR code at an entrance leads: the job of today at that location."""
    found = reads.job_at_code(request.actor, code=code)
    if len(found) == 1:
        return HttpResponseRedirect(f"{reverse('job', args=[found[0].id])}?code={code}")
    context = {
        "page_title": _("Which job?") if found else _("No job here today"),
        "line": request.actor.name,
        "back": {"label": _("Today"), "url": reverse("today")},
        "cards": [_card(request.actor, row) for row in found],
        "code": code,
        "tabs": tabs("today"),
        "today": True,
    }
    return render(request, "member/jobs/day.html", context)


def _position(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


@page(May.DELIVER)
def check_in(request: PageRequest, job_id: int) -> HttpResponse:
    """Check in by QR code, typed code or position."""
    if request.method != "POST":  # a refused form shown again, and opened anew
        return HttpResponseRedirect(reverse("job", args=[job_id]))
    post, photo = request.POST, request.FILES.get("photo")
    return act(
        request,
        lambda: commands.check_in(
            request.actor,
            job_id=job_id,
            method=post.get("method", "pin"),
            code=post.get("code", ""),
            latitude=_position(post.get("latitude", "")),
            longitude=_position(post.get("longitude", "")),
            photo=photo.read() if photo else None,
        ),
        done=reverse("job", args=[job_id]),
        said=_("Welcome. Your arrival is noted."),
        again=lambda: _job(request, job_id, status=CONFLICT),
    )


@page(May.DELIVER)
def work(request: PageRequest, job_id: int) -> HttpResponse:
    """Keep ticks and photos; finish when asked."""
    post = request.POST
    if request.method != "POST":  # a refused form shown again, and opened anew
        return HttpResponseRedirect(reverse("job", args=[job_id]))
    points = post.getlist("points")

    def run() -> None:
        commands.tick_points(request.actor, job_id=job_id, points=points)
        for file in request.FILES.getlist("photos"):
            commands.add_photo(
                request.actor, job_id=job_id, data=file.read(), name=file.name or "", kind=post.get("kind", "after")
            )
        if "finish" in post:
            commands.complete_job(
                request.actor,
                job_id=job_id,
                points=points,
                quantity=_quantity(post.get("quantity", "")),
                note=post.get("note", ""),
            )

    return act(
        request,
        run,
        done=reverse("job", args=[job_id]),
        said=_("Done. Thank you.") if "finish" in post else _("Kept."),
        again=lambda: _job(request, job_id, status=CONFLICT),
    )


def _quantity(text: str) -> Decimal | None:
    """The quantity as typed; blank is the planned one. Raises: InvalidInput."""
    if not text.strip():
        return None
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise InvalidInput(_("Write the quantity as a number, for example 4 or 4,5.")) from error


@page(May.DELIVER)
def accept(request: PageRequest, job_id: int) -> HttpResponse:
    """Say that the crew will come."""
    return act(
        request,
        lambda: commands.accept_job(request.actor, job_id=job_id),
        done=reverse("job", args=[job_id]),
        said=_("Accepted."),
    )


class DeclineForm(forms.Form):
    """Why nobody can come."""

    reason = text_field(gettext_lazy("Why can nobody come?"), most=1000, lines=3)


@page(May.DELIVER)
def decline(request: PageRequest, job_id: int) -> HttpResponse:
    """Say that nobody can come."""
    row = reads.job(request.actor, job_id=job_id).row
    back = reverse("job", args=[job_id])
    return submit(
        request,
        DeclineForm(request.POST or None),
        lambda data: commands.decline_job(request.actor, job_id=job_id, **data),
        done=back,
        said=_("Noted. We call you back."),
        context={
            "page_title": _("We cannot come"),
            "page_sub": f"{row.location} · {formats.day_long(row.day, request.actor.language)}",
            "submit_label": _("We cannot come"),
            "cancel_url": back,
        },
    )


def _today(actor: Actor) -> TileValue:
    found = reads.counts(actor)
    detail = _("%(count)d late") % {"count": found.late} if found.late else ""
    return TileValue(str(found.today), detail, "bad" if found.late else "none")


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Today's jobs that are not done, for who works on them."""
    if not actor.may(May.DELIVER):
        return []
    rows = [
        row for row in reads.jobs_of_day(actor, day=actor.today) if row.status in ("planned", "accepted", "started")
    ]
    return [
        Waiting(
            tone=row.tone,
            kind=_("Job"),
            title=f"{row.location} · {row.service}",
            detail=row.status_label,
            when=row.window or _("today"),
            url=reverse("job", args=[row.id]),
            action=_("Open it"),
            urgency=75 if row.late else 55,
        )
        for row in rows[:SHOWN]
    ]


HOME = [Tile(gettext_lazy("Jobs today"), _today, "jobs", May.SEE, order=10, query="when=today")]


routes = [
    path("today/", today, name="today"),
    path("tomorrow/", tomorrow, name="tomorrow"),
    path("here/<str:code>/", here, name="here"),
    path("jobs/", index, name="jobs"),
    path("jobs/<int:job_id>/", show, name="job"),
    path("jobs/<int:job_id>/check-in/", check_in, name="job_check_in"),
    path("jobs/<int:job_id>/work/", work, name="job_work"),
    path("jobs/<int:job_id>/accept/", accept, name="job_accept"),
    path("jobs/<int:job_id>/decline/", decline, name="job_decline"),
]
