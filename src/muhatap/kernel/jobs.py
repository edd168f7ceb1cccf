"""The outbox: work for outside the transaction, deferred in it, handed on by the worker."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from muhatap.kernel.models import OutboxMessage

Handler = Callable[[dict[str, Any]], None]
_HANDLERS: dict[str, Handler] = {}


def put(kind: str, payload: dict[str, Any], *, dedupe: str | None = None) -> None:
    """Leave work in the outbox; it exists if and only if the transaction does. Payloads carry ids, never prices."""
    # Plain SQL: Django's insert returns columns, which a portal may not read.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_outboxmessage (id, kind, payload, dedupe) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [uuid.uuid4(), kind, json.dumps(payload, cls=DjangoJSONEncoder), dedupe],
        )


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does work of one kind; it must bear being run twice."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def handler(kind: str) -> Handler:
    """Who does work of this kind. Raises: KeyError when nobody does."""
    return _HANDLERS[kind]


def relay(hand_on: Callable[[str, dict[str, Any]], None], *, most: int = 100) -> int:
    """Hand up to `most` messages on, oldest first, and take them out of the outbox in the same transaction."""
    with transaction.atomic():
        messages = list(OutboxMessage.objects.select_for_update(skip_locked=True).order_by("created_at", "id")[:most])
        for message in messages:
            hand_on(message.kind, message.payload)
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).delete()
        return len(messages)


def run_all() -> int:
    """Do everything in the outbox here and now, until it is empty; returns how many (stories, demo, tests)."""
    done = 0
    while handed := relay(lambda kind, payload: handler(kind)(payload)):
        done += handed
    return done


def drop(kind: str) -> int:
    """Take all work of a kind out of the outbox undone; returns how much (a simulated past sends no mail today)."""
    return OutboxMessage.objects.filter(kind=kind).delete()[0]
