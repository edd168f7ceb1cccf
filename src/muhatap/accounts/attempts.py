"""Slow down guessing and flooding: what may be tried only so often, by address and by account."""

from __future__ import annotations

from datetime import timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from muhatap.accounts.models import Attempt
from muhatap.accounts.rules import LIMITS, REMEMBERED
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Refusal

MINUTE = timedelta(minutes=1)


class TooManyAttempts(Refusal):
    """Too much was tried in a short time: wrong passwords, codes or links, or forms sent from one address."""


def refuse_guessing(actor: Actor, *, email: str) -> None:
    """Refuse after 5 wrong passwords for an account or 20 from an address within 5 minutes.

    Raises: TooManyAttempts.
    """
    refuse_too_many(actor, "login_account", of=email.lower())
    refuse_too_many(actor, "login_address")


def failed(actor: Actor, *, email: str) -> None:
    """Remember a wrong password."""
    count(actor, "login_account", of=email.lower())
    count(actor, "login_address")


def refuse_too_many(actor: Actor, kind: str, *, of: str = "") -> None:
    """Refuse what was tried too often, from the actor's address unless `of` names something else.

    Raises: TooManyAttempts with the minutes to wait.
    """
    key = _key(actor, kind, of)
    limit = LIMITS[kind]
    if not key:
        return
    tried = Attempt.objects.filter(key=key, at__gt=actor.now - limit.within).order_by("-at")[: limit.most]
    times = list(tried.values_list("at", flat=True))
    if len(times) == limit.most:
        left = times[-1] + limit.within - actor.now
        raise TooManyAttempts(_sentence(kind) % {"minutes": max(-(-left // MINUTE), 1)})


def allow(actor: Actor, kind: str) -> None:
    """Count one more try of a command, or refuse it; a command that is refused for another reason does not count.

    Raises: TooManyAttempts.
    """
    refuse_too_many(actor, kind)
    count(actor, kind)


def count(actor: Actor, kind: str, *, of: str = "") -> None:
    """Remember one more try."""
    key = _key(actor, kind, of)
    if key:
        Attempt(key=key, at=actor.now).save(force_insert=True)


def forget(actor: Actor) -> int:
    """Forget tries nobody counts any more; returns how many."""
    return Attempt.objects.filter(at__lt=actor.now - REMEMBERED).delete()[0]


def _key(actor: Actor, kind: str, of: str) -> str:
    """What is counted together; blank where there is no address, as for the house's own work."""
    whose = of or actor.address
    return salted_hmac("muhatap.attempts", f"{kind}:{whose}", algorithm="sha256").hexdigest() if whose else ""


def _sentence(kind: str) -> str:
    """What is said, with the minutes to wait."""
    match kind:
        case "login_account" | "login_address":
            return _("Too many wrong passwords. Wait %(minutes)d minutes and try again.")
        case "link":
            return _("Too many links that do not work were opened from here. Wait %(minutes)d minutes and try again.")
        case "forgotten":
            return _("Too many links were asked for from here. Wait %(minutes)d minutes and try again.")
        case "code":
            return _("Too many wrong codes were entered from here. Wait %(minutes)d minutes and try again.")
    return _(
        "Too many forms were sent from here. What you typed stays here: send it again in %(minutes)d minutes, or call us."
    )
