"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.kernel.threads import Thread
from muhatap.parties.events import Disclosed
from muhatap.parties.models import Location, Party

THREADS = [
    Thread("location_id", "location", Location.objects.all, lambda row: str(row.name)),
    Thread("party_id", "", Party.objects.all, lambda row: str(row.short_name), beside=True),
    Thread("viewer_id", "", Party.objects.all, lambda row: str(row.short_name), beside=True),
]
QUIET = (Disclosed,)
