"""The drill: what the loss of one member tonight would break, for every member and for one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.desk.backing import day_asked
from muhatap.faces.web import Cell, Group, Item, PageRequest, formats, page, render
from muhatap.faces.web.spine import steps

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Loss of a member"),
    url="drills",
    order=40,
    permission=BackingPermission.SEE,
    icon="shield-check",
)
HORIZONS = (30, 90, 180, 365)
HOURS_A_DAY = 24
SOLID, THIN = 75, 25


def _asked(request: PageRequest) -> tuple[date, int]:
    """From which day and over how many days the drill looks; today and a quarter unless the address says otherwise."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked) in HORIZONS else reads.DRILL_DAYS
    return day_asked(request, "day") or request.actor.today, days


def _bar(day: date, days: int) -> dict[str, Any]:
    return {
        "day": day,
        "horizons": [
            (one, ngettext("%(count)d day", "%(count)d days", one) % {"count": one}, one == days) for one in HORIZONS
        ],
    }


def _days(count: int) -> Cell:
    return Cell(count) if count else Cell("—")


@page(BackingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Every member by what its loss would break, and how much no single loss can break."""
    day, days = _asked(request)
    it = reads.drills(request.actor, day=day, days=days)
    query = f"?day={day.isoformat()}&days={days}"
    whole = [_("What breaks"), _("Member"), _("Promises"), _("Days lost"), _("Days on standby"), _("At risk")]
    rows = [
        {
            "url": reverse("drill", args=[row.member_id]) + query,
            "cells": [
                Cell(row.member),
                _state(row),
                Cell(row.promises),
                _days(row.lost_days),
                _days(row.standby_days),
                Cell(row.amount),
            ],
        }
        for row in it.members
    ]
    context = {
        "page_title": _("Loss of a member"),
        "page_sub": _("What would break if a member stopped delivering on this day, and could not come back."),
        "spine": steps(6),
        "bar": _bar(day, days),
        "tiles": _tiles(it, request.actor.language),
        "columns": [
            whole[1],
            whole[0],
            *({"label": label, "numeric": True} for label in whole[2:]),
        ],
        "rows": rows,
    }
    return render(request, "desk/drill/index.html", context)


def _state(row: reads.MemberLoss) -> Cell:
    if not row.lost_days:
        return Cell(_("standby steps in"), tone="ok")
    return Cell(_("partly saved"), tone="warn") if row.standby_days else Cell(_("breaks"), tone="bad")


def _tiles(it: reads.Drills, language: str) -> list[tuple[str, str, str, str]]:
    """Number, label, detail and tone of what stands on top."""
    share = it.resilience
    if share is None:
        return []
    tone = "ok" if share >= SOLID else "warn" if share >= THIN else "bad"
    detail = _("%(surviving)s of %(all)s promise-days") % {
        "surviving": formats.qty(it.surviving, language),
        "all": formats.qty(it.promise_days, language),
    }
    found = [(formats.percent(share, language), _("of the network survive the loss of any one member"), detail, tone)]
    if it.members:
        worst = it.members[0]
        amount = formats.money(worst.amount.minor, worst.amount.currency, language)
        found.append((amount, _("the costliest loss"), worst.member, "bad" if worst.lost_days else "ok"))
    return found


@page(BackingPermission.SEE)
def show(request: PageRequest, member_id: int) -> HttpResponse:
    """The loss of one member: promise by promise what is lost and who takes over."""
    day, days = _asked(request)
    language = request.actor.language
    it = reads.drill(request.actor, member_id=member_id, day=day, days=days)
    columns: list[Any] = [_("Promise"), _("What happens"), {"label": _("Days lost"), "numeric": True},
                          {"label": _("At risk"), "numeric": True}, _("Standby")]  # fmt: skip
    if it.sees_others:
        columns += [_("Could take over"), _("Delivers again")]
    if it.sees_cost:
        columns.append({"label": _("More a month"), "numeric": True})
    context = {
        "record": {
            "title": _("Without %(member)s") % {"member": it.member},
            "number": formats.day(day, language),
            "subtitle": ngettext("%(count)d promise touched", "%(count)d promises touched", len(it.lines))
            % {"count": len(it.lines)},
            "facts": _facts(it, language),
        },
        "spine": steps(6),
        "bar": _bar(day, days),
        "columns": columns,
        "rows": [_row(line, it, language) for line in it.lines],
        "actions": [
            {"label": _("Open the member"), "url": reverse("member", args=[member_id])},
            {"label": _("Exit plan"), "url": reverse("member_exit", args=[member_id])},
        ],
        "back": {"label": _("Loss of a member"), "url": reverse("drills") + f"?day={day.isoformat()}&days={days}"},
    }
    return render(request, "desk/drill/show.html", context)


def _facts(it: reads.Drill, language: str) -> list[tuple[str, str]]:
    facts = [
        (_("Days lost"), formats.qty(it.lost_days, language)),
        (_("Days on standby"), formats.qty(it.standby_days, language)),
        (_("At risk"), formats.money(it.amount.minor, it.amount.currency, language)),
    ]
    if it.sees_others:
        facts.append((_("Promises nobody could take over"), str(it.nobody)))
    if it.sees_cost:
        facts.append((_("More a month"), formats.money(it.difference.minor, it.difference.currency, language)))
    return facts


def _row(line: reads.DrillLine, it: reads.Drill, language: str) -> dict[str, Any]:
    quantity = f"{formats.qty(line.quantity, language)} {line.unit}"
    cells = [
        Cell(f"{line.location} · {line.service}", sub=f"{line.customer} · {quantity}"),
        Cell(_("breaks"), tone="bad") if line.lost_days else Cell(_("standby steps in"), tone="ok"),
        _days(line.lost_days),
        Cell(line.amount),
        Cell(", ".join(one.member for one in line.standbys) or _("nobody")),
    ]
    if it.sees_others:
        other = line.other or (_("not needed") if not line.lost_days else _("nobody fits"))
        cells += [Cell(other), _again(line)]
    if it.sees_cost:
        cells.append(Cell(line.difference) if line.difference is not None else Cell("—"))
    return {"url": reverse("promise_backing", args=[line.promise_id]), "cells": cells}


def _again(line: reads.DrillLine) -> Cell:
    """How long until somebody delivers again."""
    if line.hours is None:
        return Cell(_("open end"), tone="bad")
    if line.hours <= HOURS_A_DAY:
        said = ngettext("after %(count)d hour", "after %(count)d hours", line.hours) % {"count": line.hours}
        return Cell(said, tone="ok")
    days = line.hours // HOURS_A_DAY
    return Cell(ngettext("after %(count)d day", "after %(count)d days", days) % {"count": days}, tone="warn")


routes = [
    path("drill/", index, name="drills"),
    path("members/<int:member_id>/drill/", show, name="drill"),
]
