"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.contracts.models import CustomerContract, Project, Promise
from muhatap.kernel.threads import Thread

THREADS = [
    Thread(
        "promise_id",
        "",
        lambda: Promise.objects.select_related("location", "service"),
        lambda row: f"{row.location.name} · {row.service.name}",
    ),
    Thread("project_id", "project", Project.objects.all, lambda row: f"{row.code} · {row.name}", ("customer_id",)),
    Thread(
        "contract_id",
        "contract",
        lambda: CustomerContract.objects.select_related("agreement"),
        lambda row: str(row.agreement.number),
        ("customer_id",),
    ),
]
