"""Begin a contract from what the customer accepted, and agree its financial terms."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements import commands as agreements
from muhatap.agreements.models import Kind, Status
from muhatap.contracts import rules
from muhatap.contracts.events import ContractDrafted
from muhatap.contracts.models import CustomerContract, Promise, PromisePrice
from muhatap.contracts.permissions import ContractPermission
from muhatap.contracts.rules import Terms
from muhatap.demand.models import Proposal, ProposalLine, ProposalStatus
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import Period


class ProposalNotAccepted(Refusal):
    """A contract is made from a proposal the customer accepted."""


class ContractExists(Refusal):
    """This proposal has its contract already."""


class PaymentTooLong(Refusal):
    """The payment term is longer than law allows without an express agreement (TTK m.1530/5)."""


@command(ContractPermission.DRAFT)
def draft_contract(
    actor: Actor, *, proposal_id: int, since: date, until: date, title: str = "", terms: Terms | None = None
) -> CustomerContract:
    """Begin the contract of an accepted proposal: its lines become promises with their prices from `since` to `until`.

    `until` is the first day without the contract. Raises: ProposalNotAccepted, ContractExists, InvalidInput.
    """
    proposal: Any = Proposal.objects.visible_to(actor).select_for_update().get(pk=proposal_id)
    if proposal.status != ProposalStatus.ACCEPTED:
        raise ProposalNotAccepted(
            _("Proposal %(number)s has not been accepted by the customer yet.") % {"number": proposal.number}
        )
    if CustomerContract.objects.filter(proposal=proposal).exclude(agreement__status=Status.WITHDRAWN).exists():
        raise ContractExists(_("Proposal %(number)s has a contract already.") % {"number": proposal.number})
    # A withdrawn contract gives its proposal back.
    CustomerContract.objects.filter(proposal=proposal).update(proposal=None)
    contract = _open(
        actor,
        customer_id=proposal.customer_id,
        title=title or proposal.title,
        since=since,
        until=until,
        currency=proposal.currency,
        terms=terms or Terms(),
        origin={"proposal": proposal, "request_id": proposal.request_id},
    )
    _promises_from(proposal, contract, Period(since, until))
    return contract


@command(ContractPermission.DRAFT)
def open_contract(
    actor: Actor,
    *,
    customer_id: int,
    title: str,
    since: date,
    until: date,
    currency: str = "TRY",
    terms: Terms | None = None,
) -> CustomerContract:
    """Begin a contract without a proposal; promises are added one by one. Raises: InvalidInput, PaymentTooLong."""
    return _open(
        actor,
        customer_id=customer_id,
        title=title,
        since=since,
        until=until,
        currency=currency,
        terms=terms or Terms(),
        origin={},
    )


def _open(
    actor: Actor,
    *,
    customer_id: int,
    title: str,
    since: date,
    until: date,
    currency: str,
    terms: Terms,
    origin: dict[str, Any],
) -> CustomerContract:
    _check(terms, actor)
    if until <= since:
        raise InvalidInput(_("The contract must last at least one day. Choose a later last day."), field="until")
    period = Period(since, until)
    agreement = agreements.draft_agreement(
        actor,
        kind=Kind.CUSTOMER,
        party_id=customer_id,
        title=title,
        period=period,
        currency=currency,
        renews_months=rules.RENEWAL_MONTHS if terms.auto_renew else None,
    )
    contract = CustomerContract(
        agreement=agreement,
        customer_id=customer_id,
        renewal_deadline=rules.renewal_deadline(period, terms.notice_days) if terms.auto_renew else None,
        **origin,
        **asdict(terms),
    )
    contract.save(force_insert=True)
    proposal = origin.get("proposal")
    announce(
        ContractDrafted(
            contract_id=agreement.pk, customer_id=customer_id, proposal_id=proposal.pk if proposal else None
        ),
        by=actor,
    )
    return contract


def _check(terms: Terms, actor: Actor) -> None:
    """Refuse terms that law or the calendar do not allow. Raises: PaymentTooLong, InvalidInput."""
    if not 1 <= terms.billing_day <= 31:  # noqa: PLR2004 a month has at most 31 days
        raise InvalidInput(_("The billing day lies between 1 and 31."), field="billing_day")
    if terms.payment_days < 0 or terms.notice_days < 0:
        raise InvalidInput(
            _("Days cannot be negative."), field="payment_days" if terms.payment_days < 0 else "notice_days"
        )
    if terms.late_interest_rate is not None and terms.late_interest_rate < 0:
        raise InvalidInput(_("A rate cannot be negative."), field="late_interest_rate")
    rules.check_exposure(terms.penalty_cap_percent, terms.liability_cap, terms.price_index, terms.revision_month)
    most = int(parameter("payment_term_max_days", actor.today))
    if rules.payment_too_long(terms.payment_days, most=most, agreed=terms.long_payment_agreed):
        raise PaymentTooLong(
            _(
                "A payment term over %(most)d days needs an express agreement without gross unfairness"
                " (TTK art. 1530/5). Shorten it, or confirm that it was agreed expressly."
            )
            % {"most": most},
            field="payment_days",
        )


def _promises_from(proposal: Proposal, contract: CustomerContract, period: Period) -> None:
    """Every line with its price; the delivery mode is the service's."""
    lines = list(ProposalLine.objects.filter(proposal=proposal).select_related("service", "price").order_by("position"))
    promises = Promise.objects.bulk_create(
        Promise(
            contract=contract,
            customer_id=contract.customer_id,
            location_id=line.location_id,
            service_id=line.service_id,
            quantity=line.quantity,
            unit=line.unit,
            basis=line.basis,
            pattern=line.pattern,
            window_from=line.window_from,
            window_until=line.window_until,
            standard=line.standard,
            period=period.range(),
            delivery_mode=line.service.delivery_mode,
            position=position,
        )
        for position, line in enumerate(lines, start=1)
    )
    PromisePrice.objects.bulk_create(
        PromisePrice(
            promise=promise,
            customer_id=contract.customer_id,
            unit_price=line.price.unit_price,
            period=period.range(),
        )
        for promise, line in zip(promises, lines, strict=True)
    )


def locked_draft(actor: Actor, contract_id: int) -> CustomerContract:
    """A contract whose agreement is a draft, locked for change. Raises: AgreementNotDraft."""
    contract: Any = (
        CustomerContract.objects.visible_to(actor).select_for_update().select_related("agreement").get(pk=contract_id)
    )
    if contract.agreement.status != Status.DRAFT:
        raise agreements.AgreementNotDraft(
            _("%(number)s is no longer a draft. Take it back first, then change it and send it again.")
            % {"number": contract.agreement.number}
        )
    return contract  # type: ignore[no-any-return]


@command(ContractPermission.DRAFT)
def set_terms(
    actor: Actor, *, contract_id: int, title: str, since: date, until: date, terms: Terms
) -> CustomerContract:
    """Agree title, period and financial terms of a draft; promises follow the period.

    Raises: AgreementNotDraft, PaymentTooLong, InvalidInput.
    """
    contract = locked_draft(actor, contract_id)
    _check(terms, actor)
    if until <= since:
        raise InvalidInput(_("The contract must last at least one day. Choose a later last day."), field="until")
    period = Period(since, until)
    agreements.change_draft(
        actor,
        agreement_id=contract_id,
        title=title,
        period=period,
        renews_months=rules.RENEWAL_MONTHS if terms.auto_renew else None,
    )
    for name, value in asdict(terms).items():
        setattr(contract, name, value)
    contract.renewal_deadline = rules.renewal_deadline(period, terms.notice_days) if terms.auto_renew else None
    contract.save(update_fields=[*asdict(terms), "renewal_deadline"])
    refit(actor, contract, period)
    return contract


def refit(actor: Actor, contract: CustomerContract, period: Period) -> list[Promise]:
    """Let every promise of a contract last for `period`, and its prices with it; the promises that changed."""
    changed = []
    for promise in Promise.objects.filter(contract=contract).prefetch_related("prices"):
        old = Period.of(promise.period)
        if old == period:
            continue
        fit_prices(actor, promise, period)
        promise.period = period.range()
        promise.save(update_fields=["period"])
        changed.append(promise)
    return changed


def fit_prices(actor: Actor, promise: Promise, period: Period) -> None:
    """Cut or stretch the prices of a promise so that they fill `period`."""
    rows = {price.pk: price for price in promise.prices.all()}
    for key, kept in rules.fitted([(key, Period.of(row.period)) for key, row in rows.items()], period):
        if kept is None:
            rows[key].delete()
        elif kept != Period.of(rows[key].period):
            rows[key].period = kept.range()
            rows[key].save(update_fields=["period"])
