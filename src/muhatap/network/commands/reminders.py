"""Reminders of documents that run out: by mail, once per document and distance, together per member and night."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from muhatap.accounts.letters import write_to_company
from muhatap.accounts.models import Role
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.events import announce_all
from muhatap.kernel.periods import DAY
from muhatap.network.events import DocumentsReminded
from muhatap.network.models import Document, DocumentReminder, DocumentStatus, Member, MemberStatus
from muhatap.network.permissions import NetworkPermission

# Days before a document runs out.
DISTANCES = (90, 60, 30, 7)
AT_WORK = (MemberStatus.APPROVED, MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
READERS = (Role.MEMBER_OWNER, Role.MEMBER_OPERATIONS)


@command(NetworkPermission.VERIFY)
def remind_of_documents(actor: Actor) -> int:
    """Write to members about documents that run out in 90, 60, 30 or 7 days and have no successor; how many letters."""
    due: dict[int, list[tuple[Document, int]]] = defaultdict(list)
    reminders: list[DocumentReminder] = []
    for document, known in _running_out(actor):
        left = (document.period.upper - actor.today).days
        reached = [days for days in DISTANCES if left <= days]
        if min(reached) in known:
            continue
        due[document.member_id].append((document, left))
        reminders += [
            DocumentReminder(document=document, days=days, sent_on=actor.today) for days in reached if days not in known
        ]
    DocumentReminder.objects.bulk_create(reminders, ignore_conflicts=True)
    for member_id, rows in due.items():
        _write(actor, member_id, rows)
    announce_all([DocumentsReminded(member_id=member, count=len(rows)) for member, rows in due.items()], by=actor)
    return len(due)


def _running_out(actor: Actor) -> list[tuple[Document, set[int]]]:
    """Verified documents near their end that nothing follows, with the distances already reminded of."""
    members = Member.objects.filter(status__in=AT_WORK).values("pk")
    soon = list(
        Document.objects.filter(
            member_id__in=members,
            status=DocumentStatus.VERIFIED,
            period__endswith__gt=actor.today,
            period__endswith__lte=actor.today + timedelta(days=DISTANCES[0]),
        )
        .select_related("type")
        .prefetch_related("reminders")
        .order_by("period__endswith", "pk")
    )
    later: dict[tuple[int, str], list[Document]] = defaultdict(list)
    followers = Document.objects.filter(
        member_id__in={row.member_id for row in soon},
        type_id__in={row.type_id for row in soon},
        status__in=[DocumentStatus.VERIFIED, DocumentStatus.UPLOADED],
    )
    for row in followers:
        later[row.member_id, row.type_id].append(row)
    return [
        (row, {one.days for one in row.reminders.all()})
        for row in soon
        if not any(_follows(other, row) for other in later[row.member_id, row.type_id])
    ]


def _follows(other: Document, row: Document) -> bool:
    return other.period.upper is None or bool(other.period.upper > row.period.upper)


def _write(actor: Actor, member_id: int, rows: list[tuple[Document, int]]) -> None:
    """One letter about all documents of a member that came nearer tonight."""
    days = [(document, (document.period.upper - DAY).strftime("%d.%m.%Y"), left) for document, left in rows]
    write_to_company(
        "documents_expiring",
        party_id=member_id,
        roles=READERS,
        path="documents/",
        facts={
            "count": len(rows),
            "lines_tr": "\n".join(f"- {one.type.name_tr}: son gün {day} ({left} gün kaldı)" for one, day, left in days),
            "lines_en": "\n".join(
                f"- {one.type.name_en}: last day {day} ({left} days left)" for one, day, left in days
            ),
        },
        dedupe=f"{member_id}:{actor.today.isoformat()}",
    )
