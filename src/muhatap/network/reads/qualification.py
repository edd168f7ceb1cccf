"""The questionnaire in the reader's language, what was answered, and who is to answer again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import get_language

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.network import rules
from muhatap.network.models import Member, MemberStatus, Qualification, Tier
from muhatap.network.permissions import NetworkPermission

# How long before the day a re-assessment is announced to the member.
AHEAD = timedelta(days=30)
AT_WORK = (MemberStatus.APPROVED, MemberStatus.ACTIVE, MemberStatus.SUSPENDED)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its possible answers (key, words) and the one that was chosen."""

    key: str
    text: str
    critical: bool
    options: tuple[tuple[str, str], ...]
    answer: str
    fails: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the questionnaire with its share of the whole and what it scored (percent)."""

    title: str
    share: int
    score: int | None
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class QualificationView:
    """The latest answers of a company: the score and tier they gave or the desk corrected, when it is asked again."""

    qualification_id: int
    version: str
    score: int
    tier: str
    tier_name: str
    answered_at: datetime
    answered_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    reason: str
    reassess_on: date | None
    overdue: bool
    sections: tuple[SectionView, ...]


def _word(one: Any) -> str:
    return str(one.en if (get_language() or "tr").startswith("en") else one.tr)


def questionnaire(actor: Actor) -> tuple[SectionView, ...]:
    """The questionnaire that is asked now."""
    ask(actor, NetworkPermission.APPLY if not actor.at_desk and actor.party_id is None else NetworkPermission.SEE)
    return _sections(None)


def _sections(made: Qualification | None) -> tuple[SectionView, ...]:
    asked = rules.questionnaire()
    whole = sum(section.weight for section in asked.sections)
    answers: dict[str, str] = made.answers if made is not None and made.version == asked.version else {}
    scores = rules.assess(asked, answers, ()).sections if answers else {}
    return tuple(
        SectionView(
            _word(section),
            section.weight * 100 // whole,
            scores.get(section.key),
            tuple(_question(one, answers.get(one.key, "")) for one in section.questions),
        )
        for section in asked.sections
    )


def _question(one: rules.Question, chosen: str) -> QuestionView:
    option = next((entry for entry in one.options if entry.key == chosen), None)
    return QuestionView(
        one.key,
        _word(one),
        one.critical,
        tuple((entry.key, _word(entry)) for entry in one.options),
        _word(option) if option else "",
        one.critical and option is not None and option.fails,
    )


def qualification_of_application(actor: Actor, *, application_id: int) -> QualificationView | None:
    """The latest answers given with an application; None before the first."""
    ask(actor, NetworkPermission.REVIEW if actor.at_desk else NetworkPermission.APPLY)
    return _latest(actor, Qualification.objects.visible_to(actor).filter(application_id=application_id))


def qualification_of(actor: Actor, *, member_id: int) -> QualificationView | None:
    """The latest answers of a member; None before the first."""
    ask(actor, NetworkPermission.SEE)
    return _latest(actor, Qualification.objects.visible_to(actor).filter(member_id=member_id))


def _latest(actor: Actor, rows: Any) -> QualificationView | None:
    if actor.at_desk:
        rows = rows.select_related("confirmed_by")
    made = rows.order_by("-answered_at", "-pk").first()
    if made is None:
        return None
    return QualificationView(
        made.pk,
        made.version,
        made.score,
        made.tier,
        str(Tier(made.tier).label),
        made.answered_at,
        made.answered_by,
        made.confirmed_at,
        made.confirmed_by.name if actor.at_desk and made.confirmed_by else "",
        made.reason,
        made.reassess_on,
        made.reassess_on is not None and made.reassess_on <= actor.today,
        _sections(made),
    )


@dataclass(frozen=True, slots=True)
class OwnedQualification:
    """Answers with whose they are."""

    view: QualificationView
    company: str
    application_id: int | None
    member_id: int | None


def qualification(actor: Actor, *, qualification_id: int) -> OwnedQualification:
    """Certain answers, with whose they are. Raises: Qualification.DoesNotExist."""
    ask(actor, NetworkPermission.REVIEW)
    rows = Qualification.objects.visible_to(actor).filter(pk=qualification_id)
    row: Any = rows.select_related("application", "member").get()
    view = _latest(actor, rows)
    if view is None:
        raise Qualification.DoesNotExist
    name = row.member.short_name if row.member is not None else row.application.company_name
    return OwnedQualification(view, name, row.application_id, row.member_id)


def tier_choices() -> list[tuple[str, str]]:
    """The tiers of risk, for a form."""
    return [(tier.value, str(tier.label)) for tier in Tier]


@dataclass(frozen=True, slots=True)
class ReassessmentRow:
    """A member whose answers must be confirmed (no day), or that is to answer again since a day."""

    member_id: int
    name: str
    tier_name: str
    since: date | None


def reassessments(actor: Actor, *, most: int = 5) -> list[ReassessmentRow]:
    """Members whose new answers wait for the desk, then those whose day to answer again has come."""
    ask(actor, NetworkPermission.REVIEW)
    latest = (
        Qualification.objects.visible_to(actor)
        .filter(member_id__in=Member.objects.filter(status__in=AT_WORK).values("pk"))
        .order_by("member_id", "-answered_at", "-pk")
        .distinct("member_id")
    )
    rows = (
        Qualification.objects.filter(pk__in=latest.values("pk"))
        .exclude(reassess_on__gt=actor.today)
        .select_related("member")
        .order_by(F("reassess_on").asc(nulls_first=True), "pk")[:most]
    )
    return [
        ReassessmentRow(row.member_id or 0, row.member.short_name, str(Tier(row.tier).label), row.reassess_on)
        for row in rows
        if row.member is not None
    ]
