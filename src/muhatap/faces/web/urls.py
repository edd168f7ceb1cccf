"""The pages of a face: what all faces share, and the routes of its noun modules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from muhatap.faces.web import accounts, bulk, home, login, views
from muhatap.faces.web.files import file_response
from muhatap.faces.web.navigation import noun_modules
from muhatap.faces.web.pages import PageRequest, page
from muhatap.faces.web.permissions import FacePermission


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


healthz.requires = None  # type: ignore[attr-defined]


@page(FacePermission.ENTER)
def download(request: PageRequest, file_id: str) -> HttpResponse:
    """A stored file."""
    return file_response(request, file_id)


home_page = page(FacePermission.ENTER)(home.home)


def urls_of(face: str) -> list[Any]:
    """Every route of a face."""
    routes: list[Any] = [
        path("healthz", healthz, name="healthz"),
        path("language/<str:code>/", login.language, name="language"),
    ]
    for module in noun_modules(face):
        routes += getattr(module, "routes", [])
    if face != "public":
        routes += [
            path("", home_page, name="home"),
            path("login/", login.log_in, name="login"),
            path("logout/", login.log_out, name="logout"),
            path("files/<uuid:file_id>/", download, name="file"),
            *accounts.ROUTES,
            *bulk.ROUTES,
            *views.ROUTES,
        ]
    return routes
