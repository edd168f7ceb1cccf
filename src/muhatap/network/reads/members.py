"""Members as the desk sees them, and as they see themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.accounts.models import Role, Seat, User
from muhatap.agreements.rules import Signer
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import (
    Condition,
    Coverage,
    CoverageStatus,
    Effect,
    Member,
    MembershipAgreement,
    MemberStatus,
    RateCard,
    Standing,
)
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.applications import ConditionView, conditions_of, place_of
from muhatap.network.reads.conditions import MemberCondition, conditions_of_member
from muhatap.network.reads.qualification import AHEAD, qualification_of
from muhatap.network.reads.required import Requirement, requirements
from muhatap.parties.models import BankAccount


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in a list."""

    member_id: int
    name: str
    place: str
    status: str
    status_name: str
    services: int
    districts: int
    score: Decimal | None
    grade: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A membership agreement of a member."""

    agreement_id: int
    number: str
    title: str
    status: str
    status_name: str
    period: Period
    notice_days: int
    payment_days: int


@dataclass(frozen=True, slots=True)
class StandingRow:
    """The standing of a month."""

    month: date
    score: Decimal
    grade: str
    observations: int
    inputs: dict[str, object]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member with what its record page shows."""

    member_id: int
    name: str
    short_name: str
    status: str
    status_name: str
    tax_number: str
    tax_office: str
    phone: str
    email: str
    place: str
    about: str
    workers: int | None
    joined_on: date
    activated_on: date | None
    suspended_from: date | None
    suspended_until: date | None
    suspended_reason: str
    left_on: date | None
    left_reason: str
    conditions: tuple[ConditionView, ...]
    agreements: tuple[AgreementRow, ...]
    standings: tuple[StandingRow, ...]


def _row(row: Any) -> MemberRow:
    return MemberRow(
        row.pk,
        row.party.short_name,
        place_of(row.party.district),
        row.status,
        row.get_status_display(),
        row.services,
        row.districts,
        row.score,
        row.grade or "",
        row.joined_on,
    )


def members(actor: Actor, *, query: ListQuery) -> ListPage[MemberRow]:
    """The members of the network by name."""
    ask(actor, NetworkPermission.SEE)
    latest = Standing.objects.filter(member_id=OuterRef("pk")).order_by("-month")
    counts = (
        Coverage.objects.filter(member_id=OuterRef("pk"), status=CoverageStatus.APPROVED).order_by().values("member")
    )
    rows = (
        Member.objects.visible_to(actor)
        .select_related("party__district__province")
        .annotate(
            score=Subquery(latest.values("score")[:1]),
            grade=Subquery(latest.values("grade")[:1]),
            services=Coalesce(Subquery(counts.annotate(n=Count("service", distinct=True)).values("n")), 0),
            districts=Coalesce(Subquery(counts.annotate(n=Count("district", distinct=True)).values("n")), 0),
            name=F("party__short_name"),
            full_name=F("party__name"),
            tax_number=F("party__tax_number"),
        )
    )
    return paginate(
        rows,
        query,
        make=_row,
        sorts={"name": TurkishOrder("party__short_name"), "joined": "joined_on"},
        default="name",
        search=("party__short_name", "party__name", "party__tax_number"),
        filters={
            "status": lambda found, value: found.filter(status=value),
            "service": lambda found, value: found.filter(
                pk__in=Coverage.objects.filter(service_id=value, status=CoverageStatus.APPROVED).values("member_id")
            ),
        },
    )


def is_member(actor: Actor, *, party_id: int) -> bool:
    """Whether a party has been taken into the network."""
    ask(actor, NetworkPermission.SEE)
    return Member.objects.visible_to(actor).filter(pk=party_id).exists()


def member(actor: Actor, *, member_id: int) -> MemberView:
    """One member. Raises: Member.DoesNotExist."""
    ask(actor, NetworkPermission.SEE)
    row = Member.objects.visible_to(actor).select_related("party__district__province").get(pk=member_id)
    party = row.party
    return MemberView(
        member_id=row.pk,
        name=party.name,
        short_name=party.short_name,
        status=row.status,
        status_name=row.get_status_display(),
        tax_number=party.tax_number,
        tax_office=party.tax_office,
        phone=party.phone,
        email=party.email,
        place=place_of(party.district),
        about=row.about,
        workers=row.workers,
        joined_on=row.joined_on,
        activated_on=row.activated_on,
        suspended_from=row.suspended_from,
        suspended_until=row.suspended_until,
        suspended_reason=row.suspended_reason,
        left_on=row.left_on,
        left_reason=row.left_reason,
        conditions=conditions_of(actor, Condition.objects.visible_to(actor).filter(member_id=row.pk)),
        agreements=_agreements(actor, row.pk),
        standings=tuple(standings(actor, member_id=row.pk)),
    )


def _agreements(actor: Actor, member_id: int) -> tuple[AgreementRow, ...]:
    rows = MembershipAgreement.objects.visible_to(actor).filter(member_id=member_id).select_related("agreement")
    return tuple(
        AgreementRow(
            row.pk,
            row.agreement.number,
            row.agreement.title,
            row.agreement.status,
            row.agreement.get_status_display(),
            Period.of(row.agreement.period),
            row.notice_days,
            row.payment_days,
        )
        for row in rows.order_by("-agreement__created_at", "-pk")
    )


def standings(actor: Actor, *, member_id: int) -> list[StandingRow]:
    """The last twelve months with activity, newest first."""
    ask(actor, NetworkPermission.SEE)
    rows = Standing.objects.visible_to(actor).filter(member_id=member_id).order_by("-month")[:12]
    return [StandingRow(row.month, row.score, row.grade, row.observations, row.inputs) for row in rows]


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that keeps a member from getting or keeping work: `kind` says what, `what` names it.

    What is not `hard` is only to be done soon.
    """

    kind: str
    what: str
    due_on: date | None
    key: str = ""
    hard: bool = True


def blockers(actor: Actor, *, member_id: int) -> list[Blocker]:
    """What blocks a member now or soon: agreement, documents, conditions, what it offers, account. The worst first."""
    ask(actor, NetworkPermission.SEE)
    row = Member.objects.visible_to(actor).get(pk=member_id)
    found: list[Blocker] = []
    if row.status == MemberStatus.SUSPENDED:
        found.append(Blocker("suspended", row.suspended_reason, row.suspended_until))
    if row.status == MemberStatus.APPROVED:
        sent = (
            MembershipAgreement.objects.visible_to(actor)
            .filter(member_id=row.pk, agreement__shown=True, agreement__status="sent")
            .select_related("agreement")
            .first()
        )
        number = sent.agreement.number if sent else ""
        found.append(Blocker("sign" if sent else "agreement", number, None, str(sent.pk) if sent else ""))
    conditions = conditions_of_member(actor, member_id=row.pk)
    asked = {one.document_type_id for one in conditions if one.bites and one.effect != Effect.NOTE}
    needs = requirements(actor, member_id=row.pk)
    found += [_document_blocker(need, need.type_id in asked) for need in needs if need.state != "valid"]
    found += [_condition_blocker(one) for one in conditions if not (one.met or one.over or one.document_type_id)]
    if not Coverage.objects.visible_to(actor).filter(member_id=row.pk).exclude(status=CoverageStatus.REFUSED).exists():
        found.append(Blocker("coverage", "", None))
    found += _unstated(actor, row.pk)
    answers = qualification_of(actor, member_id=row.pk)
    if answers is not None and answers.reassess_on is not None and answers.reassess_on <= actor.today + AHEAD:
        found.append(Blocker("qualification", "", answers.reassess_on, hard=False))
    return sorted(found, key=lambda one: not one.hard)


def _unstated(actor: Actor, member_id: int) -> list[Blocker]:
    """Prices, without which a member is compared for nothing, and the account it is paid to later."""
    found = []
    if not RateCard.objects.visible_to(actor).filter(member_id=member_id).exists():
        found.append(Blocker("rates", "", None))
    accounts = BankAccount.objects.visible_to(actor).filter(party_id=member_id, closed_on__isnull=True)
    if not accounts.exists():
        found.append(Blocker("account", "", None, hard=False))
    return found


def _condition_blocker(one: MemberCondition) -> Blocker:
    hard = one.bites and one.effect != Effect.NOTE
    return Blocker("condition", f"{one.why} · {one.effect_name}" if hard else one.why, one.due_on, hard=hard)


def _document_blocker(need: Requirement, agreed: bool) -> Blocker:
    """Law or a condition of the member's may ask for a document."""
    hard = agreed or (need.blocks and need.state in ("missing", "rejected", "expired", "future"))
    return Blocker(f"document_{need.state}", need.name, need.until, need.type_id, hard)


def membership_content(actor: Actor, *, agreement_id: int) -> dict[str, Any]:
    """What is frozen of a membership agreement, in its language: terms and values for its clauses."""
    ask(actor, NetworkPermission.SEE)
    row = MembershipAgreement.objects.visible_to(actor).select_related("agreement").get(pk=agreement_id)
    period = Period.of(row.agreement.period)
    with translation.override(row.agreement.language):
        until = period.last_day.strftime("%d.%m.%Y") if period.last_day is not None else _("without end")
        return {
            "terms": [
                {"name": _("Notice"), "kind": "text", "value": _("%(days)d days") % {"days": row.notice_days}},
                {"name": _("Payment"), "kind": "text", "value": _("%(days)d days") % {"days": row.payment_days}},
            ],
            "lines": [],
            "values": {
                "notice_days": str(row.notice_days),
                "payment_days": str(row.payment_days),
                "since": period.start.strftime("%d.%m.%Y"),
                "until": until,
            },
            "data": {"notice_days": row.notice_days, "payment_days": row.payment_days},
        }


def default_signers(actor: Actor, *, prime_user_id: int | None, member_id: int) -> list[Signer]:
    """Who signs when nobody else is named: a person of the desk, then the member's owner; empty when one is missing."""
    ask(actor, NetworkPermission.SEE)
    prime = User.objects.filter(pk=prime_user_id).first()
    owners = Seat.objects.filter(party_id=member_id, role=Role.MEMBER_OWNER, user__is_active=True)
    owner = owners.select_related("user").order_by("pk").first()
    if prime is None or owner is None:
        return []
    signs: Any = owner.user
    return [
        Signer(side="prime", name=prime.name, title="", email=prime.email, user_id=prime.pk),
        Signer(side="party", name=signs.name, title=str(Role.MEMBER_OWNER.label), email=signs.email, user_id=signs.pk),
    ]
