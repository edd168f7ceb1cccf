"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.network.events import (
    ApplicationApproved,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationReviewed,
    ApplicationWithdrawn,
    ConditionEnded,
    ConditionMet,
    ConditionsStated,
    ConditionStated,
    CoverageApproved,
    CoverageEnded,
    CoverageProposed,
    CoverageRefused,
    DocumentRejected,
    DocumentUploaded,
    DocumentVerified,
    InvitedToApply,
    MemberActivated,
    MemberLeft,
    MemberReinstated,
    MembershipDrafted,
    MemberSuspended,
    QualificationAnswered,
    QualificationConfirmed,
    RateStated,
    StandingRecorded,
)

SENTENCES: dict[type[Fact], LazyText] = {
    ApplicationApproved: _("The application was approved"),
    ApplicationReceived: _("The application was received"),
    ApplicationRefused: _("The application was refused: %(reason)s"),
    ApplicationReviewed: _("The application was taken up"),
    ApplicationWithdrawn: _("The applicant withdrew"),
    ConditionEnded: _("A condition holds until %(on)s"),
    ConditionStated: _("A condition was stated: %(text)s"),
    ConditionMet: _("A condition was met on %(met_on)s"),
    ConditionsStated: _("Conditions were stated"),
    CoverageApproved: _("A coverage was approved"),
    CoverageEnded: _("A coverage ends on %(until)s"),
    CoverageProposed: _("A coverage was proposed"),
    CoverageRefused: _("A coverage was refused: %(reason)s"),
    DocumentRejected: _("A document was rejected: %(reason)s"),
    DocumentUploaded: _("A document was handed in"),
    DocumentVerified: _("A document was verified"),
    InvitedToApply: _("A company was invited to apply"),
    MemberActivated: _("The member is active"),
    MemberLeft: _("The member left on %(on)s"),
    MemberReinstated: _("The member delivers again from %(on)s on"),
    MemberSuspended: _("The member is suspended from %(since)s on: %(reason)s"),
    MembershipDrafted: _("The membership agreement was drafted"),
    QualificationAnswered: _("The questionnaire was answered"),
    QualificationConfirmed: _("The qualification was confirmed: %(score)s of 100"),
    RateStated: _("The member stated a price"),
    StandingRecorded: _("The standing of the month was recorded: %(grade)s"),
}
