from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "muhatap.sourcing"
    label = "sourcing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Reactions and handlers of the outbox register themselves; a package without any has no such file.
        for name in ("muhatap.sourcing.reactions", "muhatap.sourcing.handlers"):
            if find_spec(name):
                import_module(name)
