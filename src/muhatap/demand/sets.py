"""Survey forms from the data folder into the database: versioned, idempotent, a published version never changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from muhatap.demand.models import SurveyForm
from muhatap.demand.rules.surveys import problems_of

SURVEYS = Path(__file__).resolve().parents[1] / "data" / "surveys"


class SurveyFormWrong(Exception):
    """A survey form of the data folder cannot be loaded as it is."""


def load_survey_forms(folder: Path = SURVEYS) -> int:
    """Load every survey form that is not known yet; returns how many were new.

    Raises: SurveyFormWrong for a malformed form, or one whose questions changed under the same version.
    """
    known = {(form.category_id, form.version): form.content for form in SurveyForm.objects.all()}
    new = []
    for path in sorted(folder.glob("*.yaml")):
        raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        content = {"sections": raw["sections"]}
        if problems := problems_of(content):
            raise SurveyFormWrong(f"{path.name}: {problems[0]}")
        key = (raw["category"], int(raw["version"]))
        if key not in known:
            new.append(SurveyForm(category_id=key[0], version=key[1], content=content))
        elif known[key] != content:
            raise SurveyFormWrong(f"{path.name}: version {key[1]} was asked with other questions; raise the version")
    SurveyForm.objects.bulk_create(new)
    return len(new)
