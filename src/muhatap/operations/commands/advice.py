"""Advice to members: what we recommend, what was agreed, what became of it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from muhatap.contracts.models import Project
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.events import announce
from muhatap.operations.commands.tickets import NotAMember
from muhatap.operations.events import AdviceClosed, AdviceGiven
from muhatap.operations.models import Advice
from muhatap.operations.permissions import OperationsPermission
from muhatap.parties.models import Party


@command(OperationsPermission.ADVISE)
def give_advice(
    actor: Actor,
    *,
    member_id: int,
    topic: str,
    text: str,
    agreed_actions: str = "",
    follow_up_on: date | None = None,
    project_id: int | None = None,
) -> int:
    """Advise a member and note what was agreed and when we look at it again. Raises: NotAMember, InvalidInput."""
    if not Party.objects.filter(pk=member_id, is_member=True).exists():
        raise NotAMember(_("Choose a member of the network."), field="member_id")
    for field, value in (("topic", topic), ("text", text)):
        if not value.strip():
            raise InvalidInput(_("Write what the advice is about and what you recommend."), field=field)
    if follow_up_on is not None and follow_up_on < actor.today:
        raise InvalidInput(_("The day of the follow-up has passed. Choose a later day."), field="follow_up_on")
    if project_id is not None:
        Project.objects.visible_to(actor).get(pk=project_id)
    advice = Advice(
        member_id=member_id,
        project_id=project_id,
        topic=topic.strip()[:200],
        text=text.strip(),
        agreed_actions=agreed_actions.strip(),
        follow_up_on=follow_up_on,
        given_by_id=actor.user_id,
        given_at=actor.now,
    )
    advice.save(force_insert=True)
    announce(AdviceGiven(advice_id=advice.pk, member_id=member_id), by=actor)
    return advice.pk


@command(OperationsPermission.SEE)
def see_advice(actor: Actor, *, advice_id: int) -> None:
    """Note, once, that the member has read an advice."""
    advice: Advice = Advice.objects.visible_to(actor).select_for_update().get(pk=advice_id)
    if not actor.at_desk and advice.seen_at is None:
        advice.seen_at = actor.now
        advice.save(update_fields=["seen_at"])


@command(OperationsPermission.ADVISE)
def close_advice(actor: Actor, *, advice_id: int, outcome: str) -> None:
    """Write down what became of an advice. Raises: InvalidInput."""
    advice: Advice = Advice.objects.visible_to(actor).select_for_update().get(pk=advice_id)
    if not outcome.strip():
        raise InvalidInput(_("Write what became of the advice."), field="outcome")
    advice.outcome = outcome.strip()[:1000]
    advice.closed_at = actor.now
    advice.save(update_fields=["outcome", "closed_at"])
    announce(AdviceClosed(advice_id=advice.pk, member_id=advice.member_id), by=actor)
