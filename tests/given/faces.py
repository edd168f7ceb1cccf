"""Open pages of a face as somebody of the cast, under the face's own login to the database."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches, set_urlconf

from muhatap.accounts.models import User
from muhatap.kernel.actors import Actor
from tests.given.logins import logged_in


class Browser(Client):
    """A browser at one face: whatever it asks runs under that face's login, with the wall in force, as in production."""

    def __init__(self, face: str, settings: Any) -> None:
        super().__init__()
        self.face = face
        self.settings = settings

    def request(self, **request: Any) -> HttpResponse:
        """Ask the face."""
        self.enter()
        with logged_in(self.face):
            return super().request(**request)  # type: ignore[no-any-return]

    def enter(self) -> None:
        """Let the process of the tests be this face."""
        if self.face != self.settings.MUHATAP_FACE:
            self.settings.MUHATAP_FACE = self.face
            self.settings.ROOT_URLCONF = f"muhatap.project.urls.{self.face}"
            clear_url_caches()
            set_urlconf(None)

    def sit(self, actor: Actor) -> None:
        """Log in as somebody of the cast."""
        self.sit_as(User.objects.get(pk=actor.user_id))

    def sit_as(self, user: User) -> None:
        """Log in as a user of this face."""
        with logged_in(self.face):
            self.force_login(user, backend="muhatap.accounts.backends.EmailBackend")


class Face:
    """`face("customer", customer_a)` is that person's browser at the customer portal, behind the wall's login."""

    def __init__(self, settings: Any) -> None:
        self.settings = settings

    def __call__(self, name: str, actor: Actor | None = None) -> Browser:
        browser = Browser(name, self.settings)
        browser.enter()
        if actor is not None and actor.user_id is not None:
            browser.sit(actor)
        return browser
