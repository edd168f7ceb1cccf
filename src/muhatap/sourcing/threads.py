"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.kernel.threads import Thread
from muhatap.sourcing.models import Round

THREADS = [
    Thread("round_id", "round", Round.objects.all, lambda row: str(row.number), ("contract__customer_id",)),
]
