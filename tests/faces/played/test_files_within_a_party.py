"""Who inside a company may read which file: the one who runs the site reads no price, the crew lead its own work."""

from __future__ import annotations

from typing import Any

import pytest

from muhatap.accounts.models import Role
from muhatap.agreements.models import AgreementVersion
from muhatap.billing.models import Invoice, Settlement
from muhatap.demand.models import Proposal, Visit
from muhatap.kernel.models import FileAudience, StoredFile
from muhatap.network.models import Document
from muhatap.operations.models import JobPhoto, StartPlan
from muhatap.quality.models import Action, AuditReport
from tests.faces.played.conftest import Played

CUSTOMER = (Role.CUSTOMER_DECISION, Role.CUSTOMER_SITE, Role.CUSTOMER_FINANCE)
MEMBER = (Role.MEMBER_OWNER, Role.MEMBER_OPERATIONS, Role.MEMBER_CREW_LEAD, Role.MEMBER_FINANCE)
PRICED = {Role.CUSTOMER_DECISION, Role.CUSTOMER_FINANCE}
PAID = {Role.MEMBER_OWNER, Role.MEMBER_FINANCE}
SITE = {Role.CUSTOMER_DECISION, Role.CUSTOMER_SITE}
FIELD = {Role.MEMBER_OWNER, Role.MEMBER_OPERATIONS}


def kinds(party_id: int, side: str) -> dict[str, Any]:
    """A file of every kind that came to this company."""
    mine = {side: party_id}
    versions = AgreementVersion.objects.filter(party_id=party_id, status="signed")
    found = {
        "agreement": versions.values_list("pdf_id"),
        "sealed agreement": versions.values_list("sealed_pdf_id"),
        "audit report": AuditReport.objects.filter(**mine).values_list("file_id"),
        "evidence of an action": Action.objects.filter(**{f"finding__{side}": party_id}).values_list("evidence_id"),
        "photo of a job": JobPhoto.objects.filter(**mine).values_list("file_id"),
    }
    if side == "customer_id":
        found |= {
            "visit report": Visit.objects.filter(**mine).values_list("report_id"),
            "proposal": Proposal.objects.filter(**mine, status="accepted").values_list("pdf_id"),
            "hand-over": StartPlan.objects.filter(**mine).values_list("protocol_id"),
            "invoice": Invoice.objects.filter(**mine).values_list("pdf_id"),
            "invoice XML": Invoice.objects.filter(**mine).values_list("xml_id"),
        }
    else:
        found |= {
            "settlement": Settlement.objects.filter(**mine).values_list("pdf_id"),
            "document": Document.objects.filter(**mine).values_list("file_id"),
        }
    return {kind: next((row[0] for row in rows if row[0]), None) for kind, rows in found.items()}


def read_by(person: Any, roles: tuple[Role, ...], files: dict[str, Any]) -> dict[str, set[Role]]:
    readers: dict[str, set[Role]] = {kind: set() for kind in files}
    for role in roles:
        browser = person(role)
        for kind, file_id in files.items():
            answer = browser.get(f"/files/{file_id}/")
            assert answer.status_code in {200, 404}
            if answer.status_code == 200:
                readers[kind].add(role)
    return readers


def test_who_of_a_customer_reads_what(played: Played, person: Any) -> None:
    files = kinds(played.party(Role.CUSTOMER_DECISION), "customer_id")
    assert read_by(person, CUSTOMER, files) == {
        "agreement": PRICED,
        "sealed agreement": PRICED,
        "audit report": SITE,
        "evidence of an action": SITE,
        "photo of a job": set(CUSTOMER),
        "visit report": set(CUSTOMER),
        "proposal": PRICED,
        "hand-over": set(CUSTOMER),
        "invoice": PRICED,
        "invoice XML": PRICED,
    }


def test_who_of_a_member_reads_what(played: Played, person: Any) -> None:
    files = kinds(played.party(Role.MEMBER_OWNER), "member_id")
    assert read_by(person, MEMBER, files) == {
        "agreement": PAID,
        "sealed agreement": PAID,
        "audit report": FIELD,
        "evidence of an action": FIELD,
        "photo of a job": {*FIELD, Role.MEMBER_CREW_LEAD},
        "settlement": PAID,
        "document": {*FIELD, Role.MEMBER_FINANCE},
    }


def test_no_file_is_open_to_everybody_of_a_side(played: Played) -> None:
    assert StoredFile.objects.filter(permission="").count() == 0
    assert FileAudience.objects.filter(permission="").count() == 0


@pytest.mark.parametrize(
    ("role", "read"),
    [
        (Role.AUDITOR, {"audit report", "evidence of an action", "photo of a job", "hand-over"}),
        (Role.FINANCE, {"agreement", "sealed agreement", "photo of a job", "hand-over", "invoice", "invoice XML"}),
    ],
)
def test_at_the_desk_a_file_is_read_by_whose_work_it_is(
    played: Played, person: Any, role: Role, read: set[str]
) -> None:
    files = kinds(played.party(Role.CUSTOMER_DECISION), "customer_id")
    readers = read_by(person, (role,), files)
    assert {kind for kind, roles in readers.items() if roles} == read
