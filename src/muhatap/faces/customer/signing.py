"""Signing in the customer portal."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from muhatap.agreements import reads
from muhatap.agreements.permissions import AgreementPermission
from muhatap.faces.web import PageRequest, page, signing

WAITING = signing.waiting


@page(AgreementPermission.SEE)
def show(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Where a mail about an agreement leads: to the contract's page."""
    reads.agreement(request.actor, agreement_id=agreement_id)
    return HttpResponseRedirect(reverse("contract", args=[agreement_id]))


routes = [*signing.routes, path("agreements/<int:agreement_id>/", show, name="agreement")]
