"""What the desk does to several rows of a list at once; every row is done, or refused in words, by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing import commands as backing_commands
from muhatap.backing import reads as backing
from muhatap.backing.permissions import BackingPermission
from muhatap.demand import commands as demand_commands
from muhatap.demand import reads as demand
from muhatap.demand.permissions import DemandPermission
from muhatap.faces.desk.documents import RejectForm, until_of
from muhatap.faces.desk.reasons import ReasonForm
from muhatap.faces.desk.triage import AssignForm
from muhatap.faces.web import Bulk, formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.batches import Chosen
from muhatap.network import commands as network_commands
from muhatap.network import reads as network
from muhatap.network.permissions import NetworkPermission
from muhatap.operations import commands as operations_commands
from muhatap.operations import reads as operations
from muhatap.operations.permissions import OperationsPermission


def _each(keys: list[int], read: Callable[[int], Any]) -> Iterator[Any]:
    """The rows of these keys; one that is gone is left out."""
    for key in keys:
        try:
            yield read(key)
        except ObjectDoesNotExist:
            continue


def _reason(help_text: Any) -> Callable[[Actor, Any], forms.Form]:
    def form(actor: Actor, data: Any) -> forms.Form:
        del actor
        made = ReasonForm(data)
        made.fields["reason"].help_text = help_text
        return made

    return form


def _documents(actor: Actor, keys: list[int]) -> list[Chosen]:
    return [
        Chosen(
            row.document_id,
            f"{row.type_name} · {row.member}",
            sub=" · ".join(part for part in (until_of(row, actor.language), row.number, row.issuer) if part),
            url=reverse("document", args=[row.document_id]),
            why_not=""
            if row.status == "uploaded"
            else _("It does not wait for a check: %(state)s.") % {"state": row.status_name},
        )
        for row in _each(keys, lambda key: network.document(actor, document_id=key))
    ]


def _coverage(actor: Actor, keys: list[int]) -> list[Chosen]:
    return [
        Chosen(
            row.coverage_id,
            f"{row.member} · {row.service}",
            sub=f"{row.place} · {formats.qty(row.capacity, actor.language)} {row.unit}",
            url=reverse("member", args=[row.member_id]) + "?tab=coverage",
            why_not=""
            if row.status == "proposed"
            else _("It is decided already: %(state)s.") % {"state": row.status_name},
        )
        for row in _each(keys, lambda key: network.coverage(actor, coverage_id=key))
    ]


def _requests(actor: Actor, keys: list[int]) -> list[Chosen]:
    return [
        Chosen(
            one.row.id,
            f"{one.row.number} · {one.row.company_name}",
            sub=" · ".join([one.row.subject, one.row.owner or _("nobody yet")]),
            url=reverse("request", args=[one.row.id]),
            why_not="" if one.open else _("It is closed: %(state)s.") % {"state": one.row.status_name},
        )
        for one in _each(keys, lambda key: demand.request(actor, request_id=key))
    ]


def _gaps(actor: Actor, keys: list[int]) -> list[Chosen]:
    return [
        Chosen(
            row.gap_id,
            row.what,
            sub=f"{row.customer} · {row.kind_name} · {row.owner or _('nobody yet')}",
            url=reverse("gap", args=[row.gap_id]),
            why_not=""
            if row.status == "open"
            else _("It does not stand open: %(state)s.") % {"state": row.status_name},
        )
        for row in _each(keys, lambda key: backing.gap(actor, gap_id=key))
    ]


def _jobs(actor: Actor, keys: list[int]) -> list[Chosen]:
    waiting = ("planned", "accepted", "declined")
    return [
        Chosen(
            row.id,
            f"{row.location} · {row.service}",
            sub=f"{formats.day(row.day, actor.language)} · {row.member} · {row.number}",
            url=reverse("job", args=[row.id]),
            why_not=""
            if row.status in waiting
            else _("It cannot be cancelled any more: %(state)s.") % {"state": row.status_label},
        )
        for row in (view.row for view in _each(keys, lambda key: operations.job(actor, job_id=key)))
    ]


BULK = [
    Bulk(
        "documents-verify",
        "documents",
        gettext_lazy("Verify"),
        gettext_lazy("These documents count from now on. Open each file before and compare company, number and dates."),
        NetworkPermission.VERIFY,
        _documents,
        lambda actor, key, values: network_commands.verify_document(actor, document_id=key),
    ),
    Bulk(
        "documents-reject",
        "documents",
        gettext_lazy("Reject"),
        gettext_lazy("The members are asked for new documents; each reads your reason."),
        NetworkPermission.VERIFY,
        _documents,
        lambda actor, key, values: network_commands.reject_document(actor, document_id=key, **values),
        lambda actor, data: RejectForm(data),
    ),
    Bulk(
        "coverage-approve",
        "coverage",
        gettext_lazy("Approve"),
        gettext_lazy("From now on these members are candidates for these services in these districts."),
        NetworkPermission.VERIFY,
        _coverage,
        lambda actor, key, values: network_commands.approve_coverage(actor, coverage_id=key),
    ),
    Bulk(
        "coverage-refuse",
        "coverage",
        gettext_lazy("Refuse"),
        gettext_lazy("These proposals will not count; each member reads your reason."),
        NetworkPermission.VERIFY,
        _coverage,
        lambda actor, key, values: network_commands.refuse_coverage(actor, coverage_id=key, **values),
        _reason(gettext_lazy("The member reads it.")),
    ),
    Bulk(
        "requests-assign",
        "requests",
        gettext_lazy("Give to a colleague"),
        gettext_lazy("One person takes care of these requests from now on."),
        DemandPermission.TRIAGE,
        _requests,
        lambda actor, key, values: demand_commands.assign_request(actor, request_id=key, **values),
        AssignForm,
    ),
    Bulk(
        "gaps-take",
        "gaps",
        gettext_lazy("Take on"),
        gettext_lazy("These gaps are yours to close from now on."),
        BackingPermission.OWN_GAP,
        _gaps,
        lambda actor, key, values: backing_commands.take_gap(actor, gap_id=key),
    ),
    Bulk(
        "jobs-cancel",
        "jobs",
        gettext_lazy("Cancel"),
        gettext_lazy("Nobody comes on these days; member and customer see the reason."),
        OperationsPermission.PLAN,
        _jobs,
        lambda actor, key, values: operations_commands.cancel_job(actor, job_id=key, **values),
        _reason(gettext_lazy("Member and customer read it.")),
    ),
]
