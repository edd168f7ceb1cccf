"""A mail backend that writes each mail as one `.eml` file: for trying out, for tests, and where nothing is set up."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Write mails into `settings.EMAIL_FILE_PATH`, oldest first by name; any mail program opens them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; returns how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
            target = folder / f"{stamp}-{uuid.uuid4().hex[:6]}.eml"
            # Written aside and renamed, so that nobody reads half a mail.
            part = target.with_suffix(".part")
            part.write_bytes(message.message().as_bytes())
            part.replace(target)
        return len(email_messages)
