"""Applications for membership at the desk: review, conditions, decision; and invitations to apply."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.applications import decisions, index, invitations, qualifications, record
from muhatap.faces.desk.applications.home import HOME, WAITING
from muhatap.faces.web import Group, Item
from muhatap.network.permissions import NetworkPermission

__all__ = ["HOME", "NAVIGATION", "WAITING", "routes"]

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Applications"),
    url="applications",
    order=5,
    permission=NetworkPermission.REVIEW,
    icon="inbox",
)

routes = [
    path("applications/", index.index, name="applications"),
    path("applications/invite/", invitations.invite, name="application_invite"),
    path("applications/<int:application_id>/", record.show, name="application"),
    path("applications/<int:application_id>/review/", decisions.review, name="application_review"),
    path("applications/<int:application_id>/conditions/", decisions.conditions, name="application_conditions"),
    path("applications/<int:application_id>/approve/", decisions.approve, name="application_approve"),
    path("applications/<int:application_id>/take-in/", decisions.take_in, name="application_take_in"),
    path("applications/<int:application_id>/refuse/", decisions.refuse, name="application_refuse"),
    path("qualifications/<int:qualification_id>/confirm/", qualifications.confirm, name="qualification_confirm"),
    path("conditions/<int:condition_id>/met/", decisions.condition_met, name="condition_met"),
]
