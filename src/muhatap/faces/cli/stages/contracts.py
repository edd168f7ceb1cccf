"""Step 4 of the story: the contract from the accepted proposal, signed by both sides, and its project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from muhatap.accounts.reads import Role
from muhatap.agreements import reads as agreements
from muhatap.contracts import commands, reads
from muhatap.contracts.rules import Terms
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.cli.stages.network import keep_paper, sign_by_both
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import Actor

# Contracts run for so many years.
YEAR = 1


def first_of_next_month(day: date) -> date:
    """The first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def draft(world: World, desk: Actor, *, since: date, terms: Terms | None = None) -> int:
    """Draft the contract of the world's accepted proposal; returns its id."""
    contract = commands.draft_contract(
        desk,
        proposal_id=world.ids["proposal"],
        since=since,
        until=since.replace(year=since.year + YEAR),
        title="Entegre temizlik ve haşere mücadelesi hizmetleri",
        terms=terms or Terms(network_notice=True, statement_approval=True),
    )
    contract_id: int = contract.pk
    return contract_id


def send(world: World, desk: Actor, contract_id: int) -> None:
    """Freeze the contract with its paper, the customer to sign before us, and send it."""
    row = reads.contract(desk, contract_id=contract_id).row
    theirs = agreements.party_signers(desk, party_id=row.customer_id)[0]
    ours = agreements.desk_signers(desk)[0]
    version = commands.freeze_contract(
        desk,
        contract_id=contract_id,
        signers=[replace(theirs, title="Genel Müdür"), replace(ours, title="Sözleşme Yöneticisi")],
    )
    make_paper(desk, version_id=version.pk)
    commands.send_contract(desk, contract_id=contract_id)


def play_contract(world: World) -> str:
    """Drafted with terms and network notice, frozen, signed in order with one-time codes, sealed with its evidence."""
    world.advance(days=1)
    desk = world.desk(Role.CONTRACT_DESK)
    contract_id = draft(world, desk, since=first_of_next_month(world.now.date()))
    world.ids["contract"] = contract_id
    send(world, desk, contract_id)
    world.settle()
    world.advance(hours=4)
    sign_by_both(world, contract_id, world.customer())
    sign_by_both(world, contract_id, world.desk(Role.CONTRACT_DESK))
    view = reads.contract(desk, contract_id=contract_id)
    world.ids["promises"] = [line.id for line in view.lines]
    keep_paper(world, contract_id, "04-sozlesme.pdf")
    version = agreements.versions_of(world.house, agreement_id=contract_id)[0]
    return (
        f"{view.row.number}: {len(view.lines)} promises, signed by both sides with one-time codes,"
        f" content sha256 {version.sha256[:12]}"
    )


def play_project(world: World) -> str:
    """The project opened by the signature gets a manager and a deputy who know its classes of service."""
    world.advance(hours=2)
    desk = world.desk(Role.MANAGEMENT)
    found = reads.project_of(desk, contract_id=world.ids["contract"])
    if found is None:
        raise ValueError("a signed contract has its project")
    world.ids["project"] = found.row.id
    fitting = [one for one in reads.experts(desk, project_id=found.row.id) if one.fits]
    manager = world.desk(Role.PROJECT_MANAGER).user_id
    deputy = next(one for one in fitting if one.user_id != manager)
    project = commands.assign_project(
        desk, project_id=found.row.id, manager_id=manager or fitting[0].user_id, deputy_id=deputy.user_id
    )
    view = reads.project(desk, project_id=project.pk)
    return f"{view.row.code}: led by {view.row.manager}, deputy {view.row.deputy}, {', '.join(view.categories)}"
