"""The anticipated outcomes as pages: what happened, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from muhatap.kernel.errors import Refusal


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    from muhatap.faces.web.navigation import shell

    context: dict[str, Any] = {
        **shell(request),
        "page_title": title,
        "status": status,
        "title": title,
        "sentence": sentence,
        "action_label": _("Go to the start page"),
        "action_url": "/",
    }
    return HttpResponse(loader.render_to_string("web/message.html", context, request), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the actor may not do this."""
    return _page(
        request,
        403,
        _("Not for your role"),
        _("Your role does not include this. Ask your administrator if you need it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or the actor may not see that it does."""
    return _page(
        request, 404, _("Not found"), _("There is nothing at this address for you. It may have moved or been closed.")
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """409: the business says no."""
    return _page(request, 409, _("That is not possible now"), refusal.message)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was saved."""
    request_id = getattr(request, "request_id", "")
    return _page(
        request,
        500,
        _("Something went wrong here"),
        _("This is our fault; nothing was saved. If it happens again, give us this number: %(id)s")
        % {"id": request_id},
    )
