"""What a member does to several of its jobs at once."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Bulk, formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.batches import Chosen
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission


def _jobs(actor: Actor, keys: list[int]) -> list[Chosen]:
    found = []
    for key in keys:
        try:
            row = reads.job(actor, job_id=key).row
        except ObjectDoesNotExist:
            continue
        why_not = (
            "" if row.status == "planned" else _("It was answered already: %(state)s.") % {"state": row.status_label}
        )
        sub = f"{formats.day(row.day, actor.language)} · {row.number}"
        found.append(Chosen(row.id, f"{row.location} · {row.service}", sub, reverse("job", args=[row.id]), why_not))
    return found


BULK = [
    Bulk(
        "jobs-accept",
        "jobs",
        gettext_lazy("We come"),
        gettext_lazy("You say that your crews come to these jobs."),
        OperationsPermission.DELIVER,
        _jobs,
        lambda actor, key, values: commands.accept_job(actor, job_id=key),
    )
]
