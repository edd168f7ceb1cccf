"""What the pages of members share: the colours of their states, and the head of their forms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muhatap.faces.web import PageRequest
from muhatap.faces.web.spine import steps
from muhatap.network import reads

TONES = {"approved": "warn", "active": "ok", "suspended": "bad", "left": "none", "blacklisted": "bad"}
GRADE_TONES = {"A": "ok", "B": "ok", "C": "warn", "D": "bad"}


def about(request: PageRequest, member_id: int, title: str, **more: Any) -> dict[str, Any]:
    """The head of a form about a member."""
    it = reads.member(request.actor, member_id=member_id)
    url = reverse("member", args=[member_id])
    return {
        "page_title": title,
        "page_sub": it.name,
        "cancel_url": url,
        "back": {"label": it.short_name, "url": url},
        "spine": steps(6),
        **more,
    }
