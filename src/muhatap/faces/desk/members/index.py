"""The list of all members."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.faces.desk.members.parts import GRADE_TONES, TONES
from muhatap.faces.web import Cell, Column, Filter, PageRequest, formats, listing, page
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission


@page(NetworkPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All members by name."""

    def cells(row: reads.MemberRow) -> list[Cell]:
        score = formats.qty(row.score, request.actor.language) if row.score is not None else _("none yet")
        return [
            Cell(row.name, sub=row.place),
            Cell(row.status_name, tone=TONES[row.status]),
            Cell(row.services),
            Cell(row.districts),
            Cell(f"{score} {row.grade}".strip(), tone=GRADE_TONES.get(row.grade, "none")),
            Cell(row.joined_on),
        ]

    services = [pair for _category, pairs in reads.service_choices(request.actor) for pair in pairs]
    return listing(
        request,
        title=_("Members"),
        columns=[
            Column("name", _("Member"), sort="name"),
            Column("state", _("State")),
            Column("services", _("Services"), numeric=True),
            Column("districts", _("Districts"), numeric=True),
            Column("standing", _("Standing")),
            Column("joined", _("Member since"), sort="joined"),
        ],
        read=lambda query: reads.members(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("member", args=[row.member_id]),
        filters=[
            Filter("status", _("State"), [(state.value, state.label) for state in reads.MemberStatus]),
            Filter("service", _("Service"), services),
        ],
        empty={
            "sentence": _("Members come in through applications; invite companies you know."),
            "action_label": _("Invite a company"),
            "action_url": reverse("application_invite"),
        },
    )
