"""Tables of the kernel: journal, outbox, series, parameters, files, and the base of every row behind the wall."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from muhatap.kernel import wall as walls
from muhatap.kernel.actors import Actor
from muhatap.kernel.wall import INSERT_ONLY, PORTALS, REFERENCE, STAFF_ONLY, Class, Wall, WalledQuerySet


class CurrentTransaction(models.Func):
    """The database's id of the running transaction."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class Row(models.Model):
    """A row behind the wall: its class declares who may meet it."""

    wall: ClassVar[Wall]
    objects = WalledQuerySet.as_manager()

    class Meta:
        abstract = True


_TO_PORTALS = dict.fromkeys(PORTALS, INSERT_ONLY)


class JournalEntry(Row):
    """One fact that was announced: what, who, when; never changed (INV-45)."""

    wall = Wall(Class.TRAIL, _TO_PORTALS, append_only=True)

    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=100)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    happened_at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())
    user_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    audience = models.CharField(max_length=20)
    party_id = models.BigIntegerField(null=True)
    # Joins a row of the history tables (their xmin) to who made it and why.
    transaction_id = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        indexes = [GinIndex(fields=["facts"], opclasses=["jsonb_path_ops"], name="journal_facts")]


class ReactionDone(Row):
    """A portal's fact whose consequences have been drawn at the desk: exactly once per fact."""

    wall = STAFF_ONLY

    journal_uid = models.UUIDField(primary_key=True)
    done_at = models.DateTimeField()


class OutboxMessage(Row):
    """Work for outside the transaction, written inside it: it exists if and only if the change does."""

    wall = Wall(Class.TRAIL, _TO_PORTALS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    dedupe = models.CharField(max_length=200, unique=True, null=True)
    created_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="outbox_order")]


class Series(Row):
    """The last number taken of a gapless series in a year."""

    wall = STAFF_ONLY

    pk = models.CompositePrimaryKey("key", "year")
    key = models.CharField(max_length=20)
    year = models.IntegerField()
    last = models.IntegerField()


class Parameter(Row):
    """A dated figure of law or policy, with its source: never a constant in code."""

    wall = REFERENCE

    key = models.CharField(max_length=100)
    value = models.CharField(max_length=100)
    unit = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    source = models.TextField(blank=True)
    certainty = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], nulls_distinct=False, name="parameter_once")
        ]


class DataSet(Row):
    """Which version of a reference data set is loaded."""

    wall = REFERENCE

    name = models.CharField(max_length=60, primary_key=True)
    version = models.CharField(max_length=64)
    rows = models.IntegerField()
    loaded_at = models.DateTimeField(db_default=models.functions.Now())


_MY_FILES = (
    "party_id = {party} OR id IN (SELECT file_id FROM kernel_fileaudience WHERE kernel_fileaudience.party_id = {party})"
)
_FILE_DOOR = walls.where(
    _MY_FILES,
    lambda actor: (
        Q(party_id=actor.party_id)
        | Q(pk__in=FileAudience.objects.filter(party_id=actor.party_id or 0).values("file_id"))
    ),
    insert=True,
)


class StoredFile(Row):
    """A file by its content: SHA-256, size and type found by looking inside; the bytes lie in the file store."""

    wall = walls.scoped(
        customer=_FILE_DOOR,
        member=_FILE_DOOR,
        public=walls.where("token <> '' AND token = {token}", lambda actor: Q(pk__isnull=False), insert=True),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    token = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    # What somebody of the party that put it there, or of the desk, must hold to read it; blank: nothing more.
    permission = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["party_id", "stored_at"], name="file_party")]


class FileAudience(Row):
    """A party to whom a file was opened, and what its people must hold to read it (blank: nothing more)."""

    wall = walls.scoped(
        customer=walls.where("party_id = {party}", lambda actor: Q(party_id=actor.party_id)),
        member=walls.where("party_id = {party}", lambda actor: Q(party_id=actor.party_id)),
    )

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="audiences")
    party_id = models.BigIntegerField()
    permission = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party_id", "file"], name="file_audience_once")]


_MY_SUBMISSIONS = walls.where(
    "user_id IS NOT DISTINCT FROM {user}",
    lambda actor: Q(user_id=actor.user_id),
    insert=True,
    update=("answer",),
    # A refused form gives its key back, so that the corrected one can be sent.
    delete=True,
)


class Submission(Row):
    """A form sent once: the same key answers with the same page, however often it arrives (INV-27)."""

    wall = walls.scoped(customer=_MY_SUBMISSIONS, member=_MY_SUBMISSIONS, public=_MY_SUBMISSIONS)

    key = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=models.functions.Now())


_MY_BATCHES = "user_id = {user} AND party_id = {party}"


def _my_batches(actor: Actor) -> Q:
    return Q(user_id=actor.user_id, party_id=actor.party_id)


class Batch(Row):
    """Several things somebody does at once: which act, with which values, from which list."""

    wall = walls.scoped(
        customer=walls.where(_MY_BATCHES, _my_batches, insert=True),
        member=walls.where(_MY_BATCHES, _my_batches, insert=True),
    )

    # The key of the form it came from: the same form opens one batch.
    id = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    back = models.CharField(max_length=1000)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "begun_at"], name="batch_user")]


class BatchLine(Row):
    """One thing of a batch: done together with its change, or refused with a sentence; neither: not tried yet."""

    wall = walls.scoped(
        customer=walls.where(_MY_BATCHES, _my_batches, insert=True, update=("tried_at", "refused")),
        member=walls.where(_MY_BATCHES, _my_batches, insert=True, update=("tried_at", "refused")),
    )

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    user_id = models.BigIntegerField(null=True, db_index=True)
    party_id = models.BigIntegerField(null=True)
    position = models.IntegerField()
    thing = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    sub = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    tried_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="batch_line_once")]
