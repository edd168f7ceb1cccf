"""Log in by e-mail and password, at the face the user belongs to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from muhatap.accounts.models import User


class EmailBackend:
    """Users log in with their e-mail address; only at their own face."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user with this address and password who belongs to this face, else None."""
        user = User.objects.filter(email__iexact=username or "").first()
        if user is None:
            # The same work as for a known address, so that time tells nothing.
            User().set_password(password)
            return None
        own_face = settings.MUHATAP_FACE not in settings.FACES or user.audience == settings.MUHATAP_FACE
        return user if user.check_password(password or "") and user.is_active and own_face else None

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session."""
        user: User | None = User.objects.filter(pk=user_id, is_active=True).first()
        return user
