"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.backing.models import Gap
from muhatap.kernel.threads import Thread

THREADS = [
    Thread(
        "gap_id",
        "gap",
        lambda: Gap.objects.select_related("promise__location", "promise__service"),
        lambda row: f"{row.promise.location.name} · {row.promise.service.name}",
    ),
]
