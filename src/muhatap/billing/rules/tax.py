"""VAT and partial withholding (KDV tevkifatı) of one document, after KDVGUT I/C-2.1.

Amounts are whole kuruş (`int`), rounded half-up per line; a document is the exact sum of its lines.
Rates are percents as `Decimal`. Ratios, limits and dates come in as values from the dated tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from muhatap.kernel.errors import Refusal

PERCENT = Decimal(100)


class TaxRefused(Refusal):
    """The tax of a document cannot be computed from what was given."""

    def __init__(self, sentence: str, **values: object) -> None:
        """Say what is wrong; keep the values it names for machines."""
        super().__init__(sentence % values)
        self.values = values


class TaxClass(StrEnum):
    """How the VAT law sees a party (KDVGUT I/C-2.1.3.1)."""

    A = "A"  # registered for VAT
    B = "B"  # designated buyer: public bodies, banks, listed companies, ...
    B13 = "B13"  # the part of B that also withholds on "other services" (code 616)
    N = "N"  # neither: an apartment management, a private person


@dataclass(frozen=True, slots=True)
class TaxProfile:
    """The tax side of a party on the day of the service."""

    tax_class: TaxClass
    force_majeure: bool = False

    @property
    def designated(self) -> bool:
        """Whether the party is a designated buyer (belirlenmiş alıcı); B13 is a subset of B."""
        return self.tax_class in (TaxClass.B, TaxClass.B13)


class WithheldBy(StrEnum):
    """Which buyers withhold on a service."""

    A_AND_B = "A+B"
    B = "B"
    B13 = "B13"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WithholdingRule:
    """One dated row of the withholding table; valid on the days of [valid_from, valid_to).

    `threshold_for_a`: VAT-inclusive kuruş of the job from which buyers of class A withhold too (code 601).
    `released_when_passed_on`: the customer does not withhold if the seller passes the whole job on (614).
    """

    code: str
    numerator: int
    denominator: int
    withheld_by: WithheldBy
    valid_from: date
    valid_to: date | None = None
    threshold_for_a: int | None = None
    released_when_passed_on: bool = False

    def __post_init__(self) -> None:
        """Refuse a ratio that is no part of a whole and a period without a day."""
        if not 0 < self.numerator <= self.denominator:
            raise TaxRefused(
                _("The withholding ratio %(numerator)s/%(denominator)s of %(code)s is not a part of one."),
                code=self.code,
                numerator=self.numerator,
                denominator=self.denominator,
            )
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise TaxRefused(
                _("The withholding rule %(code)s ends before it begins (%(day)s)."),
                code=self.code,
                day=self.valid_to,
            )

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def share_of(self, vat: int) -> int:
        """The withheld part of a VAT amount, kuruş, half-up."""
        return _half_up(Decimal(vat) * self.numerator / self.denominator)


class WhyWithheld(StrEnum):
    """The reason a line was withheld from or not; shown beside the amount."""

    WITHHELD = "withheld"
    NO_VAT = "no_vat"
    NOT_IN_TABLE = "not_in_table"  # goods, and services the communiqué does not name
    SELLER_DESIGNATED = "seller_designated"
    BUYER_NOT_REGISTERED = "buyer_not_registered"
    BUYER_DOES_NOT_WITHHOLD = "buyer_does_not_withhold"
    BUYER_IN_FORCE_MAJEURE = "buyer_in_force_majeure"
    PASSED_ON = "passed_on"
    WITHIN_LIMIT = "within_limit"
    ORIGINAL_NOT_WITHHELD = "original_not_withheld"


@dataclass(frozen=True, slots=True)
class TaxableLine:
    """One line before tax: net kuruş, VAT percent, withholding code (None for goods).

    `passed_on`: the seller passes this whole job on to another company.
    `original_withheld`: for a price difference only, whether the original line was withheld from.
    """

    net: int
    vat_rate: Decimal
    withholding_code: str | None = None
    passed_on: bool = False
    original_withheld: bool | None = None


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """One line with its tax, kuruş."""

    net: int
    vat_rate: Decimal
    vat: int
    withheld: int
    why: WhyWithheld
    rule: WithholdingRule | None = None

    @property
    def gross(self) -> int:
        """Price with the whole VAT, kuruş."""
        return self.net + self.vat

    @property
    def vat_collected(self) -> int:
        """The VAT the seller itself receives, kuruş."""
        return self.vat - self.withheld

    @property
    def payable(self) -> int:
        """What the buyer pays to the seller, kuruş."""
        return self.net + self.vat_collected


@dataclass(frozen=True, slots=True)
class TaxedDocument:
    """All lines of one document with exact sums, kuruş."""

    lines: tuple[TaxedLine, ...]

    @property
    def net(self) -> int:
        """Price without VAT, kuruş."""
        return sum(line.net for line in self.lines)

    @property
    def vat(self) -> int:
        """Computed VAT before withholding, kuruş."""
        return sum(line.vat for line in self.lines)

    @property
    def withheld(self) -> int:
        """VAT the buyer pays to the tax office, kuruş."""
        return sum(line.withheld for line in self.lines)

    @property
    def gross(self) -> int:
        """Price with the whole VAT, kuruş."""
        return self.net + self.vat

    @property
    def payable(self) -> int:
        """What the buyer pays to the seller, kuruş."""
        return self.gross - self.withheld


def rule_on(rules: Iterable[WithholdingRule], code: str, day: date) -> WithholdingRule:
    """The withholding rule of a code on a day. Raises: TaxRefused if the table has none, or two."""
    found = [rule for rule in rules if rule.code == code and rule.holds_on(day)]
    if not found:
        raise TaxRefused(_("The withholding table has no code %(code)s on %(day)s."), code=code, day=day)
    if len(found) > 1:
        raise TaxRefused(_("The withholding table has code %(code)s twice on %(day)s."), code=code, day=day)
    return found[0]


def tax(
    lines: Sequence[TaxableLine],
    *,
    seller: TaxProfile,
    buyer: TaxProfile,
    service_date: date,
    rules: Iterable[WithholdingRule],
    limit: int,
    rest_of_job: int = 0,
) -> TaxedDocument:
    """VAT and withholding of one document, kuruş (KDVK m.9; KDVGUT I/C-2.1.3).

    `limit`: invoice limit of the service's year, VAT-inclusive kuruş (VUK m.232); only above it is withheld.
    `rest_of_job`: VAT-inclusive kuruş of the same job on other documents, since splitting a job is ignored.
    Raises: TaxRefused for a negative amount or rate, an unregistered seller, an unknown code.
    """
    table = tuple(rules)
    _refuse_impossible(lines, seller, limit, rest_of_job)
    found = [_rule_of(line, table, service_date) for line in lines]
    by_code = _gross_by_code(lines, found)
    why = [
        _why(line, rule, seller, buyer, 0 if rule is None else by_code[rule.code] + rest_of_job)
        for line, rule in zip(lines, found, strict=True)
    ]
    compared = sum(
        _gross(line)
        for line, reason in zip(lines, why, strict=True)
        if reason is WhyWithheld.WITHHELD and line.original_withheld is None
    )
    within_limit = compared + rest_of_job <= limit
    return TaxedDocument(
        tuple(_taxed(line, rule, reason, within_limit) for line, rule, reason in zip(lines, found, why, strict=True))
    )


def tax_given_back(net: int, *, vat_rate: Decimal, original: WithholdingRule | None) -> TaxedLine:
    """Tax of a price given back or a service not completed, kuruş (KDVGUT I/C-2.1.4.1).

    The seller gives back the price and only the VAT that was not withheld; what was withheld stays as it is.
    `original`: the rule under which the original was withheld, None if it was not.
    Raises: TaxRefused for a negative amount or rate.
    """
    line = TaxableLine(net=net, vat_rate=vat_rate, original_withheld=original is not None)
    _refuse_impossible([line], TaxProfile(TaxClass.A), 0, 0)
    why = WhyWithheld.ORIGINAL_NOT_WITHHELD if original is None else WhyWithheld.WITHHELD
    return _taxed(line, original, why, within_limit=False)


def _half_up(amount: Decimal) -> int:
    """Round to the whole kuruş, half up."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _vat(line: TaxableLine) -> int:
    return _half_up(line.net * line.vat_rate / PERCENT)


def _gross(line: TaxableLine) -> int:
    return line.net + _vat(line)


def _refuse_impossible(lines: Sequence[TaxableLine], seller: TaxProfile, limit: int, rest_of_job: int) -> None:
    for line in lines:
        if line.net < 0:
            raise TaxRefused(
                _("A line of a document cannot be negative (%(amount)s kuruş); give the price back instead."),
                amount=line.net,
            )
        if not 0 <= line.vat_rate <= PERCENT:
            raise TaxRefused(_("%(rate)s is not a VAT rate in percent."), rate=line.vat_rate)
        if seller.tax_class is TaxClass.N and line.vat_rate > 0:
            raise TaxRefused(_("A seller that is not registered for VAT cannot charge VAT."))
    if limit < 0 or rest_of_job < 0:
        raise TaxRefused(_("The invoice limit and the rest of the job cannot be negative."))


def _rule_of(line: TaxableLine, rules: tuple[WithholdingRule, ...], day: date) -> WithholdingRule | None:
    return None if line.withholding_code is None else rule_on(rules, line.withholding_code, day)


def _gross_by_code(lines: Sequence[TaxableLine], rules: Sequence[WithholdingRule | None]) -> dict[str, int]:
    """VAT-inclusive kuruş per withholding code, for thresholds that look at the whole job."""
    sums: dict[str, int] = {}
    for line, rule in zip(lines, rules, strict=True):
        if rule is not None:
            sums[rule.code] = sums.get(rule.code, 0) + _gross(line)
    return sums


def _why(
    line: TaxableLine, rule: WithholdingRule | None, seller: TaxProfile, buyer: TaxProfile, job_gross: int
) -> WhyWithheld:
    """Whether the buyer withholds on a line before the limit is looked at, and why."""
    if rule is None or rule.withheld_by is WithheldBy.NONE:
        return WhyWithheld.NOT_IN_TABLE
    if _vat(line) == 0:
        return WhyWithheld.NO_VAT
    if seller.designated:
        return WhyWithheld.SELLER_DESIGNATED
    if buyer.tax_class is TaxClass.N:
        return WhyWithheld.BUYER_NOT_REGISTERED
    if buyer.force_majeure and not seller.force_majeure:
        return WhyWithheld.BUYER_IN_FORCE_MAJEURE
    if line.original_withheld is not None:
        return WhyWithheld.WITHHELD if line.original_withheld else WhyWithheld.ORIGINAL_NOT_WITHHELD
    if line.passed_on and rule.released_when_passed_on:
        return WhyWithheld.PASSED_ON
    if not _buyer_withholds(rule, buyer, job_gross):
        return WhyWithheld.BUYER_DOES_NOT_WITHHOLD
    return WhyWithheld.WITHHELD


def _buyer_withholds(rule: WithholdingRule, buyer: TaxProfile, job_gross: int) -> bool:
    """Whether a registered or designated buyer withholds under a rule."""
    if rule.withheld_by is WithheldBy.B13:
        return buyer.tax_class is TaxClass.B13
    if buyer.designated or rule.withheld_by is WithheldBy.A_AND_B:
        return True
    return rule.threshold_for_a is not None and job_gross >= rule.threshold_for_a


def _taxed(line: TaxableLine, rule: WithholdingRule | None, why: WhyWithheld, within_limit: bool) -> TaxedLine:
    """The line with its tax; the limit does not count for price differences (KDVGUT I/C-2.1.4.2)."""
    vat = _vat(line)
    if why is WhyWithheld.WITHHELD and within_limit and line.original_withheld is None:
        why = WhyWithheld.WITHIN_LIMIT
    withheld = rule.share_of(vat) if rule is not None and why is WhyWithheld.WITHHELD else 0
    return TaxedLine(net=line.net, vat_rate=line.vat_rate, vat=vat, withheld=withheld, why=why, rule=rule)
