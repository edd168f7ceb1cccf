"""What the member owes, where, until when and for how much; and what keeps it from work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements.permissions import AgreementPermission
from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.web import Group, Item, PageRequest, Tile, TileValue, Waiting, formats, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.network import reads as network
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("My services"),
    url="backings",
    order=10,
    permission=BackingPermission.SEE_OWN,
    icon="briefcase",
)
TONES = {"planned": "warn", "in_force": "ok", "ended": "none"}


def _total(rows: Sequence[reads.BackingRow]) -> int:
    return sum(
        row.monthly.minor
        for row in rows
        if row.monthly is not None and row.status == "in_force" and row.role == "primary"
    )


@page(BackingPermission.SEE_OWN)
def index(request: PageRequest) -> HttpResponse:
    """Every line the member owes or is asked to sign for, with its own price."""
    rows = reads.own_backings(request.actor)
    monthly = formats.money(_total(rows), "TRY", request.actor.language)
    context = {
        "record": {"title": _("My services"), "subtitle": _("%(amount)s a month in force") % {"amount": monthly}},
        "rows": [(row, TONES[row.status]) for row in rows],
        "spine": steps(6),
    }
    return render(request, "member/backings/index.html", context)


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _words(one: network.Blocker) -> tuple[str, str, str]:
    """What blocks, where to act, and what the button says."""
    match one.kind:
        case "suspended":
            return _("You are suspended: %(what)s") % {"what": one.what}, _address("agreements"), _("Open it")
        case "agreement":
            return (
                _("We prepare your membership agreement; you will sign it here."),
                _address("agreements"),
                _("Open it"),
            )
        case "sign":
            said = _("Sign the membership agreement %(what)s") % {"what": one.what}
            return said, _address("agreement", one.key), _("Sign")
        case "condition":
            return one.what, reverse("documents"), _("Open it")
        case "coverage":
            return _("State where you deliver"), reverse("coverage_new"), _("Add coverage")
        case "rates":
            return _("State your prices"), reverse("rate_new"), _("State a price")
        case "account":
            said = _("We have no bank account to pay you to: upload the bank's confirmation of your IBAN.")
            return said, reverse("document_new") + "?type=bank_account_letter", _("Upload")
        case "qualification":
            said = _("Answer our questionnaire again: it takes about five minutes.")
            return said, _address("qualification_answer"), _("Answer it")
    return _document_words(one)


def _document_words(one: network.Blocker) -> tuple[str, str, str]:
    """How a required document stands, and where to hand it in."""
    words = {
        "document_waiting": _("We are checking: %(what)s"),
        "document_rejected": _("Rejected: %(what)s"),
        "document_expired": _("Run out: %(what)s"),
        "document_future": _("Counts only later: %(what)s"),
        "document_expiring": _("Runs out soon: %(what)s"),
    }
    said = words.get(one.kind, _("Missing: %(what)s")) % {"what": one.what}
    if one.kind == "document_waiting":
        return said, reverse("documents"), _("Open it")
    return said, reverse("document_new") + f"?type={one.key}", _("Upload")


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """What blocks me: agreement, documents, conditions, coverage, prices, account."""
    if not actor.may(NetworkPermission.SEE) or actor.party_id is None:
        return []
    found = []
    for one in network.blockers(actor, member_id=actor.party_id):
        if one.kind == "sign" and actor.may(AgreementPermission.SIGN):
            continue  # it stands among the signatures that wait for the actor
        said, url, button = _words(one)
        soft = not one.hard
        due = formats.day(one.due_on, actor.language) if one.due_on else ""
        found.append(
            Waiting(
                "warn" if soft else "bad",
                _("soon") if soft else _("blocks me"),
                said,
                "",
                due,
                url,
                button,
                50 if soft else 80,
            )
        )
    return found


def _blocked(actor: Actor) -> TileValue | None:
    if actor.party_id is None:
        return None
    count = sum(one.hard for one in network.blockers(actor, member_id=actor.party_id))
    return TileValue(str(count), tone="bad" if count else "ok")


def _owed(actor: Actor) -> TileValue:
    rows = reads.own_backings(actor)
    monthly = formats.money(_total(rows), "TRY", actor.language)
    count = sum(row.status == "in_force" for row in rows)
    return TileValue(str(count), detail=_("%(amount)s a month") % {"amount": monthly}, tone="ok" if count else "none")


HOME: list[Any] = [
    Tile(gettext_lazy("things block me"), _blocked, "documents", permission=NetworkPermission.SEE, order=10),
    Tile(gettext_lazy("services in force"), _owed, "backings", permission=BackingPermission.SEE_OWN, order=20),
]
routes = [path("backings/", index, name="backings")]
