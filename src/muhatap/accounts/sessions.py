"""Sessions in the database, marked with the face they belong to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
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

    def save(self, must_create: bool = False) -> None:
        """Save the session; a portal may change what a session holds and whose it is, never its face."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        changed = FaceSession.objects.filter(pk=row.pk).update(
            session_data=row.session_data, expire_date=row.expire_date, user_id=row.user_id
        )
        if not changed:
            raise UpdateError
