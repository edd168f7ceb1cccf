"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.events import (
    AgreementActivated,
    AgreementCut,
    AgreementDrafted,
    AgreementEnded,
    AgreementFrozen,
    AgreementRenewed,
    AgreementResumed,
    AgreementSent,
    AgreementSigned,
    AgreementSuspended,
    AgreementWithdrawn,
    SigningCodeAsked,
    SigningDeclined,
    SlotSigned,
)
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    AgreementActivated: _("The agreement is in force from %(on)s on"),
    AgreementCut: _("Notice was given: the agreement runs until %(until)s"),
    AgreementDrafted: _("The agreement was drafted"),
    AgreementEnded: _("The agreement ended on %(on)s"),
    AgreementFrozen: _("The text was frozen: it can no longer change"),
    AgreementRenewed: _("The agreement was renewed until %(until)s"),
    AgreementResumed: _("The agreement is in force again"),
    AgreementSent: _("The agreement was sent to be signed"),
    AgreementSigned: _("Everybody has signed, on %(signed_on)s"),
    AgreementSuspended: _("The agreement rests"),
    AgreementWithdrawn: _("The agreement was withdrawn"),
    SigningCodeAsked: _("A signing code was asked for"),
    SigningDeclined: _("A signer declined to sign"),
    SlotSigned: _("A signer signed"),
}
