"""The questionnaire: answered by an applicant or member, confirmed or corrected at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from muhatap.catalogue.models import Service
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.parameters import parameter
from muhatap.kernel.wall import show_token
from muhatap.network import rules
from muhatap.network.events import QualificationAnswered, QualificationConfirmed
from muhatap.network.models import (
    Application,
    ApplicationStatus,
    Coverage,
    CoverageStatus,
    Member,
    Qualification,
    Tier,
)
from muhatap.network.permissions import NetworkPermission

BEST_SCORE = 100
OPEN = (ApplicationStatus.RECEIVED, ApplicationStatus.REVIEW, ApplicationStatus.CONDITIONS)


class DecidedAlready(Refusal):
    """The application is decided, or the answers are confirmed."""


@command(NetworkPermission.APPLY)
def answer_as_applicant(actor: Actor, *, token: str, answers: Mapping[str, str]) -> Qualification:
    """Answer the questionnaire by the link of an application, as often as wanted until it is decided.

    Raises: InvalidInput, DecidedAlready.
    """
    show_token(token)
    application = Application.objects.visible_to(actor).get(token=token)
    if application.status not in OPEN:
        raise DecidedAlready(_("The application is decided; a member answers the questionnaire in its portal."))
    made = _answered(actor, answers, application.services, by=application.contact_name)
    made.application = application
    made.save(force_insert=True)
    announce(QualificationAnswered(qualification_id=made.pk, application_id=application.pk, member_id=0), by=actor)
    return made


@command(NetworkPermission.OFFER)
def answer_questionnaire(actor: Actor, *, member_id: int, answers: Mapping[str, str]) -> Qualification:
    """Answer the questionnaire as a member. Raises: InvalidInput."""
    member = Member.objects.visible_to(actor).get(pk=member_id)
    covered = Coverage.objects.visible_to(actor).filter(member_id=member.pk).exclude(status=CoverageStatus.REFUSED)
    services = list(covered.values_list("service_id", flat=True).distinct())
    made = _answered(actor, answers, services, by=actor.name)
    made.member_id = member.pk
    made.save(force_insert=True)
    announce(QualificationAnswered(qualification_id=made.pk, application_id=0, member_id=member.pk), by=actor)
    return made


def _answered(actor: Actor, answers: Mapping[str, str], services: list[str], *, by: str) -> Qualification:
    asked = rules.questionnaire()
    missing = rules.unanswered(asked, answers)
    if missing:
        raise InvalidInput(_("Choose an answer to every question."), field=missing[0])
    found = _assess(answers, services)
    return Qualification(
        version=asked.version,
        answers={key: answers[key] for key in asked.questions()},
        score=found.score,
        tier=found.tier,
        failed=list(found.failed),
        answered_at=actor.now,
        answered_by=by[:120],
    )


def _assess(answers: Mapping[str, str], services: list[str]) -> rules.Assessment:
    categories = set(Service.objects.filter(pk__in=services).values_list("category_id", flat=True))
    return rules.assess(rules.questionnaire(), answers, categories)


@command(NetworkPermission.REVIEW)
def confirm_qualification(
    actor: Actor,
    *,
    qualification_id: int,
    score: int | None = None,
    tier: str | None = None,
    reason: str = "",
) -> Qualification:
    """Let answers count, as scored or corrected with a reason; from now on the months of its tier run.

    Raises: InvalidInput, DecidedAlready, ParameterMissing.
    """
    made: Qualification = Qualification.objects.visible_to(actor).select_for_update().get(pk=qualification_id)
    if made.confirmed_at is not None:
        raise DecidedAlready(_("These answers are confirmed already. The company can answer again."))
    new_score, new_tier = made.score if score is None else score, made.tier if tier is None else Tier(tier).value
    if not 0 <= new_score <= BEST_SCORE:
        raise InvalidInput(_("The score lies between 0 and 100."), field="score")
    if (new_score, new_tier) != (made.score, made.tier) and not reason.strip():
        raise InvalidInput(_("Write why the score or the risk differs from what the answers give."), field="reason")
    made.score, made.tier = new_score, new_tier
    made.reason = reason.strip()
    made.confirmed_at, made.confirmed_by_id = actor.now, actor.user_id
    months = int(parameter(f"reassess_months_{made.tier}", actor.today))
    made.reassess_on = actor.today + relativedelta(months=months)
    made.save(update_fields=["score", "tier", "reason", "confirmed_at", "confirmed_by", "reassess_on"])
    announce(QualificationConfirmed(**_about(made), score=made.score, tier=str(made.tier)), by=actor)
    return made


def _about(made: Qualification) -> dict[str, Any]:
    return {
        "qualification_id": made.pk,
        "application_id": made.application_id or 0,
        "member_id": made.member_id or 0,
    }
