"""Jobs reported as done at a desk, where the crew could not use the phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import day_field
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May


class ReportForm(forms.Form):
    """Up to which day everything planned was done."""

    until = day_field(gettext_lazy("Everything planned up to this day was done"))


@page(May.DELIVER)
def report(request: PageRequest) -> HttpResponse:
    """Report jobs as done as planned where the crew could not use the phone."""
    actor = request.actor
    count = len(reads.unreported(actor, until=actor.today))

    def run(data: dict[str, Any]) -> int:
        return commands.report_jobs(actor, job_ids=reads.unreported(actor, until=data["until"]))

    return submit(
        request,
        ReportForm(request.POST or None, initial={"until": actor.today}),
        run,
        done=reverse("jobs") + "?status=done",
        said=_("Reported. The customer confirms it or says what was wrong."),
        context={
            "page_title": _("Report several as done"),
            "page_sub": _("%(count)d jobs up to today wait. Without check-in and photos the customer looks closer.")
            % {"count": count},
            "submit_label": _("Report them as done"),
            "cancel_url": reverse("jobs"),
        },
    )


routes = [path("jobs/report/", report, name="jobs_report")]
