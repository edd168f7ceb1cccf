"""What this package's facts speak of."""

from __future__ import annotations

from django.db.models import Q

from muhatap.kernel.threads import Thread
from muhatap.operations.models import Advice, Job, JobStatus, StartPlan, Ticket

THREADS = [
    Thread(
        "ticket_id",
        "ticket",
        Ticket.objects.all,
        lambda row: f"{row.number} · {row.subject}",
        ("customer_id", "member_id"),
    ),
    Thread(
        "plan_id",
        "start",
        lambda: StartPlan.objects.select_related("location"),
        lambda row: str(row.location.name),
        ("customer_id",),
    ),
    Thread("advice_id", "advice", Advice.objects.all, lambda row: str(row.topic), ("member_id",)),
    Thread(
        "job_id",
        "job",
        lambda: Job.objects.select_related("location", "service"),
        lambda row: f"{row.number} · {row.location.name}",
        ("customer_id", "member_id"),
        # What went as planned is counted elsewhere; a timeline of a party tells what did not.
        Q(status__in=[JobStatus.DISPUTED, JobStatus.MISSED]),
    ),
]
