"""The web faces as an app; when it is ready, everybody who does work of the outbox is registered."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

# Layers above the business packages: they are no apps of their own.
HANDLERS = ("muhatap.integrations.email.mails",)
MAKING = "muhatap.documents.making"


class WebConfig(AppConfig):
    name = "muhatap.faces.web"
    label = "face_web"

    def ready(self) -> None:
        """Import what handles the outbox's letters and papers."""
        for name in HANDLERS:
            import_module(name)
        for found in iter_modules(import_module(MAKING).__path__):
            import_module(f"{MAKING}.{found.name}")
