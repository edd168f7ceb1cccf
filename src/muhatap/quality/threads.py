"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.kernel.threads import Thread
from muhatap.quality.models import Audit, Finding

THREADS = [
    Thread("finding_id", "finding", Finding.objects.all, lambda row: str(row.number), ("customer_id", "member_id")),
    Thread(
        "audit_id",
        "audit",
        lambda: Audit.objects.select_related("location"),
        lambda row: f"{row.number} · {row.location.name}" if row.location else str(row.number),
        ("customer_id", "member_id"),
    ),
]
