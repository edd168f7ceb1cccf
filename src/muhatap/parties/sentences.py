"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.parties.events import (
    BankAccountRegistered,
    ContactAdded,
    Disclosed,
    LocationChanged,
    LocationRegistered,
    PartyChanged,
    PartyRegistered,
)

SENTENCES: dict[type[Fact], LazyText] = {
    BankAccountRegistered: _("A bank account was registered, usable from %(usable_from)s"),
    ContactAdded: _("A person to speak to was added"),
    Disclosed: _("A name was opened: %(reason)s"),
    LocationChanged: _("The location changed"),
    LocationRegistered: _("The location was registered"),
    PartyChanged: _("Master data changed"),
    PartyRegistered: _("The company was registered"),
}
