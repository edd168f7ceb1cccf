"""The story of a party: everything that happened around it and what belongs to it, page by page."""

from __future__ import annotations

from typing import Any

from django.utils.http import urlencode

from muhatap.faces.web import PageRequest
from muhatap.kernel.timeline import MOST, entries, of_party

LONGEST = 19  # digits of the largest key


def story_of(request: PageRequest, party_id: int) -> dict[str, Any]:
    """The timeline of a party as its record page shows it; `?before=` continues where the last page ended."""
    asked = request.GET.get("before", "")
    known = asked.isdecimal() and len(asked) < LONGEST
    moments = of_party(request.actor, party_id=party_id, before=int(asked) if known else None)
    older = ""
    if len(moments) == MOST:
        older = "?" + urlencode({"tab": "timeline", "before": str(moments[-1].entry_id)})
    return {"entries": entries(moments), "older": older}
