"""Stored files to the browser: only what the actor may meet, never to be run."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from django.http import HttpResponse

from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.filereads import visible_file

INLINE = {"application/pdf", "image/jpeg", "image/png"}


def file_response(request: object, file_id: uuid.UUID | str, *, inline: bool = True) -> HttpResponse:
    """A stored file the actor may meet, else not found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    file = visible_file(actor, file_id=file_id)
    response = HttpResponse(files.read(file), content_type=file.media_type)
    way = "inline" if inline and file.media_type in INLINE else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
