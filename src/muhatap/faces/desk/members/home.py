"""Members on the home page: coverage that waits for an answer, and new members without their agreement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.faces.web import Waiting, formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission

SHOWN = 5


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """What members proposed, the oldest first, and who was taken in but cannot be given work yet."""
    found: list[Waiting] = []
    if actor.may(NetworkPermission.VERIFY):
        query = ListQuery(filters={"status": "proposed"}, sort="proposed", limit=SHOWN)
        found += [_proposed(row, actor) for row in reads.proposed_coverage(actor, query=query).rows]
    if actor.may(NetworkPermission.REVIEW):
        found += [_reassessment(row, actor) for row in reads.reassessments(actor, most=SHOWN)]
    if actor.may(NetworkPermission.WAIVE):
        found += [_waiver(row, actor) for row in reads.asked_waivers(actor, most=SHOWN)]
    if actor.may(NetworkPermission.AGREE):
        query = ListQuery(filters={"status": "approved"}, sort="joined", limit=SHOWN)
        found += [_taken_in(row, actor) for row in reads.members(actor, query=query).rows]
    return found


def _proposed(row: reads.CoverageRow, actor: Actor) -> Waiting:
    return Waiting(
        "warn",
        _("Coverage"),
        f"{row.member} · {row.service}",
        f"{row.place} · {formats.qty(row.capacity, actor.language)} {row.unit}",
        formats.day(row.period.start, actor.language),
        reverse("member", args=[row.member_id]) + "?tab=coverage",
        _("Check"),
        35,
    )


def _reassessment(row: reads.ReassessmentRow, actor: Actor) -> Waiting:
    late = row.since is not None
    return Waiting(
        "bad" if late else "warn",
        _("Qualification"),
        f"{row.name} · {row.tier_name}",
        _("The questionnaire is to be answered again.") if late else _("New answers wait to be confirmed."),
        formats.day(row.since, actor.language) if row.since else "",
        reverse("member", args=[row.member_id]),
        _("Open it"),
        32,
    )


def _waiver(row: reads.WaiverRow, actor: Actor) -> Waiting:
    return Waiting(
        "warn",
        _("Missing document"),
        f"{row.member} · {row.document}",
        f"{row.service} · {row.reason}",
        formats.day(row.last_day, actor.language),
        reverse("member", args=[row.member_id]) + "?tab=documents",
        _("Decide"),
        33,
    )


def _taken_in(row: reads.MemberRow, actor: Actor) -> Waiting:
    return Waiting(
        "warn",
        _("New member"),
        row.name,
        _("Work can be given with the signature of the membership agreement."),
        formats.day(row.joined_on, actor.language),
        reverse("member", args=[row.member_id]),
        _("Open it"),
        30,
    )
