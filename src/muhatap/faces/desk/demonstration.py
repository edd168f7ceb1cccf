"""The demonstration itself: where in time it stands, taken forward, and the mails it wrote to anybody. Nowhere else open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import PageRequest, clock, errors, formats, page, submit
from muhatap.faces.web.fields import moment_field
from muhatap.faces.web.mailbox import Mail, mails
from muhatap.faces.web.opening import may_open
from muhatap.faces.web.permissions import FacePermission
from muhatap.kernel.actors import ISTANBUL, Actor

MORNING = time(9)


class TravelForm(forms.Form):
    """Where in time to go."""

    to = moment_field(
        gettext_lazy("Take the demonstration to"),
        help_text=gettext_lazy(
            "At most 31 days ahead; what happens every night is done on arrival. There is no way back."
        ),
    )


def _mornings(actor: Actor) -> list[tuple[str, datetime]]:
    """Mornings people go to: the next day's, and the one month end is run on."""
    tomorrow = actor.today + timedelta(days=1)
    first = (actor.today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return [
        (str(label), datetime.combine(day, MORNING, ISTANBUL))
        for label, day in ((_("tomorrow morning"), tomorrow), (_("the first of next month"), first))
    ]


def _mails(actor: Actor) -> list[Mail]:
    """What was written to anybody; a link to a page of the desk stays for who may open it."""
    desk = settings.FACE_URLS["desk"]
    return [
        replace(one, link="") if one.link.startswith(desk) and not may_open(actor, urlsplit(one.link).path) else one
        for one in mails()
    ]


@page(FacePermission.ENTER)
def show(request: PageRequest) -> HttpResponse:
    """Time and mails of a demonstration."""
    if not settings.CLOCK_FILE:
        return errors.not_found(request)
    actor = request.actor
    mornings = _mornings(actor)

    return submit(
        request,
        TravelForm(request.POST or None, initial={"to": mornings[0][1].replace(tzinfo=None)}),
        lambda data: clock.travel(actor, to=data["to"]),
        done=reverse("demonstration"),
        said=_("Time has moved on. What happens every night is being done."),
        template="desk/demonstration/show.html",
        context={
            "page_title": _("Demonstration"),
            "page_sub": _("It is %(now)s here. The data is invented, and no mail leaves this machine.")
            % {"now": formats.moment(actor.now, actor.language)},
            "submit_label": _("Go there"),
            "mornings": [(label, to.strftime("%Y-%m-%dT%H:%M")) for label, to in mornings],
            "mails": _mails(actor),
        },
    )


routes = [path("demonstration/", show, name="demonstration")]
