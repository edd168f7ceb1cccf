"""Several rows of a list at once: chosen, looked at again, done one by one, each with its own answer.

A module of the face offers acts under `BULK`; `listing(key=…)` puts boxes before the rows of a list that has some. No script is needed:
the boxes lead to a page that shows what will happen, and that page's form opens a batch.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

from muhatap.faces.web import errors
from muhatap.faces.web.navigation import collect, face_now
from muhatap.faces.web.pages import SEE_OTHER, PageRequest, page, render, submit
from muhatap.faces.web.permissions import FacePermission
from muhatap.kernel import batches
from muhatap.kernel.actors import Actor, Permission
from muhatap.kernel.batches import BatchView, Chosen
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.lists import PAGE
from muhatap.kernel.wall import standing_at

log = logging.getLogger("muhatap.bulk")
Text = str | LazyText
LONGEST_KEY = 18  # digits that fit every key


class Nothing(forms.Form):
    """Nothing to fill in: a decision to confirm."""


def _nothing(actor: Actor, data: Any) -> forms.Form:
    return Nothing(data)


@dataclass(frozen=True)
class Bulk:
    """An act on several rows: the route of its list, what its button says, what will happen, how one row is done.

    `load` tells of each chosen key what it is called and why the act is not possible for it; `run` is one row's
    command; `form` asks for what the act needs besides (an owner, a reason).
    """

    key: str
    page: str
    label: Text
    sentence: Text
    permission: Permission
    load: Callable[[Actor, list[int]], Sequence[Chosen]]
    run: Callable[[Actor, int, dict[str, Any]], object]
    form: Callable[[Actor, Any], forms.Form] = _nothing


def acts_on(request: PageRequest) -> list[Bulk]:
    """What the actor may do to several rows of the list that is shown."""
    match = request.resolver_match
    name = match.url_name if match is not None else ""
    return [act for act in collect(face_now(), "BULK") if act.page == name and request.actor.may(act.permission)]


def act_of(key: str, actor: Actor) -> Bulk | None:
    """The act of this face under a key, when the actor may do it."""
    found = next((act for act in collect(face_now(), "BULK") if act.key == key), None)
    return found if found is not None and actor.may(found.permission) else None


@page(FacePermission.ENTER)
def bulk(request: PageRequest, key: str) -> HttpResponse:
    """What will happen to the chosen rows; sent, it happens."""
    act = act_of(key, request.actor)
    if act is None:
        return errors.not_found(request)
    data = request.POST if request.method == "POST" else request.GET
    back = _back(data.get("back", ""))
    keys = _keys(data.getlist("pick"))
    if not keys:
        messages.error(request, _("Nothing is chosen. Tick the rows this is about."))
        return HttpResponseRedirect(back)
    chosen = list(act.load(request.actor, keys))
    possible = [one for one in chosen if not one.why_not]
    form = act.form(request.actor, request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> uuid.UUID:
        del values
        return _open(request, act, possible, form, back)

    return submit(
        request,
        form,
        run,
        done=lambda batch: reverse("bulk_result", args=[batch]),
        template="web/bulk.html",
        context={
            "page_title": act.label,
            "sentence": act.sentence,
            "chosen": possible,
            "left_out": [one for one in chosen if one.why_not],
            "back": {"label": _("Back to the list"), "url": back},
            "list_address": back,
            "submit_label": act.label,
            "cancel_url": back,
        },
    )


def _open(request: PageRequest, act: Bulk, things: list[Chosen], form: forms.Form, back: str) -> uuid.UUID:
    """Open the batch; its lines are done when this request's own transaction is over."""
    if not things:
        raise InvalidInput(_("None of the chosen rows can be done. Go back and choose others."))
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        key = uuid.uuid4()
    asked = {name: request.POST.getlist(form.add_prefix(name)) for name in form.fields}
    batches.open_batch(request.actor, key=key, act=act.key, things=things, values=asked, back=back)
    _afterwards(request, key)
    return key


def _afterwards(request: PageRequest, key: uuid.UUID) -> None:
    actor = request.actor
    request.afterwards = lambda: work_off(actor, key)  # type: ignore[attr-defined]


def work_off(actor: Actor, key: uuid.UUID) -> None:
    """Do what is left of a batch, each line in a transaction of its own."""
    with _standing(actor):
        batch = batches.batch_of(actor, key=key)
        act = act_of(batch.act, actor)
        values = _values(act, actor, batch) if act is not None else None
    if act is None or values is None:
        return
    for line in (one for one in batch.lines if one.waiting):
        try:
            with _standing(actor):
                batches.do_line(actor, line_id=line.line_id, run=_row(act, actor, values))
        except Exception:
            log.exception("line %s of batch %s failed", line.line_id, key)
            with _standing(actor):
                batches.give_up(actor, line_id=line.line_id)


def _row(act: Bulk, actor: Actor, values: dict[str, Any]) -> Callable[[str], object]:
    def run(thing: str) -> object:
        try:
            return act.run(actor, int(thing), values)
        except ObjectDoesNotExist:
            raise InvalidInput(_("This is not there any more.")) from None

    return run


def _values(act: Bulk, actor: Actor, batch: BatchView) -> dict[str, Any] | None:
    form = act.form(actor, MultiValueDict({name: list(found) for name, found in batch.values.items()}))
    return dict(form.cleaned_data) if form.is_valid() else None


def _standing(actor: Actor) -> Any:
    return standing_at(actor.audience, party_id=actor.party_id, user_id=actor.user_id)


@page(FacePermission.ENTER)
def result(request: PageRequest, batch: uuid.UUID) -> HttpResponse:
    """What became of each row; it can be opened again later."""
    it = batches.batch_of(request.actor, key=batch)
    act = act_of(it.act, request.actor)
    return render(
        request,
        "web/bulk_result.html",
        {
            "page_title": act.label if act is not None else _("Several at once"),
            "it": it,
            "done": sum(1 for line in it.lines if line.done),
            "refused": sum(1 for line in it.lines if line.refused),
            "waiting": sum(1 for line in it.lines if line.waiting) if act is not None else 0,
            "back": {"label": _("Back to the list"), "url": it.back},
        },
    )


@page(FacePermission.ENTER)
def go_on(request: PageRequest, batch: uuid.UUID) -> HttpResponse:
    """Do the rows of a batch that were not tried yet."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    batches.batch_of(request.actor, key=batch)
    _afterwards(request, batch)
    return HttpResponseRedirect(reverse("bulk_result", args=[batch]), status=SEE_OTHER)


def _keys(asked: list[str]) -> list[int]:
    """The keys of the chosen rows, as many as a page shows, each once."""
    numbers = [int(one) for one in asked if one.isascii() and one.isdecimal() and len(one) <= LONGEST_KEY]
    return list(dict.fromkeys(numbers))[:PAGE]


def _back(asked: str) -> str:
    """The list one came from: an address of this face."""
    inside = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    return asked[:1000] if inside else "/"


ROUTES = [
    path("bulk/<slug:key>/", bulk, name="bulk"),
    path("bulk/runs/<uuid:batch>/", result, name="bulk_result"),
    path("bulk/runs/<uuid:batch>/go-on/", go_on, name="bulk_go_on"),
]
