from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "muhatap.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Reactions register themselves; a package without any has no such file.
        if find_spec("muhatap.contracts.reactions"):
            import_module("muhatap.contracts.reactions")
