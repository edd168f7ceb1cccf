"""Quotes of the demo: one round whose deadline has passed, with every kind of answer, and one that still waits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from muhatap.accounts.reads import Role
from muhatap.faces.cli.demo.agenda import Agenda
from muhatap.faces.cli.demo.cast import CUSTOMERS
from muhatap.faces.cli.demo.network import PDF, RATES
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.sourcing import commands, reads
from muhatap.sourcing.commands import LateQuote, QuotedLine

MOST_LINES, ASKED = 4, 6
PASSED, WAITING = CUSTOMERS[3], CUSTOMERS[5]
CLEANING = "office_cleaning"
CENT = Decimal("0.01")


def plan(agenda: Agenda, world: World) -> None:
    """What happens around the two rounds in the last days."""
    today: date = world.ids["today"]
    agenda.on(today - timedelta(days=6), ask_first, hour=9)
    agenda.on(today - timedelta(days=4), answer_in_time, hour=15)
    agenda.on(today - timedelta(days=1), answer_too_late, hour=18)
    agenda.on(today - timedelta(days=2), ask_again, hour=10)
    agenda.on(today - timedelta(days=1), answer_first, hour=11)


def _open(world: World, key: str, promises: list[int], closes: date) -> None:
    """A round over promises, and everybody asked who fits, those too that nearly do; the members in turn."""
    desk = world.desk(Role.NETWORK_DESK)
    opened = commands.open_round(
        desk, contract_id=world.ids["contract", key], deadline=closes + timedelta(days=3), promise_ids=promises
    )
    known = [one.member_id for one in reads.invitable(desk, round_id=opened.pk)]
    mine = world.ids["member", "uye1"]
    chosen = ([mine] if mine in known else []) + [one for one in known if one != mine]
    made = commands.invite_to_quote(
        desk, round_id=opened.pk, member_ids=chosen[:ASKED], deadline=datetime.combine(closes, time(17), ISTANBUL),
        message="Fiyatlarınızı KDV hariç yazın; malzeme ve ekipman fiyata dahil olsun.",
    )  # fmt: skip
    asked = {one.member_id: one.pk for one in made}
    world.ids["asked", key] = [(member, asked[member]) for member in chosen[:ASKED]]


def _ask(world: World, key: str, closes: date) -> None:
    """Prices for cleaning in Istanbul are asked for again before the contract is renewed."""
    lines = reads.sourcing_round(world.desk(Role.NETWORK_DESK), round_id=world.ids["round", key]).lines
    wanted = [one.promise_id for one in lines if one.service_id == CLEANING and one.place.endswith("İstanbul")]
    _open(world, key, wanted[:MOST_LINES], closes)


def ask_first(world: World) -> None:
    """A round whose quotes were wanted until yesterday afternoon."""
    _ask(world, PASSED.key, world.ids["today"] - timedelta(days=1))


def ask_again(world: World) -> None:
    """A round in which there is time until the day after tomorrow."""
    _ask(world, WAITING.key, world.ids["today"] + timedelta(days=2))


def _fill_in(owner: Actor, invitation_id: int, *, percent: int, place: int) -> None:
    """Prices around the market; every second member names one for the whole line, the third offers all but one."""
    lines = []
    it = reads.invitation(owner, invitation_id=invitation_id)
    for number, line in enumerate(it.lines):
        basis, _, unit = line.ways[0][0].partition(":")
        _, market = RATES[line.service_id]
        price = (Decimal(market) * percent / 100).quantize(CENT)
        if place == 1 and basis == "per_head":
            basis, unit, price = "per_period", "LS", (price * line.quantity).quantize(CENT)
        offered = not (place == 2 and number == len(it.lines) - 1 and number)
        lines.append(
            QuotedLine(
                line.asked_id,
                offered=offered,
                unit_price=price,
                basis=basis,
                unit=unit,
                lead_days=7 + 4 * place,
                remark="" if offered else "Bu ilçede ekibimiz yok.",
            )
        )
    valid = owner.today + timedelta(days=60)
    commands.save_quote(owner, invitation_id=invitation_id, lines=lines, valid_until=valid, remark="Malzeme dahildir.")


def answer_in_time(world: World) -> None:
    """Three quotes come in, one stays a draft, one member declines."""
    asked = world.ids["asked", PASSED.key]
    for place, (member, invitation) in enumerate(asked[:5]):
        owner = world.member(party_id=member)
        if place == 4:
            commands.decline_to_quote(owner, invitation_id=invitation, reason="Ekiplerimiz bu dönem dolu.")
            continue
        _fill_in(owner, invitation, percent=(97, 95, 101, 99)[place], place=place)
        if place == 0:
            commands.attach_to_quote(owner, invitation_id=invitation, data=PDF + b"fiyat", name="Fiyat analizi.pdf")
        if place < 3:
            commands.send_quote(owner, invitation_id=invitation)


def answer_too_late(world: World) -> None:
    """An hour after the deadline one more quote is tried, and refused."""
    for member, invitation in world.ids["asked", PASSED.key][5:]:
        try:
            _fill_in(world.member(party_id=member), invitation, percent=90, place=0)
        except LateQuote:
            continue
        raise ValueError(f"a late quote for invitation {invitation} was taken")


def answer_first(world: World) -> None:
    """In the round that still waits, one quote is here already."""
    for member, invitation in world.ids["asked", WAITING.key][1:2]:
        owner = world.member(party_id=member)
        _fill_in(owner, invitation, percent=98, place=0)
        commands.send_quote(owner, invitation_id=invitation)
