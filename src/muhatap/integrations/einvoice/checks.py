"""What the authority's own rules let through although it is wrong: our checks of an e-invoice.

They hold for what we issue and for what a member sends; each finding is a sentence with a stable code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_number
from stdnum.tr import tckimlik, vkn

from muhatap.billing.rules import TaxRefused, WithholdingRule, rule_on
from muhatap.integrations.einvoice.documents import EInvoice, EKind, ELine, EParty, EScenario, totals_of

NUMBER = re.compile(r"[A-Z0-9]{3}20\d{2}\d{9}")
UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
SALE_EXEMPTIONS = frozenset({"151", "351"})
"""Exemption codes a plain sale may carry; all others need ISTISNA (tried against the schematron)."""
TOLERANCE = 1
"""Kuruş by which a line may differ, since senders round in different orders; totals must be exact."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with the values it names; `sentence` is in the reader's language."""

    code: str
    message: Promise | str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """What is wrong, for a person."""
        return str(self.message) % dict(self.values)


def _finding(code: str, message: Promise | str, /, **values: object) -> Finding:
    return Finding(code, message, tuple(values.items()))


def check(invoice: EInvoice, *, rules: Iterable[WithholdingRule], today: date) -> tuple[Finding, ...]:
    """Everything wrong with an e-invoice beyond the authority's rules; empty if nothing is.

    `rules`: the dated withholding table; the ratio is looked up on the last day of the invoiced period.
    """
    table = tuple(rules)
    service_date = invoice.period[1] if invoice.period else invoice.issued_on
    parts: Sequence[Callable[[], Iterator[Finding]]] = (
        lambda: _head(invoice, today),
        lambda: _party("seller", invoice.seller),
        lambda: _party("buyer", invoice.buyer),
        lambda: _kind(invoice),
        lambda: _payment(invoice),
        lambda: _lines(invoice.lines, table, service_date),
        lambda: _exemptions(invoice),
        lambda: _totals(invoice),
    )
    return tuple(finding for part in parts for finding in part())


def _head(invoice: EInvoice, today: date) -> Iterator[Finding]:
    if not NUMBER.fullmatch(invoice.number):
        yield _finding("number", _("“%(number)s” is not an e-invoice number."), number=invoice.number)
    if not UUID.fullmatch(invoice.uuid):
        yield _finding("uuid", _("“%(uuid)s” is not an ETTN."), uuid=invoice.uuid)
    if invoice.issued_on > today:
        yield _finding("future", _("The invoice is dated %(day)s, in the future."), day=invoice.issued_on)
    if not invoice.lines:
        yield _finding("no_lines", _("The invoice has no line."))
    if invoice.period and invoice.period[1] < invoice.period[0]:
        yield _finding("period", _("The invoiced period ends before it begins."))
    if (invoice.currency == "TRY") != (invoice.exchange_rate is None):
        yield _finding("rate", _("An exchange rate belongs to a foreign currency, and only there."))


def _party(role: str, party: EParty) -> Iterator[Finding]:
    side = _("seller") if role == "seller" else _("buyer")
    valid = tckimlik.is_valid(party.tax_number) if party.is_person else vkn.is_valid(party.tax_number)
    if not valid:
        yield _finding(
            f"{role}_tax_number",
            _("The tax number %(number)s of the %(side)s is wrong: its check digit does not fit."),
            number=party.tax_number,
            side=side,
        )
    named = party.first_name and party.family_name if party.is_person else party.name
    if not named:
        yield _finding(f"{role}_name", _("The name of the %(side)s is missing."), side=side)
    if not party.address.district or not party.address.city:
        yield _finding(f"{role}_address", _("District or city of the %(side)s is missing."), side=side)


def _kind(invoice: EInvoice) -> Iterator[Finding]:
    withheld = any(line.withholding for line in invoice.lines)
    if invoice.kind is EKind.WITHHELD and not withheld:
        yield _finding("kind_without_withholding", _("A TEVKIFAT invoice needs a line with withholding."))
    if withheld and invoice.kind not in (EKind.WITHHELD, EKind.RETURN):
        yield _finding(
            "withholding_on_kind",
            _("A %(kind)s invoice cannot carry withholding; its type must be TEVKIFAT."),
            kind=invoice.kind.value,
        )
    if invoice.kind is EKind.RETURN:
        if invoice.scenario is EScenario.COMMERCIAL:
            yield _finding("return_scenario", _("A return invoice cannot be a TICARIFATURA."))
        if not invoice.returned:
            yield _finding("return_reference", _("A return invoice must name the invoice it returns."))
    for returned in invoice.returned:
        if not NUMBER.fullmatch(returned.number):
            yield _finding("return_number", _("“%(number)s” is not an e-invoice number."), number=returned.number)


def _payment(invoice: EInvoice) -> Iterator[Finding]:
    if invoice.iban and not (invoice.iban.startswith("TR") and iban_number.is_valid(invoice.iban)):
        yield _finding("iban", _("“%(iban)s” is not a valid Turkish IBAN."), iban=invoice.iban)
    if invoice.due_on and invoice.due_on < invoice.issued_on:
        yield _finding("due", _("The invoice is due on %(day)s, before its own date."), day=invoice.due_on)


def _half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _lines(lines: Sequence[ELine], rules: tuple[WithholdingRule, ...], day: date) -> Iterator[Finding]:
    for position, line in enumerate(lines, 1):
        expected = _half_up(line.quantity * line.unit_price * 100) - line.discount
        if abs(expected - line.net) > TOLERANCE:
            yield _finding(
                "line_amount",
                _("Line %(line)s: quantity × price − discount is %(expected)s, not %(found)s kuruş."),
                line=position,
                expected=expected,
                found=line.net,
            )
        vat = _half_up(line.net * line.vat_rate / 100)
        if abs(vat - line.vat) > TOLERANCE:
            yield _finding(
                "line_vat",
                _("Line %(line)s: VAT is %(expected)s, not %(found)s kuruş."),
                line=position,
                expected=vat,
                found=line.vat,
            )
        yield from _line_withholding(position, line, rules, day)


def _line_withholding(position: int, line: ELine, rules: tuple[WithholdingRule, ...], day: date) -> Iterator[Finding]:
    """The ratio must be the table's on the day, and the amount the ratio's."""
    if line.withholding is None:
        if line.withheld:
            yield _finding("withheld_without_code", _("Line %(line)s withholds VAT without a code."), line=position)
        return
    try:
        rule = rule_on(rules, line.withholding.code, day)
    except TaxRefused:
        yield _finding(
            "withholding_code",
            _("Line %(line)s: withholding code %(code)s does not exist on %(day)s."),
            line=position,
            code=line.withholding.code,
            day=day,
        )
        return
    if line.withholding.percent * rule.denominator != rule.numerator * 100:
        yield _finding(
            "withholding_ratio",
            _("Line %(line)s: code %(code)s is withheld at %(ratio)s on %(day)s, not %(percent)s%%."),
            line=position,
            code=rule.code,
            ratio=f"{rule.numerator}/{rule.denominator}",
            day=day,
            percent=line.withholding.percent,
        )
        return
    expected = rule.share_of(line.vat)
    if abs(expected - line.withheld) > TOLERANCE:
        yield _finding(
            "line_withheld",
            _("Line %(line)s: withheld VAT is %(expected)s, not %(found)s kuruş."),
            line=position,
            expected=expected,
            found=line.withheld,
        )


def _exemptions(invoice: EInvoice) -> Iterator[Finding]:
    for position, line in enumerate(invoice.lines, 1):
        if line.vat_rate == 0 and line.exemption is None:
            yield _finding(
                "exemption_missing",
                _("Line %(line)s carries no VAT and does not say why."),
                line=position,
            )
        elif line.vat_rate != 0 and line.exemption is not None:
            yield _finding(
                "exemption_with_vat",
                _("Line %(line)s carries VAT and an exemption at once."),
                line=position,
            )
        elif (
            line.exemption
            and invoice.kind in (EKind.SALE, EKind.WITHHELD)
            and line.exemption.code not in SALE_EXEMPTIONS
        ):
            yield _finding(
                "exemption_kind",
                _("Line %(line)s: exemption %(code)s needs an ISTISNA invoice."),
                line=position,
                code=line.exemption.code,
            )
    if invoice.kind is EKind.EXEMPT and not any(line.exemption for line in invoice.lines):
        yield _finding("kind_without_exemption", _("An ISTISNA invoice needs a line with an exemption."))


def _totals(invoice: EInvoice) -> Iterator[Finding]:
    """The totals must be the exact sums of the lines; the authority only warns about the payable amount."""
    expected = totals_of(invoice.lines)
    names = {
        "net": _("total without VAT"),
        "vat": _("computed VAT"),
        "withheld": _("withheld VAT"),
        "gross": _("total with VAT"),
        "payable": _("amount payable"),
    }
    for field, name in names.items():
        right, found = getattr(expected, field), getattr(invoice.totals, field)
        if right != found:
            yield _finding(
                f"total_{field}",
                _("The %(name)s is %(expected)s, not %(found)s kuruş."),
                name=name,
                expected=right,
                found=found,
            )
