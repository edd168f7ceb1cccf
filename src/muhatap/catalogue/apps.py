from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "muhatap.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Reactions register themselves; a package without any has no such file.
        if find_spec("muhatap.catalogue.reactions"):
            import_module("muhatap.catalogue.reactions")
