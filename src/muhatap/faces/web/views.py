"""Views of lists: kept under a name, shared with one's own side, renamed, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import Resolver404, path, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts import commands, reads
from muhatap.accounts.permissions import AccountsPermission
from muhatap.faces.web import errors
from muhatap.faces.web.fields import text_field
from muhatap.faces.web.opening import may_open
from muhatap.faces.web.pages import PageRequest, act, page, render, submit


class ViewForm(forms.Form):
    """What the view is called, and who else sees it."""

    name = text_field(gettext_lazy("Name of the view"), most=60)
    shared = forms.BooleanField(
        label=gettext_lazy("Show it to my colleagues too"),
        required=False,
    )


def _list(request: PageRequest) -> str:
    """The list asked about, when it is a page of this face that the actor may open; else blank."""
    asked = request.GET.get("page", "")
    try:
        resolve(asked)
    except Resolver404:
        return ""
    return asked if asked.startswith("/") and may_open(request.actor, asked) else ""


@page(AccountsPermission.KEEP_VIEWS)
def index(request: PageRequest) -> HttpResponse:
    """One's own views of a list, and those of others."""
    asked = _list(request)
    if not asked:
        return errors.not_found(request)
    context = {
        "page_title": _("Views of this list"),
        "page_sub": _("A view keeps search, filters, order and columns under a name."),
        "views": reads.list_views(request.actor, page=asked),
        "back": {"label": _("Back to the list"), "url": asked},
    }
    return render(request, "web/views.html", context)


@page(AccountsPermission.KEEP_VIEWS)
def new(request: PageRequest) -> HttpResponse:
    """Keep a list as it is shown now."""
    asked, query = _list(request), request.GET.get("query", "")
    if not asked:
        return errors.not_found(request)
    address = f"{asked}?{query}"
    return submit(
        request,
        ViewForm(request.POST or None),
        lambda data: commands.keep_view(request.actor, page=asked, query=query, **data),
        done=address,
        said=_("The view is kept."),
        context={
            "page_title": _("Keep this view"),
            "page_sub": _("Search, filters, order and columns are kept; the rows are always those of the day."),
            "submit_label": _("Keep it"),
            "cancel_url": address,
            "back": {"label": _("Back to the list"), "url": address},
        },
    )


@page(AccountsPermission.KEEP_VIEWS)
def change(request: PageRequest, view_id: int) -> HttpResponse:
    """Rename a view of one's own, or share it."""
    it = reads.list_view(request.actor, view_id=view_id)
    home = f"{reverse('views')}?{urlencode({'page': it.page})}"
    return submit(
        request,
        ViewForm(request.POST or None, initial={"name": it.name, "shared": it.shared}),
        lambda data: commands.rename_view(request.actor, view_id=view_id, **data),
        done=home,
        said=_("Saved."),
        context={
            "page_title": _("Change the view"),
            "page_sub": it.name,
            "cancel_url": home,
            "back": {"label": _("Views of this list"), "url": home},
        },
    )


@page(AccountsPermission.KEEP_VIEWS)
def remove(request: PageRequest, view_id: int) -> HttpResponse:
    """Remove a view of one's own."""
    it = reads.list_view(request.actor, view_id=view_id)
    home = f"{reverse('views')}?{urlencode({'page': it.page})}"

    def run() -> Any:
        return commands.remove_view(request.actor, view_id=view_id)

    return act(request, run, done=lambda _nothing: home, said=_("The view is removed."))


ROUTES = [
    path("views/", index, name="views"),
    path("views/new/", new, name="view_new"),
    path("views/<int:view_id>/change/", change, name="view_change"),
    path("views/<int:view_id>/remove/", remove, name="view_remove"),
]
