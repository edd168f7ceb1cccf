"""Slow down guessing of passwords: by address and by account."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from muhatap.accounts.models import LoginAttempt
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Refusal

WINDOW = timedelta(minutes=5)
MOST = {"account": 5, "address": 20}


class TooManyAttempts(Refusal):
    """Too many wrong passwords in a short time."""


def refuse_guessing(actor: Actor, *, email: str) -> None:
    """Refuse after 5 wrong passwords for an account or 20 from an address within 5 minutes.

    Raises: TooManyAttempts.
    """
    since = actor.now - WINDOW
    for kind, key in _keys(actor, email).items():
        if LoginAttempt.objects.filter(key=key, at__gt=since).count() >= MOST[kind]:
            raise TooManyAttempts(_("Too many wrong passwords. Wait five minutes and try again."))


def failed(actor: Actor, *, email: str) -> None:
    """Remember a wrong password."""
    LoginAttempt.objects.bulk_create([LoginAttempt(key=key, at=actor.now) for key in _keys(actor, email).values()])


def _keys(actor: Actor, email: str) -> dict[str, str]:
    return {"account": f"account:{email.lower()}"[:200], "address": f"address:{actor.address}"}
