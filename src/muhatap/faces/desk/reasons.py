"""The form that asks why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from muhatap.faces.web.fields import text_field


class ReasonForm(forms.Form):
    """Why not."""

    reason = text_field(gettext_lazy("Reason"), most=500, lines=4, help_text=gettext_lazy("The applicant reads it."))
