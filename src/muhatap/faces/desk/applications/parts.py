"""What the pages of applications share: the colours of their states, and the head of their forms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muhatap.faces.web import PageRequest
from muhatap.faces.web.spine import steps
from muhatap.network import reads

TONES = {
    "received": "warn",
    "review": "warn",
    "conditions": "none",
    "approved": "ok",
    "refused": "bad",
    "withdrawn": "none",
}
STEP = 5


def about(request: PageRequest, application_id: int, title: str, **more: Any) -> dict[str, Any]:
    """The head of a form about an application."""
    it = reads.application(request.actor, application_id=application_id)
    url = reverse("application", args=[application_id])
    return {
        "page_title": title,
        "page_sub": f"{it.number} · {it.company_name}",
        "cancel_url": url,
        "back": {"label": it.number, "url": url},
        "spine": steps(STEP),
        **more,
    }
