"""Mails to members who are asked for quotes, left in the outbox; they carry numbers and days, never prices."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from muhatap.accounts.letters import write_to_company
from muhatap.accounts.models import Role
from muhatap.sourcing.models import QuoteInvitation

ISTANBUL = ZoneInfo("Europe/Istanbul")
READERS = (Role.MEMBER_OWNER,)


def write_quote(template: str, invitation: QuoteInvitation, *, path: str, mark: str) -> None:
    """Write to a member about its invitation; `mark` tells this letter from others of its kind."""
    write_to_company(
        template,
        party_id=invitation.member_id,
        roles=READERS,
        path=path,
        facts={
            "number": invitation.number,
            "until": invitation.deadline.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M"),
            "message": invitation.message,
            "status": invitation.status,
        },
        dedupe=f"{invitation.pk}:{mark}",
    )


def write_invitation(invitation: QuoteInvitation) -> None:
    """Ask for a quote; the button opens the page on which it is filled in."""
    write_quote("quote_invitation", invitation, path=f"quotes/{invitation.pk}/fill/", mark="invited")


def write_reminder(invitation: QuoteInvitation) -> None:
    """Remind of a quote that is still missing."""
    write_quote("quote_reminder", invitation, path=f"quotes/{invitation.pk}/fill/", mark=str(invitation.reminded_at))


def write_longer(invitation: QuoteInvitation) -> None:
    """Say that there is more time."""
    write_quote("quote_longer", invitation, path=f"quotes/{invitation.pk}/", mark=str(invitation.deadline))


def write_result(invitation: QuoteInvitation) -> None:
    """Say that the round is over; how it ended stands on the page."""
    write_quote("quote_result", invitation, path=f"quotes/{invitation.pk}/", mark=invitation.status)
