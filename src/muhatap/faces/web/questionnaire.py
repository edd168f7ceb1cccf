"""The questionnaire of members as a form: the public page of an application and the member's portal ask the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from muhatap.kernel.actors import Actor
from muhatap.network import reads


class QuestionnaireForm(forms.Form):
    """One choice for every question, grouped by section; what was answered before is chosen already."""

    def __init__(self, actor: Actor, before: Iterable[reads.SectionView], data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.groups = []
        sections = reads.questionnaire(actor)
        chosen = {one.key: one.answer for section in before for one in section.questions}
        for section in sections:
            for one in section.questions:
                key = next((key for key, words in one.options if words == chosen.get(one.key)), None)
                self.fields[one.key] = forms.ChoiceField(
                    label=one.text, choices=one.options, widget=forms.RadioSelect, initial=key
                )
            self.groups.append({"title": section.title, "names": [one.key for one in section.questions]})
