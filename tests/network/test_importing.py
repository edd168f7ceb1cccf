"""Prices with their terms, and files of prices and coverage: looked through, taken over whole, exported unchanged."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.periods import Period
from muhatap.kernel.wall import standing_at
from muhatap.network import commands, reads, rules
from muhatap.network.models import Coverage, CoverageStatus, Member, RateCard
from muhatap.network.rules import sheets
from muhatap.sourcing.reads import reason_words
from muhatap.sourcing.rules.candidates import judge
from muhatap.sourcing.sets import load, wanted_of
from tests.given import backing as given_backing
from tests.given import network as given

pytestmark = pytest.mark.django_db
HEAD = "hizmet_kodu;il_kodu;esas;birim_fiyat;ilk_gun;son_gun;asgari_aylik;gece_yuzde;gece_fiyat"
COVER = "hizmet_kodu;il_kodu;ilce;kapasite;ilk_gun;son_gun"


def state(actor: Actor, member: Member, **changes: object) -> RateCard:
    """A price of 900 a month from March on."""
    values: dict[str, object] = {
        "member_id": member.pk,
        "service_id": given.SERVICE,
        "basis": "per_period",
        "unit_price": Decimal(900),
        "valid_from": date(2026, 3, 1),
    }
    return commands.state_rate(actor, **{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "careless",
    [
        {"valid_until": date(2026, 3, 1)},
        {"terms": rules.Terms(minimum=0)},
        {"terms": rules.Terms(night_percent=Decimal(-5))},
        {"terms": rules.Terms(holiday_percent=Decimal(50), holiday_price=Decimal(10))},
    ],
)
def test_a_price_with_careless_terms_is_refused(member_a: Actor, careless: dict[str, object]) -> None:
    member = given.member(member_a)
    with pytest.raises(InvalidInput):
        state(member_a, member, **careless)
    assert RateCard.objects.count() == 0


def test_a_member_ends_its_price_and_no_other(member_a: Actor, member_b: Actor) -> None:
    member, other = given.member(member_a), given.member(member_b)
    rate, others = state(member_a, member), state(member_b, other)
    with standing_at(Audience.MEMBER, party_id=member.pk, user_id=member_a.user_id):
        with pytest.raises(RateCard.DoesNotExist):
            commands.end_rate(member_a, rate_card_id=others.pk, until=date(2026, 5, 1))
        for day in (date(2026, 3, 1), date(2026, 2, 1)):
            with pytest.raises(InvalidInput):
                commands.end_rate(member_a, rate_card_id=rate.pk, until=day)
        commands.end_rate(member_a, rate_card_id=rate.pk, until=date(2026, 5, 1))
    periods = dict(RateCard.objects.values_list("pk", "period"))
    assert periods == {
        rate.pk: Period(date(2026, 3, 1), date(2026, 5, 1)).range(),
        others.pk: Period(date(2026, 3, 1)).range(),
    }


def test_the_comparison_counts_the_minimum_and_names_the_other_terms(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    given.able(desk, member_a, "900")
    RateCard.objects.update(minimum=5000_00, night_percent=Decimal(25), holiday_price=Decimal("1350.5"))
    promise = given_backing.promise(given_backing.contract(customer_a), quantity="5")
    wanted = wanted_of(promise, desk.today)
    (offer,) = load([promise]).offers(promise, wanted)
    verdict = judge(wanted, offer)
    assert (verdict.fits, verdict.monthly_cost) == (True, 5000_00)
    said = [reason_words(reason.data()).text for reason in verdict.reasons if reason.kind == "price"]
    assert said == ["fiyat listesinden", "ayda en az 5000 ₺", "gece %25 fazla", "tatilde 1350,5 ₺"]


def look(actor: Actor, member: Member, *lines: str, take: bool = False, head: str = HEAD) -> commands.Imported:
    """What a file of prices says."""
    data = "\n".join([head, *lines]).encode()
    return commands.import_rates(actor, member_id=member.pk, data=data, dry_run=not take)


def test_a_dry_run_changes_nothing_and_the_same_file_is_taken_over(member_a: Actor) -> None:
    member = given.member(member_a)
    state(member_a, member)
    lines = (
        f"{given.SERVICE};;aylık sabit;950,25;01.06.2026;;1.500,00;25;",
        f"{given.SERVICE};34;per_period;990;2026-06-01;31.12.2026;;;1200",
    )
    with standing_at(Audience.MEMBER, party_id=member.pk, user_id=member_a.user_id):
        dry = look(member_a, member, *lines)
        assert (dry.new, dry.known, dry.errors, dry.taken, RateCard.objects.count()) == (2, 0, (), False, 1)
        assert look(member_a, member, *lines, take=True).taken
    rows = RateCard.objects.order_by("pk").values_list("unit_price", "province_id", "minimum", "night_price", "period")
    assert list(rows) == [
        (Decimal(900), None, None, None, Period(date(2026, 3, 1), date(2026, 6, 1)).range()),
        (Decimal("950.25"), None, 150_000, None, Period(date(2026, 6, 1)).range()),
        (Decimal(990), "34", None, Decimal(1200), Period(date(2026, 6, 1), date(2027, 1, 1)).range()),
    ]


def test_every_wrong_row_is_told_with_its_line_and_nothing_is_taken(member_a: Actor) -> None:
    member = given.member(member_a)
    state(member_a, member, valid_from=date(2026, 7, 1))
    found = look(
        member_a,
        member,
        "uzay_temizligi;;per_period;900;01.06.2026",
        f"{given.SERVICE};99;per_period;900;01.06.2026",
        f"{given.SERVICE};;aylık;900;01.06.2026",
        f"{given.SERVICE};;per_visit;1.234;01.06.2026",
        f"{given.SERVICE};;per_visit;bin;01.06.2026",
        f"{given.SERVICE};;per_visit;0;01.06.2026",
        f"{given.SERVICE};;per_visit;900;31.02.2026",
        f"{given.SERVICE};;per_visit;900;01.06.2026;01.05.2026",
        f"{given.SERVICE};;per_period;900;01.06.2026",
        f"{given.SERVICE};;per_head;900;01.06.2026",
        take=True,
    )
    assert ([one.line for one in found.errors], found.new, found.taken) == ([2, 3, 4, 5, 6, 7, 8, 9, 10], 1, False)
    assert (
        found.errors[3].text == "birim_fiyat: “1.234” iki türlü okunabilir. Ondalığı virgülle yazın, nokta kullanmayın."
    )
    assert RateCard.objects.count() == 1


def test_an_export_is_imported_again_unchanged(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    state(member_a, member, terms=rules.Terms(1500_50, Decimal("12.5"), None, None, Decimal("1200.1234")))
    state(member_a, member, valid_from=date(2026, 6, 1), valid_until=date(2026, 9, 1), unit_price=Decimal("912.3456"))
    state(member_a, member, province_id="06", basis="per_visit")
    given.covers(desk, member, capacity="12.5")
    before = list(RateCard.objects.order_by("pk").values())
    data = reads.rates_file(member_a, member_id=member.pk)
    found = commands.import_rates(member_a, member_id=member.pk, data=data, dry_run=False)
    assert (found.new, found.known, found.wrong) == (0, 3, 0)
    assert list(RateCard.objects.order_by("pk").values()) == before
    again = commands.import_coverage(
        member_a, member_id=member.pk, data=reads.coverage_file(member_a, member_id=member.pk), dry_run=False
    )
    assert (again.new, again.known, again.wrong, Coverage.objects.count()) == (0, 1, 0, 1)


def test_coverage_from_a_file_is_proposed_and_never_below_what_is_promised(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="10")
    promise = given_backing.promise(given_backing.contract(customer_a), quantity="8")
    commands.commit_capacity(
        desk,
        member_id=member.pk,
        promise_id=promise.pk,
        service_id=given.SERVICE,
        district_id=given.district().pk,
        quantity=Decimal(8),
        period=Period(date(2026, 5, 1), date(2026, 9, 1)),
    )
    lines = [COVER, f"{given.SERVICE};34;şişli;6;01.04.2026;", f"{given.SERVICE};34;Kadıköy;20;01.04.2026;"]
    lines += [f"{given.SERVICE};34;Atlantis;20;01.04.2026;", f"{given.SERVICE};34;KADIKÖY;5;01.05.2026;"]
    found = commands.import_coverage(member_a, member_id=member.pk, data="\n".join(lines).encode(), dry_run=False)
    assert [one.line for one in found.errors] == [2, 4, 5]
    assert found.errors[0].text.startswith("01.05.2026 gününden itibaren 1 taahhüt")
    assert Coverage.objects.count() == 1
    good = "\n".join([lines[0], lines[2]]).encode()
    assert commands.import_coverage(member_a, member_id=member.pk, data=good, dry_run=False).taken
    made = Coverage.objects.get(status=CoverageStatus.PROPOSED)
    assert (made.capacity, made.district.name) == (Decimal(20), "Kadıköy")


def test_an_excel_file_is_read_like_a_csv(member_a: Actor) -> None:
    member = given.member(member_a)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    sheet.append([given.SERVICE, None, "per_period", 950.25, date(2026, 6, 1), None, None, 25, None])
    out = io.BytesIO()
    book.save(out)
    found = commands.import_rates(member_a, member_id=member.pk, data=out.getvalue(), dry_run=False)
    assert (found.new, found.errors) == (1, ())
    assert RateCard.objects.values_list("unit_price", "night_percent").get() == (Decimal("950.25"), Decimal(25))


@pytest.mark.parametrize("data", [b"\0\1\2", b"PK\x03\x04broken", b"hizmet_kodu;esas\n", b""])
def test_a_file_that_is_no_table_is_refused(member_a: Actor, data: bytes) -> None:
    member = given.member(member_a)
    with pytest.raises(InvalidInput):
        commands.import_rates(member_a, member_id=member.pk, data=data)
    assert RateCard.objects.count() == 0


def test_a_large_file_full_of_errors_asks_the_database_no_more_than_a_small_one(member_a: Actor) -> None:
    member = given.member(member_a)
    rows = [f"{given.SERVICE};{number % 90:02d};per_period;{number},5;01.06.2026" for number in range(sheets.MOST_ROWS)]
    with CaptureQueriesContext(connection) as few:
        look(member_a, member, *rows[:300])
    with CaptureQueriesContext(connection) as many:
        found = look(member_a, member, *rows)
    assert len(many) == len(few)
    assert (len(found.errors), found.wrong) == (200, sheets.MOST_ROWS - 81)  # each province once is right
    with pytest.raises(InvalidInput):
        look(member_a, member, *rows, "one more")
