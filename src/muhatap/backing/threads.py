"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.backing.models import Gap, SubTier
from muhatap.kernel.threads import Thread


def _name(row: Gap) -> str:
    if row.promise is not None:
        return f"{row.promise.location.name} · {row.promise.service.name}"
    bond = row.project_agreement
    return f"{bond.agreement.number} · {bond.member.short_name}" if bond is not None else ""


THREADS = [
    Thread(
        "gap_id",
        "gap",
        lambda: Gap.objects.select_related(
            "promise__location", "promise__service", "project_agreement__agreement", "project_agreement__member"
        ),
        _name,
    ),
    Thread(
        "sub_tier_id",
        "sub_tier_decide",
        lambda: SubTier.objects.select_related("member"),
        lambda row: f"{row.company_name} · {row.member.short_name}",
        of_party=("member",),
    ),
]
