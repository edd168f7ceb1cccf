"""Tickets: what a customer asks, reports or complains about; one counterparty, two hops."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.contracts.models import Project, Promise
from muhatap.kernel import wall
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.parties.models import Location, Party


class TicketKind(models.TextChoices):
    """What a ticket is."""

    REQUEST = "request", _("request")
    COMPLAINT = "complaint", _("complaint")
    INCIDENT = "incident", _("incident")


class TicketStatus(models.TextChoices):
    """Whose turn it is."""

    OPEN = "open", _("open")
    ROUTED = "routed", _("with the member")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class Ticket(Row):
    """Something a customer wants to be dealt with; the answer leaves in our name."""

    wall = wall.scoped(
        customer=wall.by("customer", insert=True, update=("status", "closed_at")), member=wall.by("member")
    )

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=TicketKind.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=10, choices=TicketStatus.choices, default=TicketStatus.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "opened_at"], name="ticket_customer"),
            models.Index(fields=["member", "opened_at"], name="ticket_member"),
            models.Index(fields=["status", "due_at"], name="ticket_waiting"),
        ]

    def __str__(self) -> str:
        return self.number


TICKET_LIFECYCLE = Lifecycle(
    "operations.Ticket",
    {
        TicketStatus.OPEN: {TicketStatus.ROUTED, TicketStatus.ANSWERED, TicketStatus.CLOSED},
        TicketStatus.ROUTED: {TicketStatus.ROUTED, TicketStatus.ANSWERED},
        TicketStatus.ANSWERED: {TicketStatus.OPEN, TicketStatus.CLOSED},
    },
)


class TicketMessage(Row):
    """One message of one hop: between us and the customer, between us and the member, or our own note."""

    wall = wall.scoped(
        customer=wall.by("customer", insert=True), member=wall.by("member", insert=True), append_only=True
    )

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    # At most one of the two is set: no message is ever read by both sides.
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    from_prime = models.BooleanField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    author = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(customer__isnull=True) | models.Q(member__isnull=True),
                name="ticket_message_one_hop",
            )
        ]
        indexes = [
            models.Index(fields=["customer", "at"], name="ticket_message_customer"),
            models.Index(fields=["member", "at"], name="ticket_message_member"),
            models.Index(fields=["ticket", "at"], name="ticket_message_ticket"),
        ]


class Advice(Row):
    """Advice we gave a member, what was agreed, and when we look at it again."""

    wall = wall.scoped(member=wall.by("member", update=("seen_at",)))

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="advice")
    topic = models.CharField(max_length=200)
    text = models.TextField()
    agreed_actions = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "given_at"], name="advice_member"),
            models.Index(fields=["follow_up_on"], name="advice_follow_up"),
        ]
