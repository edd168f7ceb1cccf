"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.demand.models import Proposal, Request, Visit
from muhatap.kernel import formats
from muhatap.kernel.threads import Thread

THREADS = [
    Thread("proposal_id", "proposal", Proposal.objects.all, lambda row: str(row.number), ("customer_id",)),
    Thread("visit_id", "visit", Visit.objects.all, lambda row: formats.moment(row.planned_at), ("customer_id",)),
    Thread("request_id", "request", Request.objects.all, lambda row: str(row.number), ("customer_id",)),
]
