"""Load the audit templates that come with the product; a published version never changes."""

from __future__ import annotations

from typing import Any

import yaml

from muhatap.data import FOLDER
from muhatap.kernel.datasets import load
from muhatap.quality.models import Template
from muhatap.quality.rules.template import problems

HERE = "audit_templates"


class TemplateWrong(Exception):
    """A template that comes with the product breaks its own schema, or changed without a new version."""


def load_all() -> None:
    """Load every template whose content is new. Raises: TemplateWrong."""
    names = tuple(f"{HERE}/{path.name}" for path in sorted((FOLDER / HERE).glob("*.yaml")))
    load("audit templates", names, lambda: _write(names))


def _write(names: tuple[str, ...]) -> int:
    for name in names:
        content: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
        if found := problems(content):
            raise TemplateWrong(f"{name}: {'; '.join(found)}")
        template, new = Template.objects.get_or_create(
            key=content["key"],
            version=content["version"],
            defaults={
                "kind": content["kind"],
                "category": content.get("service") or "",
                "content": content,
            },
        )
        if not new and template.content != content:
            raise TemplateWrong(f"{name}: version {content['version']} is published; give the change a new version")
    return len(names)
