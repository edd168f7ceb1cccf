"""The questionnaire in the member's portal: what was answered, its score, and answering again."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Group, Item, PageRequest, formats, page, render, submit
from muhatap.faces.web.questionnaire import QuestionnaireForm
from muhatap.faces.web.spine import steps
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Qualification"),
    url="qualification",
    order=50,
    permission=NetworkPermission.OFFER,
    icon="clipboard-check",
)
TONES = {"low": "ok", "medium": "warn", "high": "bad"}


@page(NetworkPermission.OFFER)
def show(request: PageRequest) -> HttpResponse:
    """The latest answers with their score."""
    actor = request.actor
    it = reads.qualification_of(actor, member_id=actor.party_id or 0)
    record: dict[str, object] = {
        "title": _("Qualification"),
        "subtitle": _("what we ask every member, and how it counts"),
    }
    if it is not None:
        waits = it.confirmed_at is None
        record["state"] = {
            "tone": "warn" if waits else TONES[it.tier],
            "text": _("waits for us") if waits else it.tier_name,
        }
        again = formats.day(it.reassess_on, actor.language) if it.reassess_on else "—"
        record["facts"] = [
            (_("Score"), _("%(score)s of 100") % {"score": it.score}),
            (_("To be answered again"), again),
        ]
    due = it is None or it.overdue
    context = {
        "record": record,
        "qualification": it,
        "spine": steps(5),
        "next": {
            "sentence": _("Answer the questionnaire: it takes about five minutes."),
            "label": _("Answer it"),
            "url": reverse("qualification_answer"),
        }
        if due
        else None,
        "actions": [] if due else [{"label": _("Answer it again"), "url": reverse("qualification_answer")}],
    }
    return render(request, "member/qualification/show.html", context)


@page(NetworkPermission.OFFER)
def answer(request: PageRequest) -> HttpResponse:
    """Answer the questionnaire."""
    actor = request.actor
    before = reads.qualification_of(actor, member_id=actor.party_id or 0)
    form = QuestionnaireForm(actor, before.sections if before else (), request.POST or None)
    return submit(
        request,
        form,
        lambda data: commands.answer_questionnaire(actor, member_id=actor.party_id or 0, answers=data),
        done=reverse("qualification"),
        said=_("Thank you. The answers count once we have looked at them."),
        context={
            "page_title": _("Questionnaire"),
            "page_sub": _("It takes about five minutes."),
            "submit_label": _("Send the answers"),
            "cancel_url": reverse("qualification"),
            "back": {"label": _("Qualification"), "url": reverse("qualification")},
            "spine": steps(5),
        },
    )


routes = [
    path("qualification/", show, name="qualification"),
    path("qualification/answer/", answer, name="qualification_answer"),
]
