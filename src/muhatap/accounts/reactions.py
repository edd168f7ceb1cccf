"""What accounts do about their own facts: invite who was seated, send links, answer wishes of companies."""

from __future__ import annotations

from muhatap.accounts import attempts, commands
from muhatap.accounts.events import PasswordForgotten, PasswordSet, SeatAsked, UserSeated
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly
from muhatap.parties.events import PartyChanged


@reacts_to(UserSeated)
def invite(actor: Actor, fact: UserSeated) -> None:
    """Who was seated and has no password yet gets an invitation."""
    commands.invite_user(actor, user_id=fact.user_id)


@reacts_to(PasswordForgotten)
def send_reset(actor: Actor, fact: PasswordForgotten) -> None:
    """A known user who forgot the password gets a link."""
    if fact.forgetful_id is not None:
        commands.send_reset_link(actor, user_id=fact.forgetful_id)


@reacts_to(PasswordSet)
def void_links(actor: Actor, fact: PasswordSet) -> None:
    """A new password makes every other link of the user worthless."""
    commands.void_links(actor, user_id=fact.user_id)


@reacts_to(SeatAsked)
def answer(actor: Actor, fact: SeatAsked) -> None:
    """Do what a company asked for its own people, or note why not."""
    commands.answer_seat_request(actor, request_id=fact.request_id)


@reacts_to(PartyChanged)
def rename(actor: Actor, fact: PartyChanged) -> None:
    """Seats bear the present name of their company."""
    commands.rename_party(actor, party_id=fact.party_id)


@nightly
def forget_attempts(house: Actor) -> None:
    """Nobody counts what was tried long ago."""
    attempts.forget(house)
