"""Conditions of a plan that cannot hold together, in a sentence that says which and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from muhatap.kernel.errors import InvalidInput
from muhatap.parties.models import Party
from muhatap.sourcing.models import RoundLine
from muhatap.sourcing.rules.planning.checking import Contradiction, Wrong

FIELDS = {
    Wrong.MONTHS: "months",
    Wrong.SHARE: "share",
    Wrong.LOCKED_SHARE: "share",
    Wrong.LOCKED_AND_EXCLUDED: "excluded",
    Wrong.LOCKED_STANDING: "least_score",
    Wrong.TOO_FEW_LINES: "least_members",
    Wrong.TOO_FEW_MEMBERS: "least_members",
}


def refusal_of(found: Contradiction) -> InvalidInput:
    """The refusal that names what contradicts what."""
    sentences = {
        Wrong.MONTHS: _("Plan for one month at least."),
        Wrong.SHARE: _(
            "This share is less than one line, so nobody could take any. Allow at least %(least)d per cent."
        ),
        Wrong.LOCKED_AND_EXCLUDED: _(
            "%(member)s is left out and yet held in %(lines)s. Let the line go, or take the member back."
        ),
        Wrong.LOCKED_UNFIT: _("%(member)s does not fit %(lines)s, so it cannot be held there. Let the line go."),
        Wrong.LOCKED_STANDING: _(
            "%(member)s is held in %(lines)s, but its score is below the least one asked for. Lower it, or let the line go."
        ),
        Wrong.LOCKED_SHARE: _(
            "%(member)s is held in more lines than its share allows (%(least)d): %(lines)s. Let one go, or raise the share."
        ),
        Wrong.LOCKED_ROOM: _(
            "%(member)s has not enough capacity for all the lines it is held in: %(lines)s. Let one of them go."
        ),
        Wrong.TOO_FEW_LINES: _("More members are asked for than there are lines. Ask for %(least)d at most."),
        Wrong.TOO_FEW_MEMBERS: _(
            "So many members cannot be had at once: those that fit allow %(least)d. Ask for fewer, or invite companies."
        ),
    }
    values = {"member": _member(found.member_id), "lines": _lines(found.lines), "least": found.least}
    return InvalidInput(sentences[found.wrong] % values, field=FIELDS.get(found.wrong))


def _member(member_id: int | None) -> str:
    return str(Party.objects.get(pk=member_id).short_name) if member_id is not None else ""


def _lines(line_ids: tuple[int, ...]) -> str:
    rows = RoundLine.objects.filter(pk__in=line_ids).select_related("promise__location", "promise__service")
    return ", ".join(f"“{row.promise.location.name} · {row.promise.service.name}”" for row in rows.order_by("position"))
