from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "muhatap.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from muhatap.kernel import handlers  # noqa: F401  registers what the kernel itself does for the outbox
