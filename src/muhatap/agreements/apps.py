from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "muhatap.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Reactions register themselves; a package without any has no such file.
        if find_spec("muhatap.agreements.reactions"):
            import_module("muhatap.agreements.reactions")
