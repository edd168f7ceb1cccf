"""Subcontractors of members: declared, decided on, and never another member's to see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from muhatap.backing import commands, reads
from muhatap.backing.models import ProjectAgreement, SubTier
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.lifecycle import IllegalMove
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
TAX = "6300500012"


@pytest.fixture
def bond(customer_a: Actor, member_a: Actor) -> ProjectAgreement:
    """A project agreement in force."""
    member = given_network.member(member_a)
    return given.bond(given.contract(customer_a), member.pk, period=given.TERM)


def declare(member: Actor, bond: ProjectAgreement, **other: object) -> SubTier:
    values = {"company_name": "Ak Cam Ltd.", "tax_number": TAX, "work": "Cephe cam temizliği", "since": member.today}
    return commands.declare_sub_tier(member, agreement_id=bond.pk, **{**values, **other})  # type: ignore[arg-type]


def test_a_declared_company_works_after_approval(desk: Actor, member_a: Actor, bond: ProjectAgreement) -> None:
    row = declare(member_a, bond)
    assert [one.status for one in reads.own_sub_tiers(member_a)] == ["declared"]
    assert [one.company_name for one in reads.waiting_sub_tiers(desk)] == ["Ak Cam Ltd."]
    commands.decide_sub_tier(desk, sub_tier_id=row.pk, status="approved")
    assert [one.status for one in reads.sub_tiers(desk, agreement_id=bond.pk)] == ["approved"]
    assert reads.waiting_sub_tiers(desk) == []
    commands.decide_sub_tier(desk, sub_tier_id=row.pk, status="ended", reason="İş bitti")
    with pytest.raises(IllegalMove):
        commands.decide_sub_tier(desk, sub_tier_id=row.pk, status="approved")
    row.refresh_from_db()
    assert (row.status, row.reason) == ("ended", "İş bitti")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"company_name": " "}, "company_name"),
        ({"work": ""}, "work"),
        ({"tax_number": ""}, "tax_number"),
    ],
)
def test_what_is_missing_is_said(member_a: Actor, bond: ProjectAgreement, other: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        declare(member_a, bond, **other)
    assert refused.value.field == field
    assert SubTier.objects.count() == 0


def test_nobody_is_declared_for_yesterday_or_twice(member_a: Actor, bond: ProjectAgreement) -> None:
    with pytest.raises(InvalidInput):
        declare(member_a, bond, since=member_a.today - timedelta(days=1))
    declare(member_a, bond)
    with pytest.raises(commands.DeclaredAlready):
        declare(member_a, bond)
    assert SubTier.objects.count() == 1


def test_a_no_needs_a_reason(desk: Actor, member_a: Actor, bond: ProjectAgreement) -> None:
    row = declare(member_a, bond)
    with pytest.raises(InvalidInput):
        commands.decide_sub_tier(desk, sub_tier_id=row.pk, status="refused")
    row.refresh_from_db()
    assert row.status == "declared"


def test_another_member_finds_neither_the_agreement_nor_the_company(
    desk: Actor, member_a: Actor, member_b: Actor, bond: ProjectAgreement
) -> None:
    row = declare(member_a, bond)
    with pytest.raises(ProjectAgreement.DoesNotExist):
        declare(member_b, bond)
    assert reads.own_sub_tiers(member_b) == []
    looker = desk.__class__(
        **{**{name: getattr(member_a, name) for name in desk.__slots__}, "permissions": frozenset()}
    )
    with pytest.raises(Forbidden):
        commands.decide_sub_tier(looker, sub_tier_id=row.pk, status="approved")
    assert SubTier.objects.get().status == "declared"


def test_member_and_desk_meet_on_their_pages(desk: Actor, member_a: Actor, bond: ProjectAgreement, face: Face) -> None:
    portal = face("member", member_a)
    form = {
        "agreement_id": str(bond.pk),
        "company_name": "Ak Cam Ltd.",
        "tax_number": TAX,
        "work": "Cam",
        "since": member_a.today.isoformat(),
    }
    assert portal.post(reverse("sub_tier_new"), form)["Location"] == reverse("sub_tiers")
    assert "bildirildi" in portal.get(reverse("sub_tiers")).content.decode()
    row = SubTier.objects.get()
    browser = face("desk", desk)
    assert "Ak Cam" in browser.get(reverse("project_agreement", args=[bond.pk])).content.decode()
    browser.post(reverse("sub_tier_decide", args=[row.pk]), {"status": "refused", "reason": "Belgesi yok"})
    assert "Belgesi yok" in face("member", member_a).get(reverse("sub_tiers")).content.decode()
