"""Which stored files an actor may open."""

from __future__ import annotations

import uuid

from muhatap.kernel.actors import Actor
from muhatap.kernel.models import FileAudience, StoredFile


def visible_file(actor: Actor, *, file_id: uuid.UUID | str) -> StoredFile:
    """A file the actor's side may meet and the actor may read. Raises: StoredFile.DoesNotExist."""
    try:
        wanted = uuid.UUID(str(file_id))
    except ValueError as error:
        raise StoredFile.DoesNotExist from error
    file: StoredFile = StoredFile.objects.visible_to(actor).get(pk=wanted)
    if not any(not needed or actor.may(needed) for needed in _asked(actor, file)):
        raise StoredFile.DoesNotExist
    return file


def _asked(actor: Actor, file: StoredFile) -> list[str]:
    """What a reader must hold, by each of the ways this file can come to them; one is enough."""
    if actor.party_id is None:
        return [file.permission]
    opened = FileAudience.objects.visible_to(actor).filter(file=file, party_id=actor.party_id)
    own = [file.permission] if file.party_id == actor.party_id else []
    return own + list(opened.values_list("permission", flat=True))
