"""Asking members for quotes: what each is asked for, and what it answers; nothing of the customer stands here."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import Service
from muhatap.demand.models import Basis
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.kernel.money import MinorUnitsField, QuantityField, UnitPriceField
from muhatap.parties.models import District, Party
from muhatap.sourcing.models.rounds import Round, RoundLine


class InvitationStatus(models.TextChoices):
    """Where an invitation to quote stands."""

    OPEN = "open", _("open")
    DECLINED = "declined", _("declined to quote")
    DECIDED = "decided", _("decided")
    CANCELLED = "cancelled", _("cancelled")


class QuoteInvitation(Row):
    """A member is asked for a quote in a round until a moment; it carries the round's number and nothing of the customer."""

    wall = wall.scoped(member=wall.by("member", update=("status", "declined_at", "decline_reason")))

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="quote_invitations")
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=12, choices=InvitationStatus.choices, default=InvitationStatus.OPEN)
    deadline = models.DateTimeField()
    message = models.CharField(max_length=1000, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "round"], name="quote_invitation_once")]
        indexes = [models.Index(fields=["round", "status"], name="quote_invitation_round")]


INVITATION_LIFECYCLE = Lifecycle(
    "sourcing.QuoteInvitation",
    {
        InvitationStatus.OPEN: {InvitationStatus.DECLINED, InvitationStatus.DECIDED, InvitationStatus.CANCELLED},
        InvitationStatus.DECLINED: {InvitationStatus.OPEN, InvitationStatus.DECIDED, InvitationStatus.CANCELLED},
    },
)


class LineResult(models.TextChoices):
    """How a line that was asked for ended for the member."""

    OPEN = "open", _("not decided")
    AWARDED = "awarded", _("awarded to you")
    OTHER = "other", _("awarded to another company")
    NOBODY = "nobody", _("not awarded")


class AskedLine(Row):
    """One line a member is asked a price for, copied from the promise; after the award, how it ended and its own rank."""

    wall = wall.scoped(member=wall.by("member"))

    invitation = models.ForeignKey(QuoteInvitation, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(RoundLine, on_delete=models.PROTECT, related_name="asked")
    position = models.IntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    basis = models.CharField(max_length=15, choices=Basis.choices)
    pattern = models.CharField(max_length=200, blank=True)
    standard = models.CharField(max_length=500, blank=True)
    period = DateRangeField()
    result = models.CharField(max_length=12, choices=LineResult.choices, default=LineResult.OPEN)
    # The member's own place among those compared, and what spoke against itself; never anything of another.
    own_rank = models.IntegerField(null=True)
    compared = models.IntegerField(null=True)
    against = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "line"], name="asked_line_once")]
        indexes = [
            models.Index(fields=["member", "invitation"], name="asked_line_member"),
            models.Index(fields=["line"], name="asked_line_line"),
        ]


class QuoteStatus(models.TextChoices):
    """Where a quote stands; a newer one that is sent takes the place of the one before."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent")
    REPLACED = "replaced", _("replaced")
    WITHDRAWN = "withdrawn", _("withdrawn")


@tracked
class Quote(Row):
    """A version of what a member answers to an invitation; once sent, its content stands for ever."""

    wall = wall.scoped(
        member=wall.by(
            "member",
            insert=True,
            update=("status", "valid_until", "remark", "saved_at", "sent_at", "withdrawn_at"),
        )
    )

    invitation = models.ForeignKey(QuoteInvitation, on_delete=models.PROTECT, related_name="quotes")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField()
    status = models.CharField(max_length=12, choices=QuoteStatus.choices, default=QuoteStatus.DRAFT)
    # The last day on which it can be accepted; none: until the round ends.
    valid_until = models.DateField(null=True)
    remark = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "version"], name="quote_version_once"),
            models.UniqueConstraint(fields=["invitation"], condition=Q(status="draft"), name="quote_one_draft"),
            models.UniqueConstraint(fields=["invitation"], condition=Q(status="sent"), name="quote_one_sent"),
            models.CheckConstraint(condition=Q(status="draft") | Q(sent_at__isnull=False), name="quote_sent_at"),
        ]
        indexes = [models.Index(fields=["member", "invitation"], name="quote_member")]


QUOTE_LIFECYCLE = Lifecycle(
    "sourcing.Quote",
    {
        QuoteStatus.DRAFT: {QuoteStatus.SENT},
        QuoteStatus.SENT: {QuoteStatus.REPLACED, QuoteStatus.WITHDRAWN},
    },
)


class QuoteLine(Row):
    """What a member asks for one line, on its own basis and unit; or that it does not offer it."""

    wall = wall.scoped(member=wall.by("member", insert=True, delete=True))

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(AskedLine, on_delete=models.PROTECT, related_name="quoted")
    offered = models.BooleanField()
    unit_price = UnitPriceField(null=True)
    basis = models.CharField(max_length=15, choices=Basis.choices, blank=True)
    # The unit of the line, or LS: for the whole line.
    unit = models.CharField(max_length=3, blank=True)
    # The least that is charged in a month, whatever is delivered.
    minimum_charge = MinorUnitsField(null=True)
    lead_days = models.IntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "asked"], name="quote_line_once"),
            models.CheckConstraint(
                condition=Q(offered=False, unit_price__isnull=True) | Q(offered=True, unit_price__gt=0),
                name="quote_line_price",
            ),
            models.CheckConstraint(
                condition=Q(minimum_charge__isnull=True) | Q(minimum_charge__gt=0), name="quote_line_minimum"
            ),
            models.CheckConstraint(condition=Q(lead_days__isnull=True) | Q(lead_days__gte=0), name="quote_line_lead"),
        ]
        indexes = [
            models.Index(fields=["member", "quote"], name="quote_line_member"),
            models.Index(fields=["asked"], name="quote_line_asked"),
        ]


class QuoteFile(Row):
    """A paper a member adds to its quote."""

    wall = wall.scoped(member=wall.by("member", insert=True, delete=True))

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="files")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "file"], name="quote_file_once")]
        indexes = [models.Index(fields=["member", "quote"], name="quote_file_member")]
