"""Every month is closed on both sides: accruals, settlements agreed and paid, invoices issued, accepted and collected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from muhatap.accounts.reads import Role
from muhatap.billing import commands, reads
from muhatap.documents.making.billing import SETTLEMENT_PAPER
from muhatap.faces.cli.demo.agenda import Agenda
from muhatap.faces.cli.stages.world import World
from muhatap.integrations.einvoice.making import make_invoice_papers
from muhatap.kernel import jobs
from muhatap.kernel.errors import Refusal
from muhatap.kernel.lists import ListQuery

T = TypeVar("T")
EVERYTHING = 2_000
OBJECTS_ONE_IN, PAYS_LATE_ONE_IN = 17, 4


def plan(agenda: Agenda, world: World) -> None:
    """Close every month on the third of the next, pay and collect in the weeks after."""
    today: date = world.ids["today"]
    month = (today - timedelta(days=215)).replace(day=1)
    while (following := (month + timedelta(days=32)).replace(day=1)) <= today - timedelta(days=3):
        closing = following + timedelta(days=2)
        agenda.on(closing, partial(close, month=month), hour=10)
        agenda.on(closing + timedelta(days=2), partial(settle, month=month), hour=11)
        agenda.on(closing + timedelta(days=3), partial(invoice, month=month), hour=12)
        for week in range(1, 9):
            agenda.on(closing + timedelta(days=3 + 7 * week), pay_and_collect, hour=14)
        month = following


def close(world: World, month: date) -> None:
    """Accrue both sides of a month."""
    finance = world.desk(Role.FINANCE)
    run = commands.begin_month_end(finance, month=month)
    for side in ("customer", "member"):
        while commands.accrue_next(finance, run_id=run.pk, side=side):
            pass
    commands.finish_month_end(finance, run_id=run.pk)


def settle(world: World, month: date) -> None:
    """Settlements of a month: sent, agreed by most members, approved with reservation, their paper made."""
    finance = world.desk(Role.FINANCE)
    for settlement in commands.draft_settlements(finance, month=month):
        commands.send_settlement(finance, settlement_id=settlement.pk)
        member = world.member(party_id=settlement.member_id)
        if settlement.pk % OBJECTS_ONE_IN == 0:
            commands.object_settlement(member, settlement_id=settlement.pk, objection="Bir gün eksik yazılmış.")
            continue
        commands.agree_settlement(member, settlement_id=settlement.pk)
        commands.approve_settlement(world.desk(Role.MANAGEMENT), settlement_id=settlement.pk, reserve=True)
        # Printed by the worker once it runs, as everything that nobody waits for.
        jobs.put(SETTLEMENT_PAPER, {"settlement_id": settlement.pk, "at": world.now.isoformat()})


def invoice(world: World, month: date) -> None:
    """Invoices of a month: issued with their papers and sent; the newest month's are not all accepted yet."""
    finance = world.desk(Role.FINANCE)
    for drafted in commands.draft_invoices(finance, month=month):
        commands.issue_invoice(finance, invoice_id=drafted.pk)
        make_invoice_papers(finance, invoice_id=drafted.pk)
        commands.send_invoice(finance, invoice_id=drafted.pk)
        if (world.ids["today"] - finance.today).days > 12:
            customer = world.customer(Role.CUSTOMER_FINANCE, party_id=drafted.customer_id)
            commands.accept_invoice(customer, invoice_id=drafted.pk)


def pay_and_collect(world: World) -> None:
    """Pay members what is due; receive what customers pay, some of them late."""
    finance = world.desk(Role.FINANCE)
    for row in reads.payable_settlements(finance):
        if row.due_on is not None and row.due_on <= finance.today + timedelta(days=3) and row.open.minor > 0:
            _pay(world, row.id)
    for owed in reads.receivables(finance, query=ListQuery(limit=EVERYTHING)).rows:
        patience = 25 if owed.id % PAYS_LATE_ONE_IN == 0 else -2
        if owed.due_on is not None and finance.today >= owed.due_on + timedelta(days=patience) and owed.open.minor > 0:
            _receive(world, owed.id, owed.number, owed.open.minor)


def _pay(world: World, settlement_id: int) -> None:
    finance = world.desk(Role.FINANCE)
    view = reads.settlement(finance, settlement_id=settlement_id)
    for iban in reads.usable_ibans(finance, member_id=view.member_id)[:1]:
        _unless_refused(
            lambda: commands.record_payment(
                finance,
                member_id=view.member_id,
                amount=view.open.minor,
                paid_on=finance.today,
                iban=iban,
                reference=view.number,
                settlement_ids=[settlement_id],
            )
        )


def _receive(world: World, invoice_id: int, number: str, amount: int) -> None:
    finance = world.desk(Role.FINANCE)
    customer = reads.invoice(finance, invoice_id=invoice_id).customer_id
    _unless_refused(
        lambda: commands.record_receipt(
            finance,
            customer_id=customer,
            amount=amount,
            received_on=finance.today,
            reference=number,
            invoice_ids=[invoice_id],
        )
    )


def _unless_refused(doing: Callable[[], T]) -> T | None:
    """What the house refuses on that day is done another week."""
    try:
        return doing()
    except Refusal:
        return None
