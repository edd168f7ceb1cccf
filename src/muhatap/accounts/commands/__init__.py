"""Give people their seats, let them set their passwords, and take the key away."""

from muhatap.accounts.commands.passwords import (
    LinkDead,
    WeakPassword,
    WrongPassword,
    ask_for_link,
    change_password,
    invite_user,
    issue_link,
    send_reset_link,
    set_password,
    void_links,
)
from muhatap.accounts.commands.people import NotYourPeople, answer_seat_request, ask_for_seat, ask_to_unseat
from muhatap.accounts.commands.seats import (
    LastAdministrator,
    NotYourself,
    SeatNeedsParty,
    WrongSide,
    change_user,
    lock_user,
    rename_party,
    seat_user,
    unlock_user,
    unseat_user,
)
from muhatap.accounts.commands.views import TooManyViews, keep_view, remove_view, rename_view

__all__ = [
    "LastAdministrator",
    "LinkDead",
    "NotYourPeople",
    "NotYourself",
    "SeatNeedsParty",
    "TooManyViews",
    "WeakPassword",
    "WrongPassword",
    "WrongSide",
    "answer_seat_request",
    "ask_for_link",
    "ask_for_seat",
    "ask_to_unseat",
    "change_password",
    "change_user",
    "invite_user",
    "issue_link",
    "keep_view",
    "lock_user",
    "remove_view",
    "rename_party",
    "rename_view",
    "seat_user",
    "send_reset_link",
    "set_password",
    "unlock_user",
    "unseat_user",
    "void_links",
]
