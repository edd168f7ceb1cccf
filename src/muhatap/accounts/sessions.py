"""Sessions in the database, marked with the face they belong to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from muhatap.accounts.models import FaceSession


class SessionStore(DatabaseSessions):
    """A session of the face this process is."""

    @classmethod
    def get_model_class(cls) -> type[FaceSession]:
        """The table of sessions."""
        return FaceSession

    def create_model_instance(self, data: dict[str, Any]) -> FaceSession:
        """The row of this session, with its face and user."""
        row: Any = super().create_model_instance(data)
        row.face = settings.MUHATAP_FACE if settings.MUHATAP_FACE in settings.FACES else "desk"
        user_id = data.get("_auth_user_id")
        row.user_id = int(user_id) if user_id else None
        session: FaceSession = row
        return session
