"""Agreements as lists and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from muhatap.agreements.models import Clause, FlowDown, Kind, Status
from muhatap.agreements.permissions import AgreementPermission
from muhatap.agreements.reads.seen import seen
from muhatap.agreements.reads.versions import VersionView, versions_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder

# The tone each state is shown in.
TONES = {
    Status.DRAFT: "none",
    Status.SENT: "warn",
    Status.SIGNED: "warn",
    Status.ACTIVE: "ok",
    Status.SUSPENDED: "bad",
    Status.ENDED: "none",
    Status.TERMINATED: "bad",
    Status.WITHDRAWN: "none",
}


def tone_of(status: str) -> str:
    """The tone a state is shown in."""
    return TONES[Status(status)]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement as a list shows it."""

    id: int
    kind: str
    kind_name: str
    number: str
    title: str
    party_id: int
    party: str
    status: str
    status_name: str
    tone: str
    since: date
    last_day: date | None
    currency: str
    sent_at: datetime | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause taken into an agreement, or one of the library."""

    key: str
    version: int
    heading: str
    text: str
    required: bool
    flow_down: str
    law: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with its clauses and versions, newest version first."""

    row: AgreementRow
    language: str
    renews_months: int | None
    end_reason: str
    ended_on: date | None
    clauses: tuple[ClauseView, ...]
    versions: tuple[VersionView, ...]

    @property
    def current(self) -> VersionView | None:
        """The version that counts now: on its way to being signed, else the newest signed one."""
        live = [version for version in self.versions if version.status != "dropped"]
        return live[0] if live else None


def agreement_row(actor: Actor, agreement: Any) -> AgreementRow:
    """An agreement as a list shows it; its party loaded."""
    period = Period.of(agreement.period)
    return AgreementRow(
        id=agreement.pk,
        kind=agreement.kind,
        kind_name=str(Kind(agreement.kind).label),
        number=agreement.number,
        title=agreement.title,
        party_id=agreement.party_id,
        party=agreement.party.short_name,
        status=agreement.status,
        status_name=str(Status(agreement.status).label),
        tone=TONES[Status(agreement.status)],
        since=period.start,
        last_day=period.last_day,
        currency=agreement.currency,
        sent_at=agreement.sent_at,
        signed_at=agreement.signed_at,
    )


def agreements(actor: Actor, *, query: ListQuery, kinds: Sequence[str] | None = None) -> ListPage[AgreementRow]:
    """Agreements the actor may meet, of some kinds or all."""
    ask(actor, AgreementPermission.SEE)
    rows = seen(actor).select_related("party")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return paginate(
        rows,
        query,
        make=lambda row: agreement_row(actor, row),
        sorts={
            "number": "number",
            "party": TurkishOrder("party__short_name"),
            "title": TurkishOrder("title"),
            "since": "period__startswith",
            "status": "status",
        },
        default="-number",
        search=("number", "title", "party__name"),
        filters={
            "status": lambda found, value: found.filter(status=value),
            "kind": lambda found, value: found.filter(kind=value),
        },
    )


def agreement(actor: Actor, *, agreement_id: int) -> AgreementView:
    """One agreement with clauses (the desk's draft) and versions."""
    ask(actor, AgreementPermission.SEE)
    found = seen(actor).select_related("party").get(pk=agreement_id)
    clauses: list[ClauseView] = []
    if actor.at_desk:
        rows = found.clauses.select_related("clause").order_by("position", "pk")
        clauses = [
            ClauseView(
                key=row.clause.key,
                version=row.clause.version,
                heading=row.heading,
                text=row.text,
                required=row.clause.required,
                flow_down=str(FlowDown(row.clause.flow_down).label),
                law=row.clause.law,
            )
            for row in rows
        ]
    return AgreementView(
        row=agreement_row(actor, found),
        language=found.language,
        renews_months=found.renews_months,
        end_reason=found.end_reason,
        ended_on=found.ended_on,
        clauses=tuple(clauses),
        versions=tuple(versions_of(actor, agreement_id=agreement_id)),
    )


def clause_library(actor: Actor, *, kind: str) -> list[ClauseView]:
    """The newest version of every clause for a kind, in order."""
    ask(actor, AgreementPermission.SEE)
    rows: Any = Clause.objects.visible_to(actor).filter(kinds__contains=[kind]).order_by("version")
    newest = {row.key: row for row in rows}
    english = actor.language == "en"
    return [
        ClauseView(
            key=row.key,
            version=row.version,
            heading=row.title_en if english else row.title_tr,
            text=row.text_en if english else row.text_tr,
            required=row.required,
            flow_down=str(FlowDown(row.flow_down).label),
            law=row.law,
        )
        for row in sorted(newest.values(), key=lambda row: row.position)
    ]
