"""A file of prices or coverage taken over: first looked through, with what is wrong line by line, then taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web.fields import choice_field
from muhatap.faces.web.pages import CONFLICT, SEE_OTHER, PageRequest, render
from muhatap.kernel.errors import Refusal
from muhatap.network.commands import Imported

MOST_BYTES = 10_000_000


class ImportForm(forms.Form):
    """The file, and whether it is taken over."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or Excel, at most 10 MB; take the export as a pattern.")
    )
    act = choice_field(gettext_lazy("What to do"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [  # type: ignore[attr-defined]
            ("look", _("look through it, change nothing")),
            ("take", _("take it over when nothing is wrong")),
        ]

    def clean_file(self) -> Any:
        """A file that is not too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large. Save the table alone as CSV."))
        return file


def import_page(
    request: PageRequest,
    run: Callable[[bytes, bool], Imported],
    *,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form; look through a file that is sent, and go to `done` where it was taken over."""
    form = ImportForm(request.POST or None, request.FILES or None)
    found: Imported | None = None
    status = 200
    if request.method == "POST":
        status = CONFLICT
        if form.is_valid():
            try:
                found = run(form.cleaned_data["file"].read(), form.cleaned_data["act"] == "look")
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    if found is not None and found.taken:
        messages.success(request, _("Taken over: %(new)d new, %(known)d as before.") % vars_of(found))
        return HttpResponseRedirect(done, status=SEE_OTHER)
    status = 200 if found is not None and not found.wrong else status
    context = {"submit_label": _("Send"), "cancel_url": done, **context, "form": form, "found": found}
    return render(request, "web/import.html", context, status=status)


def vars_of(found: Imported) -> dict[str, int]:
    """The numbers of a result, for a sentence."""
    return {"new": found.new, "known": found.known, "wrong": found.wrong}
