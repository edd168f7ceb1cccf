"""Audit reports for the customer: readable the same day, with the calendar of announced audits."""

from __future__ import annotations

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
    Waiting,
    formats,
    listing,
    page,
    render,
)
from muhatap.kernel.actors import Actor
from muhatap.quality import commands, reads
from muhatap.quality.permissions import QualityPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Audit reports"),
    url="audits",
    order=40,
    permission=May.SEE,
    icon="clipboard-check",
)


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Reports, the latest first."""
    actor = request.actor

    def cells(row: reads.ReportSummary) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.location),
            Cell(row.title),
            Cell(row.score),
            Cell(row.result_label, tone=row.tone),
            Cell(row.findings),
            Cell(row.published_at),
            Cell(_("read") if row.read_at else _("new"), tone="none" if row.read_at else "warn"),
        ]

    return listing(
        request,
        title=_("Audit reports"),
        columns=[
            Column("number", _("Number")),
            Column("location", _("Location")),
            Column("what", _("Audit")),
            Column("score", _("Score"), numeric=True),
            Column("result", _("Result")),
            Column("findings", _("Findings"), numeric=True),
            Column("published", _("Reported"), sort="published"),
            Column("read", _("Read")),
        ],
        read=lambda query: reads.reports(actor, query=query),
        cells=cells,
        url=lambda row: reverse("audit_report", args=[row.id]),
        filters=[
            Filter("result", _("Result"), list(reads.AuditResult.choices)),
            Filter("read", _("Read"), [("no", _("new")), ("yes", _("read"))]),
        ],
        actions=[{"label": _("Coming audits"), "url": reverse("audits_coming"), "icon": "calendar"}],
        empty={"sentence": _("Every audit at your locations is reported here on the same day.")},
    )


@page(May.SEE)
def coming(request: PageRequest) -> HttpResponse:
    """Announced audits to come."""
    rows = [
        {
            "url": "",
            "cells": [
                {"text": one.planned_on, "kind": "day"},
                {"text": one.location},
                {"text": one.title},
                {"text": one.status_label},
            ],
        }
        for one in reads.coming_audits(request.actor)
    ]
    context = {
        "page_title": _("Coming audits"),
        "columns": [_("Day"), _("Location"), _("Audit"), _("State")],
        "rows": rows,
        "empty": {"sentence": _("No audit is announced. Some come unannounced.")},
        "back": {"label": _("Audit reports"), "url": reverse("audits")},
    }
    return render(request, "customer/audits/coming.html", context)


@page(May.SEE)
def report(request: PageRequest, report_id: int) -> HttpResponse:
    """One report; opening it is its receipt."""
    view = reads.report(request.actor, report_id=report_id)
    commands.read_report(request.actor, report_id=report_id)
    context = {
        "page_title": view.summary.location or view.summary.title,
        "it": view,
        "back": {"label": _("Audit reports"), "url": reverse("audits")},
    }
    return render(request, "customer/audits/report.html", context)


def waiting(actor: Actor) -> list[Waiting]:
    """Reports nobody of the customer has opened."""
    if not actor.may(May.SEE):
        return []
    return [
        Waiting(
            tone=row.tone,
            kind=_("Audit report"),
            title=f"{row.location} · {row.title}",
            detail=row.result_label,
            when=formats.ago(row.published_at, actor.now, actor.language),
            url=reverse("audit_report", args=[row.id]),
            action=_("Read"),
            urgency=60 if row.result == "fail" else 30,
        )
        for row in reads.unread_reports(actor)
    ]


WAITING = waiting

routes = [
    path("reports/", index, name="audits"),
    path("reports/coming/", coming, name="audits_coming"),
    path("reports/<int:report_id>/", report, name="audit_report"),
]
