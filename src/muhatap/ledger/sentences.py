"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.ledger.events import (
    EntryReversed,
    PeriodClosed,
    PeriodReopened,
    ReopeningAsked,
    ReopeningDeclined,
)

SENTENCES: dict[type[Fact], LazyText] = {
    EntryReversed: _("An entry was reversed: %(reason)s"),
    PeriodClosed: _("The month %(month)s/%(year)s was closed"),
    PeriodReopened: _("The month %(month)s/%(year)s was reopened"),
    ReopeningAsked: _("Reopening %(month)s/%(year)s was asked: %(reason)s"),
    ReopeningDeclined: _("The month %(month)s/%(year)s stays closed"),
}
