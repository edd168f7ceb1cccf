"""Which stored files an actor may open."""

from __future__ import annotations

import uuid

from muhatap.kernel.actors import Actor
from muhatap.kernel.models import StoredFile


def visible_file(actor: Actor, *, file_id: uuid.UUID | str) -> StoredFile:
    """A file the actor may meet. Raises: StoredFile.DoesNotExist."""
    try:
        wanted = uuid.UUID(str(file_id))
    except ValueError as error:
        raise StoredFile.DoesNotExist from error
    return StoredFile.objects.visible_to(actor).get(pk=wanted)
