"""Audit templates: what is asked, how it counts, and which evidence it needs; published versions never change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.models import Row


class TemplateKind(models.TextChoices):
    """What a template is for."""

    SERVICE = "service", _("audit of a service")
    MEMBER = "member", _("audit of a member")
    STARTUP = "startup", _("readiness before the start")
    SURVEY = "survey", _("survey")


class Template(Row):
    """One version of a template after `audit-template/1`."""

    wall = wall.REFERENCE

    key = models.CharField(max_length=60)
    version = models.IntegerField()
    kind = models.CharField(max_length=10, choices=TemplateKind.choices)
    # Family of services the template audits; blank: any.
    category = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    published = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="audit_template_version_once")]

    @property
    def title(self) -> str:
        """The title in the active language."""
        titles: dict[str, str] = self.content["title"]
        return titles["en" if (get_language() or "tr").startswith("en") else "tr"]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
