"""The three helpers of every view: `page` guards it, `submit` runs a form's command, `act` runs a button's."""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template import loader
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from muhatap.faces.web import errors
from muhatap.faces.web.opening import open_ways
from muhatap.kernel import submissions
from muhatap.kernel.actors import Actor, Permission
from muhatap.kernel.errors import Forbidden, Refusal

P = ParamSpec("P")
T = TypeVar("T")
SEE_OTHER = 303
CONFLICT = 409


class PageRequest(HttpRequest):
    """A request with the one who acts in it."""

    actor: Actor


View = Callable[Concatenate[PageRequest, P], HttpResponse]


def page(permission: Permission | None) -> Callable[[View[P]], View[P]]:
    """Make a function a page: who may open it (None: anybody, without login), and the anticipated outcomes as pages."""

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if permission is not None:
                if not request.user.is_authenticated:
                    return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}")
                if not request.actor.may(permission):
                    return errors.forbidden(request)
            try:
                return view(request, *args, **kwargs)
            except ObjectDoesNotExist:
                return errors.not_found(request)
            except Forbidden:
                return errors.forbidden(request)
            except Refusal as refusal:
                return errors.refused(request, refusal)

        guarded.requires = permission  # type: ignore[attr-defined]
        return cast(View[P], guarded)

    return decorate


class QueryWhileRendering(Exception):
    """A template asked the database: the read did not load everything."""


@contextmanager
def _database_closed() -> Iterator[None]:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise QueryWhileRendering(sql)

    with connection.execute_wrapper(refuse):
        yield


def render(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page from a template in its face's shell; while it renders, the database is closed."""
    from muhatap.faces.web.navigation import shell

    whole = {**shell(request), **context, **open_ways(getattr(request, "actor", None), context)}
    if settings.RENDER_CLOSED:
        with _database_closed():
            return HttpResponse(loader.render_to_string(template, whole, request), status=status)
    return HttpResponse(loader.render_to_string(template, whole, request), status=status)


def submit(
    request: PageRequest,
    form: forms.BaseForm,
    run: Callable[[dict[str, Any]], T],
    *,
    done: Callable[[T], str] | str,
    said: str = "",
    template: str = "web/form.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; when it is sent and valid, run its command once and go to `done` with the message `said`.

    A refusal stands beside its field or on top, and everything typed stays. The same form sent twice runs once.
    """
    status = 200
    if request.method == "POST":
        status = CONFLICT
        if form.is_valid():
            try:
                target = _once(request, lambda: run(form.cleaned_data), done)
            except Refusal as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
            else:
                if said:
                    messages.success(request, said)
                return HttpResponseRedirect(target, status=SEE_OTHER)
    key = request.POST.get("form_key") or str(uuid.uuid4())
    return render(request, template, {"form": form, "form_key": key, **(context or {})}, status=status)


def _once(request: PageRequest, run: Callable[[], T], done: Callable[[T], str] | str) -> str:
    """Run under the form's key; a repeated key answers with the first run's page (INV-27)."""
    key = _form_key(request)
    if key is None:
        result = run()
        return done(result) if callable(done) else done
    fingerprint = _fingerprint(request)
    try:
        with transaction.atomic():
            submissions.open_submission(request.actor, key=key, path=request.path[:300], fingerprint=fingerprint)
    except IntegrityError:
        answer = submissions.answer_of(request.actor, key=key, fingerprint=fingerprint)
        if answer is None:
            raise Refusal(
                _("This form was already sent with other content. Open the page again and check what was saved.")
            ) from None
        return answer
    try:
        with transaction.atomic():
            result = run()
            target = done(result) if callable(done) else done
    except Exception:
        submissions.forget(request.actor, key=key)
        raise
    submissions.answer(request.actor, key=key, target=target)
    return target


def _form_key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _fingerprint(request: HttpRequest) -> str:
    parts = [f"{name}={value}" for name in sorted(request.POST) for value in request.POST.getlist(name)]
    for name in sorted(request.FILES):
        parts += [f"{name}:{file.name}:{file.size}" for file in request.FILES.getlist(name)]
    text = "\n".join(part for part in parts if not part.startswith("csrfmiddlewaretoken="))
    return hashlib.sha256(text.encode()).hexdigest()


def act(
    request: PageRequest,
    run: Callable[[], T],
    *,
    done: Callable[[T], str] | str = "",
    said: str = "",
    again: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Run the command of one button; a refusal is said on the page it came from, or on `again` with what was typed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        result = run()
    except Refusal as refusal:
        messages.error(request, refusal.message)
        if again is not None:
            return again()
        return HttpResponseRedirect(came_from(request), status=SEE_OTHER)
    if said:
        messages.success(request, said)
    target = done(result) if callable(done) else done
    return HttpResponseRedirect(target or came_from(request), status=SEE_OTHER)


def came_from(request: HttpRequest) -> str:
    """The page of this face a request came from, else the home page."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc and parts.netloc != request.get_host():
        return "/"
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path
