"""Links by mail to set a password, and changing it while knowing the old one."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from muhatap.accounts.attempts import allow, refuse_guessing
from muhatap.accounts.events import LinkMade, PasswordForgotten, PasswordSet
from muhatap.accounts.models import AccessLink, Purpose, User
from muhatap.accounts.permissions import AccountsPermission
from muhatap.accounts.rules import LIFE, MOST_RESETS, RESETS_WITHIN, hash_of
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Forbidden, Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.wall import show_token


class LinkDead(Refusal):
    """The link was used, is too old, or never was."""


class WeakPassword(Refusal):
    """The password is too short or too easy to guess."""


class WrongPassword(Refusal):
    """The present password is another."""


@command(AccountsPermission.SEAT_USERS)
def invite_user(actor: Actor, *, user_id: int, again: bool = False) -> bool:
    """Invite a user without a password (`again`: any) by mail; False when there is nothing to send."""
    user = User.objects.visible_to(actor).select_for_update().get(pk=user_id)
    invited = AccessLink.objects.filter(user=user, used_at__isnull=True, expires_at__gt=actor.now).exists()
    if not user.is_active or (not again and (user.has_usable_password() or invited)):
        return False
    purpose = Purpose.RESET if user.has_usable_password() else Purpose.INVITATION
    _make_link(actor, user, purpose)
    return True


@command(AccountsPermission.OWN_PASSWORD)
def ask_for_link(actor: Actor, *, email: str) -> None:
    """Ask for a link to set a new password; the same answer whether or not the address is known here.

    Raises: TooManyAttempts.
    """
    allow(actor, "forgotten")
    known = User.objects.visible_to(actor).filter(email__iexact=email.strip(), audience=actor.audience, is_active=True)
    user = known.first()
    announce(PasswordForgotten(forgetful_id=user.pk if user else None), by=actor)


@command(AccountsPermission.SEAT_USERS)
def send_reset_link(actor: Actor, *, user_id: int) -> bool:
    """Send a link to set a new password, at most three an hour; False: too often, or locked."""
    user = User.objects.visible_to(actor).select_for_update().get(pk=user_id)
    lately = AccessLink.objects.filter(user=user, made_at__gt=actor.now - RESETS_WITHIN, purpose=Purpose.RESET)
    if not user.is_active or lately.count() >= MOST_RESETS:
        return False
    _make_link(actor, user, Purpose.RESET)
    return True


def _make_link(actor: Actor, user: User, purpose: Purpose) -> AccessLink:
    """A new link makes the older ones worthless; the outbox carries its id alone."""
    _void(actor, user.pk)
    link = AccessLink(user=user, purpose=purpose, made_at=actor.now, expires_at=actor.now + LIFE)
    link.save(force_insert=True)
    announce(LinkMade(user_id=user.pk, purpose=purpose.value), by=actor)
    facts = {
        "link_id": str(link.pk),
        "at": actor.now.isoformat(),
        "name": user.name,
        "days": LIFE.days,
        "face": user.audience,
    }
    jobs.put(
        "mail",
        {
            "template": f"account_{purpose.value}",
            "to": user.email,
            "language": user.language,
            "face": user.audience,
            "facts": facts,
        },
        dedupe=f"account_link:{link.pk}",
    )
    return link


@command(AccountsPermission.SEAT_USERS)
def issue_link(actor: Actor, *, link_id: uuid.UUID | str) -> str | None:
    """Make the link's secret, keep its hash, return the path for the mail; None: used or too old.

    Called where the mail is written, so the secret never lies in the outbox or in the database. Called again
    (the mail failed) it makes a new secret and the former is worthless.
    """
    link: Any = AccessLink.objects.visible_to(actor).select_for_update().get(pk=link_id)
    if link.used_at is not None or link.expires_at <= actor.now:
        return None
    token = secrets.token_urlsafe(32)
    link.token_hash = hash_of(token)
    link.save(update_fields=["token_hash"])
    # In the query and not in the path: paths are written to logs.
    return f"password/set/?link={token}"


@command(AccountsPermission.OWN_PASSWORD)
def set_password(actor: Actor, *, token: str, password: str) -> int:
    """Set a password with a link from a mail, once. Returns the user's id. Raises: LinkDead, WeakPassword."""
    hashed = hash_of(token)
    show_token(hashed)
    links = AccessLink.objects.visible_to(actor).select_for_update(of=("self",)).filter(token_hash=hashed)
    link: Any = links.first()
    if link is None or link.used_at is not None or link.expires_at <= actor.now:
        raise LinkDead(_("This link has been used already or is too old. Ask for a new one."))
    user = User.objects.visible_to(actor).filter(pk=link.user_id, is_active=True, audience=actor.audience).first()
    if user is None:
        raise LinkDead(_("This link has been used already or is too old. Ask for a new one."))
    _keep_password(user, password)
    link.used_at = actor.now
    link.save(update_fields=["used_at"])
    announce(PasswordSet(user_id=user.pk), by=actor)
    return int(user.pk)


@command(AccountsPermission.OWN_PASSWORD)
def change_password(actor: Actor, *, old: str, password: str) -> int:
    """Change one's own password; every other session ends.

    Raises: TooManyAttempts, WrongPassword, WeakPassword.
    """
    user = User.objects.visible_to(actor).get(pk=actor.user_id)
    refuse_guessing(actor, email=user.email)
    if not user.check_password(old):
        raise WrongPassword(_("This is not your present password."), field="old")
    _keep_password(user, password)
    announce(PasswordSet(user_id=user.pk), by=actor)
    return int(user.pk)


def _keep_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field="password") from error
    user.password = make_password(password)
    user.save(update_fields=["password"])


@command(AccountsPermission.SEAT_USERS)
def void_links(actor: Actor, *, user_id: int) -> int:
    """Make every open link of a user worthless; returns how many."""
    return _void(actor, user_id)


def _void(actor: Actor, user_id: int) -> int:
    return AccessLink.objects.filter(user_id=user_id, used_at__isnull=True).update(used_at=actor.now)


@command(AccountsPermission.SEAT_USERS)
def give_password(actor: Actor, *, emails: Sequence[str], password: str) -> int:
    """Give several people one password that is known to all anyway; returns how many have it now.

    Only the house does so, for its demo; nobody knows another person's password. Raises: Forbidden.
    """
    if actor.user_id is not None:
        raise Forbidden(str(AccountsPermission.SEAT_USERS))
    people = list(User.objects.select_for_update().filter(email__in=emails).order_by("pk"))
    hashed = make_password(password)  # once: half a second each on purpose
    User.objects.filter(pk__in=[one.pk for one in people]).update(password=hashed)
    announce_all([PasswordSet(user_id=one.pk) for one in people], by=actor)
    return len(people)
