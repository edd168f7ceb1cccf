"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.kernel.threads import Thread
from muhatap.sourcing.models import Plan, QuoteInvitation, Round

THREADS = [
    Thread(
        "round_plan_id",
        "round_plan",
        lambda: Plan.objects.select_related("round"),
        lambda row: f"{row.round.number} / {row.number}",
    ),
    Thread("round_id", "round", Round.objects.all, lambda row: str(row.number), ("contract__customer_id",)),
    Thread(
        "quote_invitation_id",
        "",
        lambda: QuoteInvitation.objects.select_related("member"),
        lambda row: f"{row.number} · {row.member.short_name}",
        ("member_id",),
    ),
]
