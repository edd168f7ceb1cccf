"""The best plan of a round at the desk: asked for with one click, looked at, varied, applied."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.faces.desk.plan_tables import comparison_table, curve_rows, line_rows, proof
from muhatap.faces.web import PageRequest, act, formats, page, render, submit
from muhatap.faces.web.fields import choice_field, many_field, number_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.money import half_up
from muhatap.kernel.timeline import happened
from muhatap.sourcing import commands, reads
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules.planning.inputs import Conditions

TONES = {"asked": "warn", "computing": "warn", "ready": "ok", "failed": "bad"}
# While a plan is being computed its page asks again after so many seconds, by itself and without a script.
LOOK_AGAIN = "2"
MINOR = 100


def plan_url(plan: Any) -> str:
    """The page of a plan."""
    return reverse("round_plan", args=[plan.pk])


@page(SourcingPermission.OPEN)
def find(request: PageRequest, round_id: int) -> HttpResponse:
    """Ask for the best plan with one click."""
    return act(request, lambda: commands.ask_for_plan(request.actor, round_id=round_id), done=plan_url)


class ConditionsForm(forms.Form):
    """What a plan has to keep to."""

    months = number_field(gettext_lazy("Plan for"), unit=gettext_lazy("months"), decimals=0, least=1)
    engagement = number_field(
        gettext_lazy("Cost of engaging a member"), unit="₺", decimals=2, required=False,
        help_text=gettext_lazy("Agreement, mobilisation, coordination and audits over the whole term, for each member."),
    )  # fmt: skip
    switching = number_field(
        gettext_lazy("Cost of leaving a member"), unit="₺", decimals=2, required=False,
        help_text=gettext_lazy("For each line that goes to another member than the one it was chosen for before."),
    )  # fmt: skip
    share = number_field(
        gettext_lazy("Most lines to one member"), unit="%", decimals=0, required=False,
        help_text=gettext_lazy("In per cent of all lines of the round."),
    )  # fmt: skip
    least_members = number_field(
        gettext_lazy("At least so many members"), unit=gettext_lazy("members"), decimals=0, required=False
    )
    least_score = number_field(
        gettext_lazy("Least score"), unit=gettext_lazy("points"), decimals=0, required=False,
        help_text=gettext_lazy("Members without a score yet are not held back."),
    )  # fmt: skip
    excluded = many_field(gettext_lazy("Leave out of the plan"), required=False, whole_number=True)

    def __init__(self, *args: Any, choices: reads.PlanChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["excluded"].choices = choices.members  # type: ignore[attr-defined]
        self.fields["months"].initial = choices.months
        if not choices.members:
            del self.fields["excluded"]


def _minor(value: Decimal | None) -> int:
    return half_up((value or Decimal(0)) * MINOR)


def conditions_of(data: dict[str, Any]) -> Conditions:
    """What was typed as conditions of a plan."""
    return Conditions(
        months=int(data["months"]),
        engagement=_minor(data["engagement"]),
        switching=_minor(data["switching"]),
        share=data["share"],
        least_members=int(data["least_members"] or 0),
        least_score=data["least_score"],
        excluded=tuple(sorted(data.get("excluded") or ())),
    )


@page(SourcingPermission.OPEN)
def new(request: PageRequest, round_id: int) -> HttpResponse:
    """Ask for a plan under conditions."""
    choices = reads.plan_choices(request.actor, round_id=round_id)
    return submit(
        request,
        ConditionsForm(request.POST or None, choices=choices),
        lambda data: commands.ask_for_plan(request.actor, round_id=round_id, conditions=conditions_of(data)),
        done=plan_url,
        context={
            "page_title": _("Plan with conditions"),
            "page_sub": _("The plan keeps to what stands here; single lines can be held to a member on its page."),
            "submit_label": _("Find the best plan"),
            "back": {"label": choices.round_number, "url": reverse("round", args=[round_id])},
            "spine": steps(5),
        },
    )


class ReplacementForm(forms.Form):
    """Who drops out, and how much a change has to pay."""

    member_id = choice_field(gettext_lazy("Member that drops out"), whole_number=True)
    penalty = number_field(
        gettext_lazy("A change pays from"), unit="₺", decimals=2, required=False,
        help_text=gettext_lazy("Another line changes hands only where the term saves more than this. Empty: any saving."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: reads.PlanChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_id"].choices = choices.awarded  # type: ignore[attr-defined]


@page(SourcingPermission.OPEN)
def replace(request: PageRequest, round_id: int) -> HttpResponse:
    """A chosen member drops out: plan again with as few other changes as pay."""
    choices = reads.plan_choices(request.actor, round_id=round_id)
    return submit(
        request,
        ReplacementForm(request.POST or None, choices=choices),
        lambda data: commands.ask_for_plan(
            request.actor,
            round_id=round_id,
            conditions=Conditions(
                months=choices.months,
                excluded=(data["member_id"],),
                penalty=_minor(data["penalty"]),
                again=True,
            ),
        ),
        done=plan_url,
        context={
            "page_title": _("Replace a member"),
            "page_sub": _("Its lines get the best other members; other lines change hands only where it pays."),
            "submit_label": _("Plan again"),
            "back": {"label": choices.round_number, "url": reverse("round", args=[round_id])},
            "spine": steps(5),
        },
    )


@page(SourcingPermission.SEE)
def show(request: PageRequest, plan_id: int) -> HttpResponse:
    """One plan: cost, distance to the best possible, who delivers what and why."""
    it = reads.round_plan(request.actor, plan_id=plan_id)
    language = request.actor.language
    others = reads.plans_of_round(request.actor, round_id=it.round_id)
    context = {
        "it": it,
        "may_vary": _may_vary(request, it),
        "lines": line_rows(it),
        "curve": curve_rows(it, language),
        "others": comparison_table(others, language) if len(others) > 1 else None,
        "proof": proof(it, language),
        "gap_text": _gap(it, language),
        "record": {
            "title": _("Plan %(number)d") % {"number": it.number},
            "number": it.round_number,
            "state": _state(it),
            "subtitle": f"{it.customer} · {it.contract_number}",
        },
        "spine": steps(5),
        "next": next_step(it),
        "actions": [],
        "back": {"label": it.round_number, "url": reverse("round", args=[it.round_id])},
        "entries": happened(request.actor, round_plan_id=plan_id),
    }
    if it.round_open and request.actor.may(SourcingPermission.OPEN):
        context["actions"] = [
            {"label": _("Plan with conditions"), "url": reverse("round_plan_new", args=[it.round_id])}
        ]
    answer = render(request, "desk/plans/show.html", context)
    if it.waiting:
        answer["Refresh"] = LOOK_AGAIN
    return answer


def _may_vary(request: PageRequest, it: reads.PlanView) -> bool:
    return it.round_open and not it.waiting and request.actor.may(SourcingPermission.OPEN)


def _state(it: reads.PlanView) -> dict[str, str]:
    if it.applied_at is not None:
        return {"tone": "ok", "text": _("applied")}
    if it.stale and it.status == "ready":
        return {"tone": "warn", "text": _("out of date")}
    return {"tone": TONES[it.status], "text": it.status_name}


def _gap(it: reads.PlanView, language: str) -> str:
    if it.gap is None or it.gap_percent is None:
        return _("not proven")
    if it.gap.minor == 0:
        return _("proven: no plan is cheaper")
    percent = formats.percent(it.gap_percent, language, decimals=2)
    return _("at most %(percent)s could still be saved") % {"percent": percent}


def next_step(it: reads.PlanView) -> dict[str, Any] | None:
    """What is to be done about a plan."""
    if it.waiting:
        sentence = _("The plan is being computed. This page looks again by itself; you may also leave and come back.")
        return {"sentence": sentence, "label": "", "url": ""}
    if not it.round_open or it.applied_at is not None:
        url = reverse("round", args=[it.round_id])
        sentence = (
            _("The members of this plan are chosen. Go on with the round.")
            if it.applied_at
            else _("The round is over; this plan is kept as it was.")
        )
        return {"sentence": sentence, "label": _("Open the round"), "url": url}
    ask_again = {
        "label": _("Find the best plan"),
        "url": reverse("round_plan_find", args=[it.round_id]),
        "method": "post",
    }
    if it.stale:
        return {
            "sentence": _("Members were judged again since; this plan is out of date. Ask for it again."),
            **ask_again,
        }
    if it.status == "failed":
        return {"sentence": _("This plan was given up. Ask for it again."), **ask_again}
    chosen = len(it.lines) - it.open_lines
    if not chosen:
        sentence = _("Nobody can take a line. See below what would have to change, then plan again.")
        return {"sentence": sentence, "label": _("Open the round"), "url": reverse("round", args=[it.round_id])}
    sentence = ngettext(
        "Choose the member of this plan: %(count)d line is awarded, with its reason.",
        "Choose the members of this plan: %(count)d lines are awarded at once, with their reasons.",
        chosen,
    ) % {"count": chosen}
    url = reverse("round_plan_apply", args=[it.plan_id])
    return {"sentence": sentence, "label": _("Choose these members"), "url": url, "method": "post"}


@page(SourcingPermission.SEE)
def line(request: PageRequest, plan_id: int, line_id: int) -> HttpResponse:
    """One line of a plan: every other member, what it would cost, what would have to change."""
    it = reads.plan_line(request.actor, plan_id=plan_id, line_id=line_id)
    state = {"tone": "ok", "text": it.line.member} if it.line.member_id else {"tone": "bad", "text": _("nobody")}
    context = {
        "it": it,
        "line": it.line,
        "may_vary": _may_vary(request, it.plan),
        "record": {
            "title": f"{it.line.location} · {it.line.service}",
            "number": _("Plan %(number)d") % {"number": it.plan.number},
            "state": state,
            "subtitle": it.line.place,
        },
        "actions": [{"label": _("All reasons"), "url": reverse("line_compare", args=[line_id])}],
        "spine": steps(5),
        "back": {
            "label": _("Plan %(number)d") % {"number": it.plan.number},
            "url": reverse("round_plan", args=[plan_id]),
        },
    }
    return render(request, "desk/plans/line.html", context)


@page(SourcingPermission.AWARD)
def apply(request: PageRequest, plan_id: int) -> HttpResponse:
    """Choose every member of a plan."""
    return act(
        request,
        lambda: commands.apply_plan(request.actor, plan_id=plan_id),
        done=lambda plan: reverse("round", args=[plan.round_id]),
        said=_("The members of the plan are chosen; their capacity is taken."),
    )


def _vary(request: PageRequest, ask: Callable[[], Any]) -> HttpResponse:
    return act(request, ask, done=plan_url, said=_("A new plan is asked for; the one before stays for comparison."))


@page(SourcingPermission.OPEN)
def hold(request: PageRequest, plan_id: int, line_id: int, member_id: int) -> HttpResponse:
    """What if this member had the line?"""
    return _vary(request, lambda: commands.vary_plan(request.actor, plan_id=plan_id, hold=(line_id, member_id)))


@page(SourcingPermission.OPEN)
def release(request: PageRequest, plan_id: int, line_id: int) -> HttpResponse:
    """What if the line were free again?"""
    return _vary(request, lambda: commands.vary_plan(request.actor, plan_id=plan_id, free_line=line_id))


@page(SourcingPermission.OPEN)
def without(request: PageRequest, plan_id: int, member_id: int) -> HttpResponse:
    """What if this member were not there?"""
    return _vary(request, lambda: commands.vary_plan(request.actor, plan_id=plan_id, without=member_id))


@page(SourcingPermission.OPEN)
def readmit(request: PageRequest, plan_id: int, member_id: int) -> HttpResponse:
    """What if this member were back?"""
    return _vary(request, lambda: commands.vary_plan(request.actor, plan_id=plan_id, readmit=member_id))


@page(SourcingPermission.OPEN)
def reweigh(request: PageRequest, plan_id: int, penalty: int) -> HttpResponse:
    """What if fewer, or more, lines changed hands?"""
    return _vary(request, lambda: commands.vary_plan(request.actor, plan_id=plan_id, penalty=penalty))


routes = [
    path("rounds/<int:round_id>/plans/find/", find, name="round_plan_find"),
    path("rounds/<int:round_id>/plans/new/", new, name="round_plan_new"),
    path("rounds/<int:round_id>/plans/replace/", replace, name="round_plan_replace"),
    path("rounds/plans/<int:plan_id>/", show, name="round_plan"),
    path("rounds/plans/<int:plan_id>/apply/", apply, name="round_plan_apply"),
    path("rounds/plans/<int:plan_id>/lines/<int:line_id>/", line, name="round_plan_line"),
    path("rounds/plans/<int:plan_id>/lines/<int:line_id>/hold/<int:member_id>/", hold, name="round_plan_hold"),
    path("rounds/plans/<int:plan_id>/lines/<int:line_id>/release/", release, name="round_plan_release"),
    path("rounds/plans/<int:plan_id>/without/<int:member_id>/", without, name="round_plan_without"),
    path("rounds/plans/<int:plan_id>/readmit/<int:member_id>/", readmit, name="round_plan_readmit"),
    path("rounds/plans/<int:plan_id>/reweigh/<int:penalty>/", reweigh, name="round_plan_reweigh"),
]
