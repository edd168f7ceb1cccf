"""Open pages of a face as somebody of the cast."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import clear_url_caches, set_urlconf

from muhatap.accounts.models import User
from muhatap.kernel.actors import Actor


class Browser(Client):
    """A test client that can log in as a user of the cast."""


class Face:
    """`face("customer", customer_a)` is that person's browser at the customer portal, behind the wall's login."""

    def __init__(self, settings: Any) -> None:
        self.settings = settings

    def __call__(self, name: str, actor: Actor | None = None) -> Browser:
        self.settings.MUHATAP_FACE = name
        self.settings.ROOT_URLCONF = f"muhatap.project.urls.{name}"
        clear_url_caches()
        set_urlconf(None)
        browser = Browser()
        if actor is not None and actor.user_id is not None:
            browser.force_login(User.objects.get(pk=actor.user_id), backend="muhatap.accounts.backends.EmailBackend")
        return browser
