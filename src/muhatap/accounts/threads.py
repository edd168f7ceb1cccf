"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.accounts.models import User
from muhatap.kernel.threads import Thread

THREADS = [
    Thread("user_id", "user", User.objects.all, lambda row: str(row.name), beside=True),
    Thread("owner_id", "", User.objects.all, lambda row: str(row.name), beside=True),
    Thread("manager_id", "", User.objects.all, lambda row: str(row.name), beside=True),
    Thread("deputy_id", "", User.objects.all, lambda row: str(row.name), beside=True),
]
