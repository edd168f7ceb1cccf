"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.agreements.events import AgreementFrozen, SigningCodeAsked
from muhatap.agreements.models import Agreement
from muhatap.kernel.threads import Thread

THREADS = [
    Thread("agreement_id", "agreement", Agreement.objects.all, lambda row: str(row.number), ("party_id",)),
]
QUIET = (AgreementFrozen, SigningCodeAsked)
