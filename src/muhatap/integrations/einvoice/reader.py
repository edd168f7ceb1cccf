"""Reads an arriving UBL-TR invoice into the same values the writer takes; trusts nothing in it.

No document type, no entities, no network, a size limit; a field that cannot be read is named in words.
"""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _
from lxml import etree

from muhatap.integrations.einvoice.documents import (
    EAddress,
    EExemption,
    EInvoice,
    EKind,
    ELine,
    EParty,
    EReference,
    EScenario,
    ETotals,
    EWithholding,
)
from muhatap.integrations.einvoice.names import INVOICE, PATHS, VAT_CODE
from muhatap.kernel.errors import Refusal

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes; an invoice with its seal and its style sheet stays far below."""

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


class EInvoiceUnreadable(Refusal):
    """What arrived is not an invoice we can read."""


class _Page:
    """A group of the arriving document, with a name for what is missing in it."""

    def __init__(self, element: etree._Element, currency: str = "") -> None:
        self.element = element
        self.currency = currency

    def groups(self, path: str) -> list["_Page"]:
        """All groups at a path."""
        return [_Page(found, self.currency) for found in self.element.iterfind(path, PATHS)]

    def group(self, path: str) -> "_Page":
        """The first group at a path; refuses if there is none."""
        found = self.groups(path)
        if not found:
            raise _missing(path)
        return found[0]

    def text(self, path: str) -> str:
        """The text at a path, empty if there is none."""
        return (self.element.findtext(path, "", PATHS) or "").strip()

    def needed(self, path: str) -> str:
        """The text at a path; refuses if there is none."""
        value = self.text(path)
        if not value:
            raise _missing(path)
        return value

    def value(self, path: str, kind: Callable[[str], Value]) -> Value:
        """The text at a path as a value of a kind; refuses what is no such value."""
        text = self.needed(path)
        try:
            return kind(text)
        except (ValueError, InvalidOperation) as error:
            raise _wrong(path, text) from error

    def number(self, path: str) -> Decimal:
        """A finite number."""
        return self.value(path, _finite)

    def money(self, path: str) -> int:
        """An amount in kuruş; refuses another currency than the document's and parts of a kuruş."""
        amount = self.number(path)
        found = self.element.find(path, PATHS)
        currency = "" if found is None else found.get("currencyID", "")
        if self.currency and currency != self.currency:
            raise EInvoiceUnreadable(
                _("The amount %(field)s is in %(found)s, the invoice in %(currency)s.")
                % {"field": _name(path), "found": currency or "–", "currency": self.currency}
            )
        kurus = amount.scaleb(2)
        if kurus != kurus.to_integral_value():
            raise _wrong(path, str(amount))
        return int(kurus)


def read(xml: bytes) -> EInvoice:
    """An arriving e-invoice as values. Raises: EInvoiceUnreadable with a sentence that names the field."""
    page = _Page(_parsed(xml))
    page.currency = page.needed("cbc:DocumentCurrencyCode")
    lines = tuple(_line(line) for line in page.groups("cac:InvoiceLine"))
    return EInvoice(
        scenario=_choice(page, "cbc:ProfileID", EScenario),
        kind=_choice(page, "cbc:InvoiceTypeCode", EKind),
        number=page.needed("cbc:ID"),
        uuid=page.needed("cbc:UUID"),
        issued_on=page.value("cbc:IssueDate", date.fromisoformat),
        issued_at=page.value("cbc:IssueTime", _clock) if page.text("cbc:IssueTime") else time(),
        seller=_party(page.group("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(page.group("cac:AccountingCustomerParty/cac:Party")),
        lines=lines,
        totals=_totals(page),
        currency=page.currency,
        exchange_rate=_rate(page),
        notes=tuple(note for each in page.groups("cbc:Note") if (note := (each.element.text or "").strip())),
        period=_period(page),
        contract=next(iter(_references(page, "cac:ContractDocumentReference")), None),
        settlements=_references(page, "cac:AdditionalDocumentReference"),
        returned=_references(page, "cac:BillingReference/cac:InvoiceDocumentReference"),
        iban=page.text("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID").replace(" ", ""),
        due_on=_due(page),
    )


def _parsed(xml: bytes) -> etree._Element:
    if len(xml) > LARGEST_FILE:
        raise EInvoiceUnreadable(
            _("The file is larger than %(megabytes)s MB.") % {"megabytes": LARGEST_FILE // 1024 // 1024}
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise EInvoiceUnreadable(
            _("The file is not well-formed XML (line %(line)s).") % {"line": error.lineno or 1}
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise EInvoiceUnreadable(_("The file carries a document type of its own; an invoice never does."))
    if root.tag != f"{{{INVOICE}}}Invoice":
        raise EInvoiceUnreadable(
            _("The file is no UBL invoice but “%(name)s”.") % {"name": etree.QName(root).localname}
        )
    return root


def _name(path: str) -> str:
    return path.replace("cac:", "").replace("cbc:", "")


def _missing(path: str) -> EInvoiceUnreadable:
    return EInvoiceUnreadable(_("The field %(field)s is missing.") % {"field": _name(path)})


def _wrong(path: str, text: str) -> EInvoiceUnreadable:
    return EInvoiceUnreadable(
        _("The field %(field)s cannot be “%(text)s”.") % {"field": _name(path), "text": text[:80]}
    )


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _clock(text: str) -> time:
    """The time of day as written; fractions and zone offsets are not ours to interpret."""
    return time.fromisoformat(text[:8])


def _choice(page: _Page, path: str, kind: type[Choice]) -> Choice:
    return page.value(path, kind)


def _rate(page: _Page) -> Decimal | None:
    path = "cac:PricingExchangeRate/cbc:CalculationRate"
    return page.number(path) if page.text(path) else None


def _period(page: _Page) -> tuple[date, date] | None:
    start, end = "cac:InvoicePeriod/cbc:StartDate", "cac:InvoicePeriod/cbc:EndDate"
    if not page.text(start) or not page.text(end):
        return None
    return page.value(start, date.fromisoformat), page.value(end, date.fromisoformat)


def _due(page: _Page) -> date | None:
    for path in ("cac:PaymentTerms/cbc:PaymentDueDate", "cac:PaymentMeans/cbc:PaymentDueDate"):
        if page.text(path):
            return page.value(path, date.fromisoformat)
    return None


def _references(page: _Page, path: str) -> tuple[EReference, ...]:
    return tuple(
        EReference(
            number=each.needed("cbc:ID"),
            issued_on=each.value("cbc:IssueDate", date.fromisoformat),
            kind=each.text("cbc:DocumentType"),
        )
        for each in page.groups(path)
    )


def _party(page: _Page) -> EParty:
    numbers = {
        found.element.get("schemeID", ""): (found.element.text or "").strip()
        for found in page.groups("cac:PartyIdentification/cbc:ID")
    }
    tax_number = numbers.get("VKN") or numbers.get("TCKN")
    if not tax_number:
        raise EInvoiceUnreadable(_("A party of the invoice has neither a VKN nor a TCKN."))
    return EParty(
        tax_number=tax_number,
        address=_address(page.group("cac:PostalAddress")),
        name=page.text("cac:PartyName/cbc:Name"),
        first_name=page.text("cac:Person/cbc:FirstName"),
        family_name=page.text("cac:Person/cbc:FamilyName"),
        tax_office=page.text("cac:PartyTaxScheme/cac:TaxScheme/cbc:Name"),
        mersis=numbers.get("MERSISNO", ""),
        trade_registry=numbers.get("TICARETSICILNO", ""),
        phone=page.text("cac:Contact/cbc:Telephone"),
        email=page.text("cac:Contact/cbc:ElectronicMail"),
    )


def _address(page: _Page) -> EAddress:
    return EAddress(
        district=page.text("cbc:CitySubdivisionName"),
        city=page.text("cbc:CityName"),
        street=page.text("cbc:StreetName"),
        building=page.text("cbc:BuildingNumber"),
        postal_code=page.text("cbc:PostalZone"),
        country=page.text("cac:Country/cbc:Name"),
    )


def _totals(page: _Page) -> ETotals:
    """The totals as the sender claims them; the VAT is summed from its parts, as headers differ."""
    legal = page.group("cac:LegalMonetaryTotal")
    parts = page.groups("cac:TaxTotal/cac:TaxSubtotal")
    withheld = page.groups("cac:WithholdingTaxTotal")
    return ETotals(
        net=legal.money("cbc:TaxExclusiveAmount"),
        vat=sum(_vat_part(part).money("cbc:TaxAmount") for part in parts),
        withheld=sum(each.money("cbc:TaxAmount") for each in withheld),
        gross=legal.money("cbc:TaxInclusiveAmount"),
        payable=legal.money("cbc:PayableAmount"),
    )


def _line(page: _Page) -> ELine:
    quantity = page.group("cbc:InvoicedQuantity").element
    rate, vat, exemption = _line_vat(page)
    withholding, withheld = _line_withholding(page)
    discounts = [each for each in page.groups("cac:AllowanceCharge") if each.text("cbc:ChargeIndicator") == "false"]
    return ELine(
        name=page.needed("cac:Item/cbc:Name"),
        quantity=page.number("cbc:InvoicedQuantity"),
        unit_code=quantity.get("unitCode", ""),
        unit_price=page.number("cac:Price/cbc:PriceAmount"),
        net=page.money("cbc:LineExtensionAmount"),
        vat_rate=rate,
        vat=vat,
        withholding=withholding,
        withheld=withheld,
        discount=sum(each.money("cbc:Amount") for each in discounts),
        discount_reason=", ".join(reason for each in discounts if (reason := each.text("cbc:AllowanceChargeReason"))),
        exemption=exemption,
        description=page.text("cac:Item/cbc:Description"),
    )


def _vat_part(part: _Page) -> _Page:
    """A part of the tax that is VAT; another tax has no place in our values and is refused."""
    code = part.needed("cac:TaxCategory/cac:TaxScheme/cbc:TaxTypeCode")
    if code != VAT_CODE:
        raise EInvoiceUnreadable(_("The invoice carries the tax %(code)s; only VAT is read.") % {"code": code})
    return part


def _line_vat(page: _Page) -> tuple[Decimal, int, EExemption | None]:
    """Rate, amount and exemption of a line."""
    rate, vat, exemption = Decimal(0), 0, None
    for each in page.groups("cac:TaxTotal/cac:TaxSubtotal"):
        part = _vat_part(each)
        rate = part.number("cbc:Percent")
        vat += part.money("cbc:TaxAmount")
        reason = part.text("cac:TaxCategory/cbc:TaxExemptionReason")
        if reason:
            exemption = EExemption(part.text("cac:TaxCategory/cbc:TaxExemptionReasonCode"), reason)
    return rate, vat, exemption


def _line_withholding(page: _Page) -> tuple[EWithholding | None, int]:
    parts = page.groups("cac:WithholdingTaxTotal/cac:TaxSubtotal")
    if not parts:
        return None, 0
    part = parts[0]
    withholding = EWithholding(
        code=part.needed("cac:TaxCategory/cac:TaxScheme/cbc:TaxTypeCode"),
        name=part.text("cac:TaxCategory/cac:TaxScheme/cbc:Name"),
        percent=part.value("cbc:Percent", int),
    )
    return withholding, sum(each.money("cbc:TaxAmount") for each in parts)
