"""Lines of a project agreement that is still a draft: added, changed, taken out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing import commands, reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.periods import Period

KURUS = 100


def _limit_field() -> forms.DecimalField:
    return number_field(
        gettext_lazy("Not to exceed"),
        unit=gettext_lazy("₺ a month"),
        decimals=2,
        required=False,
        help_text=gettext_lazy("Blank: whatever is delivered and accepted."),
    )


def _kurus(limit: Decimal | None) -> int | None:
    return None if limit is None else int(limit * KURUS)


class BackingForm(forms.Form):
    """Another line of a draft: a share of a promise for some days, or standby for it."""

    promise_id = choice_field(gettext_lazy("Promise"), whole_number=True)
    role = choice_field(gettext_lazy("Role"))
    quantity = number_field(gettext_lazy("Quantity"))
    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    since = day_field(
        gettext_lazy("First day"),
        required=False,
        help_text=gettext_lazy("Blank: as long as promise and agreement last."),
    )
    last_day = day_field(gettext_lazy("Last day"), required=False)
    monthly_limit = _limit_field()

    def __init__(self, actor: Any, agreement_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = reads.promise_choices(actor, agreement_id=agreement_id)
        self.fields["promise_id"].choices = choices  # type: ignore[attr-defined]
        roles = [(role.value, role.label) for role in reads.BackingRole]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days are named both or not at all, in their order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, last = data.get("since"), data.get("last_day")
        if (since is None) != (last is None):
            self.add_error("last_day", _("Write the first and the last day, or leave both blank."))
        elif since is not None and last is not None and last < since:
            self.add_error("last_day", _("The last day lies before the first one."))
        return data


@page(BackingPermission.WRITE)
def new(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Put another line into a draft."""
    it = reads.project_agreement(request.actor, agreement_id=agreement_id)
    url = reverse("project_agreement", args=[agreement_id])

    def add(data: dict[str, Any]) -> Any:
        days = Period.inclusive(data["since"], data["last_day"]) if data["since"] else None
        return commands.add_backing(
            request.actor,
            agreement_id=agreement_id,
            promise_id=data["promise_id"],
            role=data["role"],
            quantity=data["quantity"],
            unit_price=data["unit_price"],
            period=days,
            monthly_limit=_kurus(data["monthly_limit"]),
        )

    return submit(
        request,
        BackingForm(request.actor, agreement_id, request.POST or None),
        add,
        done=url,
        said=_("The line is in the draft."),
        context={
            "page_title": _("Add a line"),
            "page_sub": f"{it.number} · {it.member}",
            "submit_label": _("Add"),
            "cancel_url": url,
            "back": {"label": it.number, "url": url},
            "spine": steps(6),
        },
    )


class LineForm(forms.Form):
    """A line of a draft: its share, price, limit and clocks."""

    quantity = number_field(gettext_lazy("Quantity"))
    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    monthly_limit = _limit_field()
    response_minutes = number_field(
        gettext_lazy("First answer within"), unit=gettext_lazy("minutes"), decimals=0, required=False
    )
    attend_minutes = number_field(
        gettext_lazy("On site within"), unit=gettext_lazy("minutes"), decimals=0, required=False
    )
    fix_minutes = number_field(
        gettext_lazy("Repaired within"), unit=gettext_lazy("minutes"), decimals=0, required=False
    )


CLOCKS = ("response_minutes", "attend_minutes", "fix_minutes")


@page(BackingPermission.WRITE)
def change(request: PageRequest, backing_id: int) -> HttpResponse:
    """Change a line of a draft."""
    line = reads.backing(request.actor, backing_id=backing_id)
    url = reverse("project_agreement", args=[line.agreement_id])
    limit = None if line.monthly_limit is None else Decimal(line.monthly_limit.minor) / KURUS
    start = {
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "monthly_limit": limit,
        **{name: getattr(line, name) for name in CLOCKS},
    }
    return submit(
        request,
        LineForm(request.POST or None, initial=start),
        lambda data: commands.adjust_backing(
            request.actor,
            backing_id=backing_id,
            quantity=data["quantity"],
            unit_price=data["unit_price"],
            monthly_limit=_kurus(data["monthly_limit"]),
            clocks={name: None if data[name] is None else int(data[name]) for name in CLOCKS},
        ),
        done=url,
        said=_("The line is changed."),
        context={
            "page_title": _("Change the line"),
            "page_sub": f"{line.location} · {line.service} · {line.agreement_number}",
            "submit_label": _("Change"),
            "cancel_url": url,
            "back": {"label": line.agreement_number, "url": url},
            "spine": steps(6),
        },
    )


@page(BackingPermission.WRITE)
def drop(request: PageRequest, backing_id: int) -> HttpResponse:
    """Take a line out of a draft."""
    return act(
        request,
        lambda: commands.drop_backing(request.actor, backing_id=backing_id),
        said=_("The line is out; the capacity is free again."),
    )


class EndForm(forms.Form):
    """When a line ends, and why."""

    on = day_field(gettext_lazy("First day without it"))
    reason = text_field(gettext_lazy("Why"), most=300, lines=3)


@page(BackingPermission.WRITE)
def end(request: PageRequest, backing_id: int) -> HttpResponse:
    """End a line of an agreement in force."""
    line = reads.backing(request.actor, backing_id=backing_id)
    url = reverse("project_agreement", args=[line.agreement_id])
    return submit(
        request,
        EndForm(request.POST or None, initial={"on": request.actor.today}),
        lambda data: commands.end_backing(request.actor, backing_id=backing_id, **data),
        done=reverse("promise_backing", args=[line.promise_id]),
        said=_("The line ends; what it leaves open stands on the gap board."),
        context={
            "page_title": _("End the line"),
            "page_sub": f"{line.location} · {line.service} · {line.agreement_number}",
            "submit_label": _("End the line"),
            "cancel_url": url,
            "back": {"label": line.agreement_number, "url": url},
            "spine": steps(6),
        },
    )


routes = [
    path("project-agreements/<int:agreement_id>/lines/new/", new, name="backing_new"),
    path("backings/<int:backing_id>/change/", change, name="backing_change"),
    path("backings/<int:backing_id>/end/", end, name="backing_end"),
    path("backings/<int:backing_id>/drop/", drop, name="backing_drop"),
]
