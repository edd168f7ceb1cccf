from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "muhatap.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Reactions register themselves; a package without any has no such file.
        if find_spec("muhatap.ledger.reactions"):
            import_module("muhatap.ledger.reactions")
