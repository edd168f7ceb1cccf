"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.accounts.events import (
    LinkMade,
    PasswordForgotten,
    PasswordSet,
    SeatAsked,
    UserChanged,
    UserLocked,
    UserSeated,
    UserUnlocked,
    UserUnseated,
)
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    UserSeated: _("Given a seat"),
    UserUnseated: _("A seat was taken away"),
    UserChanged: _("User details changed"),
    UserLocked: _("Locked: cannot log in any more"),
    UserUnlocked: _("Unlocked: can log in again"),
    LinkMade: _("A link to set a password was sent"),
    PasswordForgotten: _("Asked for a new password"),
    PasswordSet: _("Password set"),
    SeatAsked: _("The company asked for a change among its people"),
}
