"""Around every request: an id for the log, the language, and the wall."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from muhatap.accounts.reads import seat_of
from muhatap.faces.web import clock
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.wall import standing_at
from muhatap.roles import ANYBODY, permissions_of

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("muhatap.requests")
FAILED = 500


def audience() -> Audience:
    """The side of the wall this process stands on."""
    face = settings.MUHATAP_FACE
    return Audience(face) if face in settings.FACES else Audience.DESK


class RequestLog:
    """Give each request an id and log how it went; never its content."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        begun = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        log.info(
            "%s %s %s %d ms id=%s",
            request.method,
            request.path.replace("\n", " ").replace("\r", " "),
            response.status_code,
            (time.perf_counter() - begun) * 1000,
            request.request_id,  # type: ignore[attr-defined]
        )
        return response


class Language:
    """The language somebody chose (cookie), else the user's own, else Turkish."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


class PartyContext:
    """One transaction for a request, standing at this face for the party of the user's seat.

    A page that fails rolls everything back: Django has turned the exception into a response before it arrives here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/healthz")):
            return self.get_response(request)
        actor = actor_of(request)
        request.actor = actor  # type: ignore[attr-defined]
        side = audience()
        with standing_at(side, party_id=actor.party_id, user_id=actor.user_id):
            response = self.get_response(request)
            if response.status_code >= FAILED:
                transaction.set_rollback(True)
        # What a page left to be done in transactions of its own (faces/web/bulk.py).
        afterwards: Callable[[], None] | None = getattr(request, "afterwards", None)
        if afterwards is not None and response.status_code < FAILED:
            afterwards()
        return response


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind proxies of ours, what the outermost of them saw."""
    last = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return last
    # Each proxy appends whom it was asked by: what stands further left anybody can write.
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return passed[-settings.PROXIES][:45] if len(passed) >= settings.PROXIES else last


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request: the user in the seat they chose, or an anonymous visitor."""
    side, now = audience(), clock.now()
    address = address_of(request)
    language = translation.get_language() or "tr"
    user = request.user
    if not user.is_authenticated:
        return Actor(audience=side, now=now, permissions=ANYBODY[side], language=language, address=address)
    seat = seat_of(user.pk, audience=side, chosen=request.session.get("seat"))
    if seat is None:
        return Actor(audience=side, now=now, user_id=user.pk, name=user.name, language=language, address=address)
    return Actor(
        audience=side,
        now=now,
        user_id=user.pk,
        name=user.name,
        party_id=seat.party_id,
        permissions=permissions_of(seat.role),
        language=language,
        address=address,
    )
