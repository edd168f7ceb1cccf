"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.backing.events import (
    BackingEnded,
    BackingInForce,
    GapAccepted,
    GapClosed,
    GapOpened,
    GapTaken,
    ProjectAgreementDrafted,
    SubTierDecided,
    SubTierDeclared,
)
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    BackingEnded: _("A backing ends on %(until)s"),
    BackingInForce: _("A backing is in force"),
    GapAccepted: _("A gap is accepted until %(until)s: %(reason)s"),
    GapClosed: _("A gap is closed"),
    GapOpened: _("A gap opened from %(since)s on"),
    GapTaken: _("%(owner)s took the gap over"),
    ProjectAgreementDrafted: _("A project agreement with a member was drafted"),
    SubTierDecided: _("It was decided on a subcontractor: %(status)s"),
    SubTierDeclared: _("A member declared a subcontractor"),
}
