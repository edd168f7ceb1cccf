"""Steps 10 and 11 of the story: month end, the settlement and its payment, the invoice and its receipt, the books."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from muhatap.accounts.reads import Role
from muhatap.billing import commands, reads
from muhatap.documents.making.billing import make_settlement_paper
from muhatap.faces.cli.stages.world import World
from muhatap.faces.web import formats
from muhatap.integrations.einvoice.making import make_invoice_papers
from muhatap.kernel.actors import ISTANBUL
from muhatap.kernel.calendars import add_working_days
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.ledger import reads as books


def _money(amount: Money) -> str:
    return formats.money(amount.minor, amount.currency, "tr")


def _to(world: World, day: date) -> None:
    """Let time pass to nine o'clock of a day, never back."""
    world.now = max(world.now, datetime.combine(day, time(9), ISTANBUL))


def play_member_accruals(world: World) -> str:
    """Step 10: on the first working day after the month both sides are accrued from accepted jobs."""
    # The newest month that has jobs and is over, or will be: in its first days a month has not been worked yet.
    worked = world.now.astimezone(ISTANBUL).date() - timedelta(days=15)
    period = Period.month(worked.year, worked.month)
    _to(world, add_working_days(period.end or worked, 0))
    finance = world.desk(Role.FINANCE)
    commands.run_month_end(finance, month=period.start)
    found = reads.month_end(finance, month=period.start)
    world.ids["month"] = period.start
    world.ids["member_accruals"] = sum(one.accrued_lines for one in found.members)
    world.ids["customer_accruals"] = sum(one.accrued_lines for one in found.customers)
    return (
        f"Month end of {period.start:%m.%Y}: {world.ids['member_accruals']} member lines over {_money(found.cost)},"
        f" {world.ids['customer_accruals']} customer lines over {_money(found.revenue)}"
    )


def play_settlement(world: World) -> str:
    """Step 10: the settlement is drafted, sent, agreed by the member in its portal, and approved."""
    finance, month = world.desk(Role.FINANCE), world.ids["month"]
    made = commands.draft_settlement(finance, project_agreement_id=world.ids["project_agreement"], month=month)
    make_settlement_paper(finance, settlement_id=made.pk)
    commands.send_settlement(finance, settlement_id=made.pk)
    world.advance(hours=3)
    commands.agree_settlement(world.member(), settlement_id=made.pk)
    world.settle()
    world.advance(hours=2)
    management = world.desk(Role.MANAGEMENT)
    commands.approve_settlement(management, settlement_id=made.pk, reserve=True)
    world.keep(f"{made.number}.pdf", make_settlement_paper(management, settlement_id=made.pk))
    world.ids["settlement"] = made.pk
    view = reads.settlement(management, settlement_id=made.pk)
    return f"{view.number}: agreed by the member, approved; {_money(view.payable)} to be paid on {view.due_on:%d.%m.%Y}"


def play_customer_accruals(world: World) -> str:
    """Step 11: what the customer owes for the month stands accrued, line by line."""
    found = reads.month_end(world.desk(Role.FINANCE), month=world.ids["month"])
    mine = next(one for one in found.customers if one.id == world.ids["contract"])
    return f"{mine.number}: {mine.accrued_lines} lines accrued over {_money(mine.accrued)}, {mine.due_lines} left"


def play_invoice(world: World) -> str:
    """Step 11: the invoice with VAT and withholding, its PDF and UBL-TR XML, accepted by the customer."""
    finance = world.desk(Role.FINANCE)
    made = commands.draft_invoice(finance, contract_id=world.ids["contract"], month=world.ids["month"])
    commands.issue_invoice(finance, invoice_id=made.pk)
    pdf, xml = make_invoice_papers(finance, invoice_id=made.pk)
    commands.send_invoice(finance, invoice_id=made.pk)
    world.ids["invoice"] = made.pk
    world.advance(days=1)
    commands.accept_invoice(world.customer(Role.CUSTOMER_FINANCE), invoice_id=made.pk)
    world.settle()
    view = reads.invoice(world.desk(Role.FINANCE), invoice_id=made.pk)
    world.keep(f"fatura-{view.number}.pdf", pdf)
    world.keep(f"invoice-{view.number}.xml", xml)
    taxes = f"{_money(view.vat)} VAT - {_money(view.withheld)} withheld"
    return f"{view.number}: {_money(view.net)} + {taxes} = {_money(view.payable)}"


def play_receipt(world: World) -> str:
    """Step 11: the customer pays on the due day."""
    view = reads.invoice(world.desk(Role.FINANCE), invoice_id=world.ids["invoice"])
    if view.due_on is not None:
        _to(world, add_working_days(view.due_on, 0))
    finance = world.desk(Role.FINANCE)
    made = commands.record_receipt(
        finance,
        customer_id=view.customer_id,
        amount=view.open.minor,
        received_on=finance.today,
        reference=f"HVL-{finance.today:%Y%m%d}-001",
        invoice_ids=(view.id,),
    )
    world.ids["receipt"] = made.pk
    return f"{made.number}: {_money(view.open)} received from {view.customer}; {view.number} is paid"


def play_payment(world: World) -> str:
    """Step 10: the member is paid on the day of its own agreement."""
    view = reads.settlement(world.desk(Role.FINANCE), settlement_id=world.ids["settlement"])
    if view.due_on is not None:
        _to(world, add_working_days(view.due_on, 0))
    finance = world.desk(Role.FINANCE)
    made = commands.record_payment(
        finance,
        member_id=view.member_id,
        amount=view.open.minor,
        paid_on=finance.today,
        iban=reads.usable_ibans(finance, member_id=view.member_id)[0],
        reference=f"EFT-{finance.today:%Y%m%d}-001",
        settlement_ids=(view.id,),
    )
    world.ids["payment"] = made.pk
    return f"{made.number}: {_money(view.open)} paid to {view.member}; {view.number} is paid"


def play_books(world: World) -> str:
    """Step 11: the trial balance is zero, the chain of entries whole, the margin known per promise."""
    finance = world.desk(Role.FINANCE)
    period = Period(world.ids["month"].replace(month=1, day=1))
    balance = books.trial_balance(finance, period=period)
    lines = ["account,debit,credit", *(f"{row.code},{row.debit.major},{row.credit.major}" for row in balance.rows)]
    world.keep("trial_balance.csv", "\n".join([*lines, ""]).encode())
    chain = books.verify_chain(finance)
    margin = reads.contract_margin(world.desk(Role.MANAGEMENT), contract_id=world.ids["contract"]).total
    entries = books.entries(finance, query=ListQuery(limit=1)).total
    state = "zero" if balance.balanced and chain.whole else "NOT zero"
    earned = f"{_money(margin.margin)} ({margin.percent} %)"
    return f"Trial balance {state} over {entries} entries; margin of the contract {earned}"
