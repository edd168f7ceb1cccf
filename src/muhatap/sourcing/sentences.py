"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.sourcing.events import (
    AwardWithdrawn,
    CandidatesRanked,
    LineAwarded,
    RoundClosed,
    RoundOpened,
)

SENTENCES: dict[type[Fact], LazyText] = {
    AwardWithdrawn: _("A choice was taken back"),
    CandidatesRanked: _("The candidates were judged"),
    LineAwarded: _("A member was chosen"),
    RoundClosed: _("The round was closed"),
    RoundOpened: _("A sourcing round was opened"),
}
