"""Forms that run once: the key of a form and the page its first run answered with (INV-27)."""

from __future__ import annotations

import uuid

from muhatap.kernel.actors import Actor
from muhatap.kernel.models import Submission


def open_submission(actor: Actor, *, key: uuid.UUID, path: str, fingerprint: str) -> None:
    """Take a form's key; a second taker waits for the first and then fails. Raises: IntegrityError."""
    Submission(key=key, user_id=actor.user_id, path=path, fingerprint=fingerprint).save(force_insert=True)


def answer_of(actor: Actor, *, key: uuid.UUID, fingerprint: str) -> str | None:
    """The page the first run of this very form answered with; None when the content differs."""
    row = Submission.objects.filter(key=key, user_id=actor.user_id, fingerprint=fingerprint).first()
    return row.answer if row is not None and row.answer else None


def answer(actor: Actor, *, key: uuid.UUID, target: str) -> None:
    """Note the page a form's run answers with."""
    Submission.objects.filter(key=key, user_id=actor.user_id).update(answer=target[:500])


def forget(actor: Actor, *, key: uuid.UUID) -> None:
    """Give a form's key back after a refusal, so that the corrected form can be sent."""
    Submission.objects.filter(key=key, user_id=actor.user_id).delete()
