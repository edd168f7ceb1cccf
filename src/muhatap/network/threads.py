"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.kernel.threads import Thread
from muhatap.network.models import Application, Coverage, Document, NetworkGap

THREADS = [
    Thread(
        "document_id",
        "document",
        lambda: Document.objects.select_related("type"),
        lambda row: str(row.type.name),
    ),
    Thread(
        "coverage_id",
        "",
        lambda: Coverage.objects.select_related("service", "district"),
        lambda row: f"{row.service.name} · {row.district.name}",
    ),
    Thread(
        "network_gap_id",
        "network_gap",
        lambda: NetworkGap.objects.select_related("service", "district"),
        lambda row: f"{row.number} · {row.service.name} · {row.district.name}",
    ),
    Thread("application_id", "application", Application.objects.all, lambda row: str(row.number), ("member_id",)),
]
