"""What stands around documents: reminders before they run out, and waivers for one that is missing."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from muhatap.catalogue.models import DocumentType, Service
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.network.models.offers import Document
from muhatap.parties.models import Party


class DocumentReminder(Row):
    """A member was reminded so many days before a document runs out: each once."""

    wall = wall.STAFF_ONLY

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reminders")
    days = models.IntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "days"], name="document_reminder_once")]


@tracked
class DocumentWaiver(Row):
    """New work for a service in spite of a missing document: asked with a reason, agreed to by a second person.

    It counts on the days of its period in the choice of members alone. The proof and the start gate look at documents.
    """

    wall = wall.STAFF_ONLY

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "service"], name="document_waiver_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="document_waiver_second_person"
            )
        ]
