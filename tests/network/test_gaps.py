"""Gaps of the network: opened where nobody fits, kept with their invitations, closed by a member that became able."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from muhatap.agreements.models import Agreement, Status
from muhatap.backing import commands as backing
from muhatap.backing import reads as backing_reads
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.periods import Period
from muhatap.kernel.timeline import happened
from muhatap.network import commands, reads, rules
from muhatap.network.commands import GapStandsAlready
from muhatap.network.models import NetworkGap, NetworkGapInvitation, NetworkGapStatus
from muhatap.roles import ANYBODY
from muhatap.sourcing import commands as sourcing
from muhatap.sourcing.models import LineStatus, Round, RoundLine
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def nobody_fits(desk: Actor, customer: Actor, *prices: str) -> tuple[Round, list[Promise]]:
    """A round over promises at one place for which nobody fits."""
    contract = given.contract(customer)
    promises = [given.promise(contract, price=price) for price in prices]
    return sourcing.open_round(desk, contract_id=contract.pk, deadline=TODAY + timedelta(days=7)), promises


def test_promises_nobody_fits_stand_in_one_gap_of_their_place_with_a_price_band(desk: Actor, customer_a: Actor) -> None:
    nobody_fits(desk, customer_a, "1200", "1000")
    gap = NetworkGap.objects.get()
    assert (gap.service_id, gap.district.name, gap.quantity, gap.wanted_from, gap.status) == (
        given_network.SERVICE,
        "Şişli",
        Decimal(10),
        TODAY,
        NetworkGapStatus.OPEN,
    )
    # The target margin is 16 %, its floor 12 %: from 84 % of the lower price to 88 % of the higher one.
    assert (gap.price_least, gap.price_most) == (Decimal(840), Decimal(1056))
    assert gap.promises.count() == 2


def test_ranking_again_changes_nothing_while_nobody_fits(desk: Actor, customer_a: Actor) -> None:
    opened, _promises = nobody_fits(desk, customer_a, "1200")
    sourcing.rank_candidates(desk, round_id=opened.pk)
    gap = NetworkGap.objects.get()
    assert (gap.quantity, gap.promises.count()) == (Decimal(5), 1)


def test_the_band_is_what_keeps_the_floor() -> None:
    assert rules.price_band(Decimal("99.9999"), target=Decimal(16), floor=Decimal(12)) == (
        Decimal("83.9999"),
        Decimal("87.9999"),
    )
    assert rules.price_band(None, target=Decimal(16), floor=Decimal(12)) == (None, None)
    assert rules.wider((None, None), (Decimal(1), Decimal(2))) == (Decimal(1), Decimal(2))


def test_an_invitation_belongs_to_the_gap_of_its_place_and_the_application_shows_it(
    desk: Actor, customer_a: Actor, face: Face
) -> None:
    nobody_fits(desk, customer_a, "1200")
    gap = NetworkGap.objects.get()
    browser = face("desk", desk)
    form = {"email": "yeni@firma.example", "company_name": "Yeni Firma", "service_id": gap.service_id}
    done = browser.post(
        reverse("application_invite") + f"?gap={gap.pk}", {**form, "district_id": str(gap.district_id), "message": ""}
    )
    assert done["Location"] == reverse("network_gap", args=[gap.pk])
    commands.invite(desk, email="baska@firma.example", service_id="office_cleaning", district_id=gap.district_id)
    gap.refresh_from_db()
    assert gap.status == NetworkGapStatus.INVITING
    link = NetworkGapInvitation.objects.select_related("invitation").get()
    assert link.invitation.email == "yeni@firma.example"
    visitor = Actor(audience=Audience.PUBLIC, now=desk.now, permissions=ANYBODY[Audience.PUBLIC])
    application = commands.apply(
        visitor,
        company_name="Yeni Firma Ltd. Şti.",
        tax_number="1234567890",
        tax_office="Merkez",
        contact_name="Ali Can",
        phone="+905321234567",
        email="yeni@firma.example",
        district_id=gap.district_id,
        services=[gap.service_id],
        workers=5,
        invitation_token=link.invitation.token,
    )
    view = reads.network_gap(desk, network_gap_id=gap.pk)
    assert [(one.company, one.application_number) for one in view.invitations] == [("Yeni Firma", application.number)]
    assert (view.row.invitations, view.row.applications) == (1, 1)
    shown = browser.get(reverse("application", args=[application.pk])).content.decode()
    assert gap.number in shown
    assert application.number in browser.get(reverse("network_gap", args=[gap.pk])).content.decode()


def test_a_member_that_becomes_able_closes_the_gap_and_its_award_turns_the_promise_green(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    opened, (promise,) = nobody_fits(desk, customer_a, "1200")
    member = given_network.able(desk, member_a)
    gap = NetworkGap.objects.get()
    assert (gap.status, gap.closed_by_member_id, gap.closed_at) == (NetworkGapStatus.CLOSED, member.pk, desk.now)
    line = RoundLine.objects.get()
    assert line.status == LineStatus.OPEN
    sourcing.award(desk, line_id=line.pk, member_id=member.pk)
    (bond,) = backing.draft_from_round(desk, round_id=opened.pk)
    for status in (Status.SENT, Status.SIGNED):
        Agreement.objects.filter(pk=bond.pk).update(status=status)
    # The membership lasts as long as the contract: every day is green.
    assert {part.grade for part in backing_reads.proof(desk, promise_ids=[promise.pk], period=Period(TODAY))} == {
        "full"
    }
    assert next(moment["title"] for moment in happened(desk, network_gap_id=gap.pk)) == (
        "Bir üye eksik olanı verebiliyor"
    )


def test_a_promise_without_a_round_leaves_its_gap_too(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    opened, _promises = nobody_fits(desk, customer_a, "1200")
    sourcing.cancel_round(desk, round_id=opened.pk)
    assert NetworkGap.objects.get().status == NetworkGapStatus.OPEN
    given_network.able(desk, member_a)
    assert NetworkGap.objects.get().status == NetworkGapStatus.CLOSED


def test_a_gap_with_promises_left_stays_open(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    given.promise(contract, quantity="5")
    given.promise(contract, quantity="50")
    sourcing.open_round(desk, contract_id=contract.pk, deadline=TODAY)
    member = given_network.member(member_a)
    given_network.papers(desk, member)
    given_network.asks(desk, member, "900")
    given_network.covers(desk, member, capacity="10")
    gap = NetworkGap.objects.get()
    assert gap.status == NetworkGapStatus.OPEN
    assert sorted(row.covered_at is not None for row in gap.promises.all()) == [False, True]


def test_a_gap_noted_by_hand_is_closed_by_coverage_that_suffices(desk: Actor, member_a: Actor) -> None:
    place = given_network.district()
    gap = commands.note_network_gap(
        desk, service_id=given_network.SERVICE, district_id=place.pk, quantity=Decimal(8), wanted_from=date(2026, 5, 1)
    )
    member = given_network.member(member_a)
    given_network.covers(desk, member, capacity="5", until=date(2026, 4, 1))
    gap.refresh_from_db()
    assert gap.status == NetworkGapStatus.OPEN
    given_network.covers(desk, member, capacity="8", since=date(2026, 4, 1))
    gap.refresh_from_db()
    assert (gap.status, gap.closed_by_member_id) == (NetworkGapStatus.CLOSED, member.pk)


def test_wrong_notes_are_refused_and_nothing_is_kept(desk: Actor) -> None:
    place = given_network.district()
    note = {"service_id": given_network.SERVICE, "district_id": place.pk, "wanted_from": TODAY}
    with pytest.raises(InvalidInput, match="Sıfırdan"):
        commands.note_network_gap(desk, **note, quantity=Decimal(0))
    with pytest.raises(InvalidInput, match="Bugün"):
        commands.note_network_gap(desk, **{**note, "wanted_from": date(2026, 3, 1)}, quantity=Decimal(1))
    assert NetworkGap.objects.count() == 0
    first = commands.note_network_gap(desk, **note, quantity=Decimal(1))
    with pytest.raises(GapStandsAlready, match=first.number):
        commands.note_network_gap(desk, **note, quantity=Decimal(1))
    assert NetworkGap.objects.count() == 1


def test_what_was_given_up_stays_given_up_until_it_is_taken_up_again(desk: Actor, customer_a: Actor) -> None:
    opened, _promises = nobody_fits(desk, customer_a, "1200")
    gap = NetworkGap.objects.get()
    with pytest.raises(InvalidInput):
        commands.give_up_network_gap(desk, network_gap_id=gap.pk, reason=" ")
    commands.give_up_network_gap(desk, network_gap_id=gap.pk, reason="Müşteri vazgeçti.")
    sourcing.rank_candidates(desk, round_id=opened.pk)
    gap = NetworkGap.objects.get()
    assert (gap.status, gap.reason) == (NetworkGapStatus.GIVEN_UP, "Müşteri vazgeçti.")
    commands.reopen_network_gap(desk, network_gap_id=gap.pk)
    gap = NetworkGap.objects.get()
    assert (gap.status, gap.closed_at, gap.reason) == (NetworkGapStatus.OPEN, None, "")
    with pytest.raises(IllegalMove):
        commands.reopen_network_gap(desk, network_gap_id=gap.pk)


def test_the_list_counts_days_and_hides_the_band_from_who_may_not_see_prices(desk: Actor, customer_a: Actor) -> None:
    nobody_fits(desk, customer_a, "1200")
    later = replace(desk, now=desk.now + timedelta(days=9))
    (row,) = reads.network_gaps(later, query=ListQuery()).rows
    assert (row.days, row.price_most, row.alive) == (9, Decimal(1056), True)
    auditor = replace(desk, permissions=frozenset({"network.see"}))
    (seen,) = reads.network_gaps(auditor, query=ListQuery()).rows
    assert (seen.price_least, seen.price_most) == (None, None)
    assert (reads.standing_gaps(desk).standing, reads.standing_gaps(desk).untouched) == (1, 1)


def test_no_portal_meets_a_gap(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    nobody_fits(desk, customer_a, "1200")
    gap = NetworkGap.objects.get()
    assert reads.network_gaps(member_a, query=ListQuery()).rows == []
    with pytest.raises(NetworkGap.DoesNotExist):
        reads.network_gap(member_a, network_gap_id=gap.pk)


def test_the_pages_of_gaps_open_and_work(desk: Actor, customer_a: Actor, face: Face) -> None:
    nobody_fits(desk, customer_a, "1200")
    gap = NetworkGap.objects.get()
    browser = face("desk", desk)
    assert "1.056" in browser.get(reverse("network_gaps")).content.decode()
    assert "Firma davet et" in browser.get(reverse("network_gap", args=[gap.pk])).content.decode()
    made = browser.post(
        reverse("network_gap_new"),
        {
            "service_id": "office_cleaning",
            "district_id": str(gap.district_id),
            "quantity": "3",
            "wanted_from": "2026-05-01",
        },
    )
    noted = NetworkGap.objects.get(basis="")
    assert made["Location"] == reverse("network_gap", args=[noted.pk])
    browser.post(reverse("network_gap_give_up", args=[noted.pk]), {"reason": "Vazgeçildi"})
    noted.refresh_from_db()
    assert noted.status == NetworkGapStatus.GIVEN_UP
    browser.post(reverse("network_gap_reopen", args=[noted.pk]))
    noted.refresh_from_db()
    assert noted.status == NetworkGapStatus.OPEN
    assert "Ağ açığı" in browser.get("/").content.decode()


def test_every_night_open_rounds_and_gaps_are_brought_together(desk: Actor, customer_a: Actor) -> None:
    nobody_fits(desk, customer_a, "1200")
    NetworkGap.objects.get().promises.all().delete()
    NetworkGap.objects.all().delete()
    assert sourcing.keep_all_network_gaps(desk) == 1
    assert (NetworkGap.objects.get().quantity, sourcing.keep_all_network_gaps(desk)) == (Decimal(5), 1)
    assert NetworkGap.objects.count() == 1
