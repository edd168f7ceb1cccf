"""What the pages of rounds and plans share: its lines, the curve of changes, the plans of a round beside each other, the proof."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.faces.web import formats
from muhatap.kernel.money import Money
from muhatap.sourcing import reads

TONES = {"asked": "warn", "computing": "warn", "ready": "ok", "failed": "bad"}


def money(amount: Money | None, language: str) -> str:
    """An amount as people write it; a dash where there is none."""
    return "—" if amount is None else formats.money(amount.minor, amount.currency, language)


def line_rows(it: reads.PlanView) -> dict[str, Any]:
    """Who delivers what in a plan."""
    rows = []
    for line in it.lines:
        note = _("changes hands") if line.changed else ""
        held = _("held") if line.held else note
        after = _("costs the plan %(amount)s more")
        rows.append(
            {
                "url": reverse("round_plan_line", args=[it.plan_id, line.line_id]),
                "cells": [
                    {"text": f"{line.location} · {line.service}", "sub": line.place},
                    {"text": line.member, "sub": held}
                    if line.member
                    else {"kind": "pill", "tone": "bad", "text": _("nobody")},
                    {"text": line.why},
                    {"kind": "money", "text": line.monthly},
                    {
                        "text": line.next_member,
                        "sub": after % {"amount": formats.money(line.next_extra.minor, line.next_extra.currency)}
                        if line.next_extra is not None
                        else "",
                    },
                ],
            }
        )
    columns = [_("Promise"), _("Member"), _("Why"), {"label": _("A month"), "numeric": True}, _("Next best")]
    return {"columns": columns, "rows": rows}


def curve_rows(it: reads.PlanView, language: str) -> list[dict[str, Any]]:
    """Cost against the number of lines that change hands."""
    return [
        {
            "changed": point.changed,
            "cost": money(point.cost, language),
            "open": point.open_lines,
            "current": point.current,
            "penalty": point.penalty.minor,
        }
        for point in it.curve
    ]


def comparison_table(plans: Sequence[reads.PlanRow], language: str) -> dict[str, Any]:
    """The plans of a round beside each other."""
    rows = []
    for plan in plans:
        differs = _("%(count)d lines other than in the newest") % {"count": plan.differs} if plan.differs else ""
        opened = _("%(count)d without a member") % {"count": plan.open_lines} if plan.open_lines else differs
        rows.append(
            {
                "url": reverse("round_plan", args=[plan.plan_id]),
                "cells": [
                    {
                        "text": _("Plan %(number)d") % {"number": plan.number},
                        "sub": formats.moment(plan.asked_at, language),
                    },
                    _state(plan),
                    {"text": ", ".join(plan.conditions)},
                    {"kind": "money", "text": plan.monthly},
                    {"kind": "money", "text": plan.cost, "sub": _off(plan, language)},
                    {"kind": "number", "text": plan.members if plan.cost is not None else None, "sub": opened},
                ],
            }
        )
    columns = [
        _("Number"),
        _("State"),
        _("Conditions"),
        {"label": _("A month"), "numeric": True},
        {"label": _("Over the term"), "numeric": True},
        {"label": _("Members"), "numeric": True},
    ]
    return {"columns": columns, "rows": rows}


def _state(plan: reads.PlanRow) -> dict[str, str]:
    if plan.applied_at is not None:
        return {"kind": "pill", "tone": "ok", "text": _("applied")}
    if plan.stale and plan.status == "ready":
        return {"kind": "pill", "tone": "warn", "text": _("out of date")}
    return {"kind": "pill", "tone": TONES[plan.status], "text": plan.status_name}


def _off(plan: reads.PlanRow, language: str) -> str:
    """How far a plan is from the best possible."""
    if plan.gap is None or plan.gap_percent is None:
        return _("not proven") if plan.cost is not None else ""
    if plan.gap.minor == 0:
        return _("proven best")
    return _("at most %(percent)s off") % {"percent": formats.percent(plan.gap_percent, language, decimals=2)}


def proof(it: reads.PlanView, language: str) -> list[tuple[str, str]]:
    """What is kept so that the plan can be counted again."""
    facts = [(_("Asked by"), f"{it.asked_by or 'Muhatap'} · {formats.moment(it.asked_at, language)}")]
    if it.applied_at is not None:
        facts.append((_("Chosen by"), f"{it.applied_by or 'Muhatap'} · {formats.moment(it.applied_at, language)}"))
    facts.append((_("Conditions"), ", ".join(it.conditions)))
    if it.cost is not None:
        facts += [
            (_("No plan costs less than"), money(it.bound, language)),
            (_("Solver"), it.solver),
            (_("Time"), _("%(seconds)s seconds") % {"seconds": formats.qty(it.seconds or Decimal(0), language)}),
            (_("Seed"), str(it.seed)),
        ]
    if it.faults:
        facts.append((_("What went wrong on the way"), "; ".join(it.faults)))
    facts.append((_("Inputs (SHA-256)"), it.inputs_sha256))
    return facts


def plan_step(round_id: int, open_lines: int, plans: Sequence[reads.PlanRow]) -> dict[str, Any]:
    """From open lines to a plan, or to the newest one where it still holds."""
    newest = plans[0] if plans else None
    if newest is not None and newest.status in {"asked", "computing"}:
        sentence = _("Plan %(number)d is being computed.") % {"number": newest.number}
    elif newest is not None and newest.status == "ready" and not newest.stale and newest.applied_at is None:
        sentence = _("Plan %(number)d is ready: look at it and choose its members.") % {"number": newest.number}
    else:
        sentence = _("%(count)d promises wait for a choice. Let the best plan for all of them be found.") % {
            "count": open_lines
        }
        url = reverse("round_plan_find", args=[round_id])
        return {"sentence": sentence, "label": _("Find the best plan"), "url": url, "method": "post"}
    url = reverse("round_plan", args=[newest.plan_id])
    return {"sentence": sentence, "label": _("Open plan %(number)d") % {"number": newest.number}, "url": url}
