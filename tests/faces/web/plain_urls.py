"""A face of two pages, to try what all pages share."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse

from muhatap.faces.web.pages import PageRequest, act, page, submit
from muhatap.faces.web.permissions import FacePermission
from muhatap.kernel.errors import Refusal
from muhatap.kernel.models import Parameter
from muhatap.kernel.parameters import parameter

RUNS: list[str] = []


class TooDark(Refusal):
    """The lamp is too weak."""


class LampForm(forms.Form):
    """A lamp with a name and a power."""

    name = forms.CharField()
    power = forms.IntegerField()


def light(name: str, power: int) -> str:
    """Light a lamp of at least ten; each run is counted."""
    RUNS.append(name)
    if power < 10:
        raise TooDark("Choose at least 10.", field="power")
    return name


@page(FacePermission.ENTER)
def lamp(request: PageRequest) -> HttpResponse:
    """A form page."""
    return submit(
        request,
        LampForm(request.POST or None),
        lambda data: light(**data),
        done=lambda name: reverse("lit", args=[name]),
        said="Lit.",
        context={"page_title": "Lamp"},
    )


@page(FacePermission.ENTER)
def switch(request: PageRequest) -> HttpResponse:
    """A button."""
    return act(request, lambda: light("switch", int(request.POST["power"])), done="/lamp/", said="Switched.")


@page(FacePermission.ENTER)
def lit(request: PageRequest, name: str) -> HttpResponse:
    """What was lit."""
    return HttpResponse(f"{name} is lit")


@page(FacePermission.ENTER)
def lost(request: PageRequest) -> HttpResponse:
    """A read that finds nothing."""
    Parameter.objects.get(key="no such thing")
    return HttpResponse("")


@page(FacePermission.ENTER)
def refused(request: PageRequest) -> HttpResponse:
    """A read that is refused."""
    parameter("no such thing", request.actor.today)
    return HttpResponse("")


@page(FacePermission.ENTER)
def broken(request: PageRequest) -> HttpResponse:
    """A page that writes and then fails."""
    Parameter.objects.create(key="half", value="1")
    raise ZeroDivisionError


def urls() -> list[object]:
    """The pages and what all faces share."""
    from muhatap.faces.web.urls import urls_of

    return [
        path("lamp/", lamp, name="lamp"),
        path("switch/", switch, name="switch"),
        path("lit/<str:name>/", lit, name="lit"),
        path("lost/", lost, name="lost"),
        path("refused/", refused, name="refused"),
        path("broken/", broken, name="broken"),
        *urls_of("desk"),
    ]


urlpatterns = urls()
handler404 = "muhatap.faces.web.errors.not_found"
handler500 = "muhatap.faces.web.errors.broken"
