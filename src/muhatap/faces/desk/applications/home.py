"""Applications on the home page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Tile, TileValue, Waiting, formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission


def _waiting_tile(actor: Actor) -> TileValue:
    count = reads.waiting_applications(actor)
    return TileValue(str(count), tone="warn" if count else "ok")


HOME = [
    Tile(
        gettext_lazy("applications wait"),
        _waiting_tile,
        "applications",
        permission=NetworkPermission.REVIEW,
        order=40,
        query="status=waiting",
    )
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Applications that wait for a second person, and those nobody has taken up."""
    if not actor.may(NetworkPermission.REVIEW):
        return []
    ready = reads.ready_applications(actor) if actor.may(NetworkPermission.APPROVE) else []
    found = reads.applications(actor, query=ListQuery(filters={"status": "received"}, sort="received", limit=5))
    decide = [
        Waiting(
            "warn",
            _("Application"),
            company,
            _("Reviewed by somebody else; a second person takes the company in."),
            formats.moment(received, actor.language),
            reverse("application", args=[application_id]),
            _("Decide"),
            41,
        )
        for application_id, company, received in ready
    ]
    return decide + [
        Waiting(
            "warn",
            _("Application"),
            row.company_name,
            f"{row.services} · {row.place}",
            formats.moment(row.received_at, actor.language),
            reverse("application", args=[row.application_id]),
            _("Review"),
            40,
        )
        for row in found.rows
    ]
