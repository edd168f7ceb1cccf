"""What the network cannot deliver yet: one gap that a member closed, one for which companies were asked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from muhatap.accounts.reads import Role
from muhatap.faces.cli.demo.agenda import Agenda, days_before
from muhatap.faces.cli.demo.cast import members
from muhatap.faces.cli.demo.network import tax_number
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import Actor, Audience
from muhatap.network import commands
from muhatap.roles import ANYBODY

CLOSED_SERVICE, CLOSED_PLACE = "tree_pruning", ("48", "Bodrum")
OPEN_SERVICE, OPEN_PLACE = "disinfection", ("59", "Çerkezköy")
MESSAGE = "Bu ilçede hizmetinizi arıyoruz; başvurunuzu bekliyoruz."


def plan(agenda: Agenda, world: World) -> None:
    """Put the gaps and what was done about them into the agenda."""
    today = world.ids["today"]
    agenda.on(days_before(today, 150), lambda w: _note(w, CLOSED_SERVICE, CLOSED_PLACE, "12"))
    agenda.on(days_before(today, 148), lambda w: _ask(w, CLOSED_SERVICE, CLOSED_PLACE, "Kıyı Ağaç Bakım", "kiyi"))
    agenda.on(days_before(today, 126), _cover)
    agenda.on(days_before(today, 40), lambda w: _note(w, OPEN_SERVICE, OPEN_PLACE, "4000"))
    agenda.on(days_before(today, 38), lambda w: _ask(w, OPEN_SERVICE, OPEN_PLACE, "Trakya Hijyen", "trakya"))
    agenda.on(days_before(today, 37), lambda w: _ask(w, OPEN_SERVICE, OPEN_PLACE, "Ergene Dezenfeksiyon", "ergene"))
    agenda.on(days_before(today, 6), _answer)


def _note(world: World, service: str, where: tuple[str, str], quantity: str) -> None:
    desk = world.desk(Role.NETWORK_DESK)
    commands.note_network_gap(
        desk,
        service_id=service,
        district_id=world.district(*where),
        quantity=Decimal(quantity),
        wanted_from=desk.today + timedelta(days=60),
    )


def _ask(world: World, service: str, where: tuple[str, str], company: str, key: str) -> None:
    made = commands.invite(
        world.desk(Role.NETWORK_DESK),
        email=f"merhaba@{key}.example",
        company_name=company,
        service_id=service,
        district_id=world.district(*where),
        message=MESSAGE,
    )
    world.ids["invitation", key] = made.token


def _cover(world: World) -> None:
    """A gardener of the network takes the missing service on."""
    cast = next(
        one for one in members() if "garden_maintenance" in one.services and "48" in one.reach and one.stage == "active"
    )
    member = world.ids["member", cast.key]
    proposed = commands.propose_coverage(
        world.member(party_id=member),
        member_id=member,
        service_id=CLOSED_SERVICE,
        district_ids=[world.district(*CLOSED_PLACE)],
        capacity=Decimal(40),
        valid_from=world.now.date(),
    )
    commands.approve_coverages(world.desk(Role.NETWORK_DESK), coverage_ids=[one.pk for one in proposed])


def _answer(world: World) -> None:
    """One of the companies asked applies."""
    visitor = Actor(audience=Audience.PUBLIC, now=world.now, permissions=ANYBODY[Audience.PUBLIC])
    commands.apply(
        visitor,
        company_name="Trakya Hijyen Hizmetleri Ltd. Şti.",
        tax_number=tax_number(901),
        tax_office="Çerkezköy",
        contact_name="Sevda Ergin",
        phone="+905325559010",
        email="merhaba@trakya.example",
        district_id=world.district(*OPEN_PLACE),
        services=[OPEN_SERVICE],
        workers=22,
        provinces=[OPEN_PLACE[0]],
        about="Trakya'da yüzey dezenfeksiyonu yapıyoruz.",
        invitation_token=world.ids["invitation", "trakya"],
    )
