"""Members at the desk: the list and the record with documents, coverage, prices, agreements and standing."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.members import accounts, conditions, home, index, membership, offers, record, standing, waivers
from muhatap.faces.web import Group, Item
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Members"),
    url="members",
    order=10,
    permission=NetworkPermission.SEE,
    icon="users",
)

WAITING = home.WAITING

routes = [
    path("members/", index.index, name="members"),
    path("members/<int:member_id>/", record.show, name="member"),
    path("members/<int:member_id>/membership/", membership.membership_new, name="membership_new"),
    path("memberships/<int:agreement_id>/send/", membership.membership_send, name="membership_send"),
    path("members/<int:member_id>/documents/new/", offers.document_new, name="member_document_new"),
    path("members/<int:member_id>/coverage/new/", offers.coverage_new, name="member_coverage_new"),
    path("members/<int:member_id>/rates/new/", offers.rate_new, name="member_rate_new"),
    path("members/<int:member_id>/accounts/new/", accounts.account_new, name="member_account_new"),
    path("members/<int:member_id>/conditions/new/", conditions.new, name="member_condition_new"),
    path("members/<int:member_id>/conditions/<int:condition_id>/end/", conditions.end, name="condition_end"),
    path("members/<int:member_id>/waivers/new/", waivers.new, name="waiver_new"),
    path("waivers/<int:waiver_id>/agree/", waivers.agree, name="waiver_agree"),
    path("waivers/<int:waiver_id>/end/", waivers.end, name="waiver_end"),
    path("coverage/<int:coverage_id>/approve/", offers.coverage_approve, name="coverage_approve"),
    path("coverage/<int:coverage_id>/end/", offers.coverage_end, name="coverage_end"),
    path("coverage/<int:coverage_id>/refuse/", offers.coverage_refuse, name="coverage_refuse"),
    path("members/<int:member_id>/suspend/", standing.suspend, name="member_suspend"),
    path("members/<int:member_id>/reinstate/", standing.reinstate, name="member_reinstate"),
    path("members/<int:member_id>/leave/", standing.leave, name="member_leave"),
]
