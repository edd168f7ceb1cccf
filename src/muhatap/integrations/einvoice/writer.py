"""Writes an e-invoice as canonical UBL-TR 1.2: the same values always give the same bytes.

The draft carries a placeholder where the integrator puts the seal: the schema wants no empty extension.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import cast

from django.utils.translation import gettext as _
from lxml import etree

from muhatap.integrations.einvoice.documents import (
    EAddress,
    EExemption,
    EInvoice,
    ELine,
    EParty,
    EReference,
    EWithholding,
)
from muhatap.integrations.einvoice.names import CAC, CBC, DRAFT, EXT, INVOICE, PREFIXES, RETURN_CODE, VAT_CODE
from muhatap.kernel.errors import Refusal


class EInvoiceNotWritable(Refusal):
    """A text of the invoice holds a character that no XML document can carry."""


class HeaderVat(StrEnum):
    """Which VAT the header total names; integrators differ, the authority accepts both."""

    COLLECTED = "collected"  # computed VAT minus withheld, as in the authority's own sample
    COMPUTED = "computed"


class _Sheet:
    """An element under construction, in the currency of the document."""

    def __init__(self, element: etree._Element, currency: str) -> None:
        self.element = element
        self.currency = currency

    def group(self, name: str) -> "_Sheet":
        """Open a group (cac)."""
        return _Sheet(etree.SubElement(self.element, f"{{{CAC}}}{name}"), self.currency)

    def text(self, name: str, value: object, **attributes: str) -> None:
        """Write a field (cbc) unless it is empty."""
        if value in ("", None):
            return
        field = etree.SubElement(self.element, f"{{{CBC}}}{name}", dict(attributes))
        try:
            field.text = str(value)
        except ValueError as error:
            raise EInvoiceNotWritable(
                _("The text “%(text)s” holds a character that an e-invoice cannot carry.")
                % {"text": "".join(sign for sign in str(value) if sign.isprintable())}
            ) from error

    def money(self, name: str, kurus: int) -> None:
        """Write an amount with two decimals and its currency."""
        self.text(name, f"{Decimal(kurus).scaleb(-2):.2f}", currencyID=self.currency)


def write(invoice: EInvoice, *, header_vat: HeaderVat = HeaderVat.COLLECTED) -> bytes:
    """The invoice as UTF-8 UBL-TR 1.2 draft. Raises: EInvoiceNotWritable for control characters in a text."""
    root = etree.Element(f"{{{INVOICE}}}Invoice", nsmap=cast("dict[str, str]", PREFIXES))
    sheet = _Sheet(root, invoice.currency)
    _extension(root)
    _head(sheet, invoice)
    _references(sheet, invoice)
    _signature(sheet, invoice)
    _party(sheet.group("AccountingSupplierParty"), invoice.seller)
    _party(sheet.group("AccountingCustomerParty"), invoice.buyer)
    _payment(sheet, invoice)
    collected = invoice.totals.vat - invoice.totals.withheld
    _vat(sheet, invoice.lines, invoice.totals.vat if header_vat is HeaderVat.COMPUTED else collected)
    _withholding(sheet, invoice.lines, invoice.totals.withheld)
    _totals(sheet, invoice)
    for position, line in enumerate(invoice.lines, 1):
        _line(sheet.group("InvoiceLine"), position, line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _extension(root: etree._Element) -> None:
    extensions = etree.SubElement(root, f"{{{EXT}}}UBLExtensions")
    extension = etree.SubElement(extensions, f"{{{EXT}}}UBLExtension")
    content = etree.SubElement(extension, f"{{{EXT}}}ExtensionContent")
    etree.SubElement(content, f"{{{DRAFT}}}unsigned", nsmap={"draft": DRAFT})


def _head(sheet: _Sheet, invoice: EInvoice) -> None:
    sheet.text("UBLVersionID", "2.1")
    sheet.text("CustomizationID", "TR1.2")
    sheet.text("ProfileID", invoice.scenario)
    sheet.text("ID", invoice.number)
    sheet.text("CopyIndicator", "false")
    sheet.text("UUID", invoice.uuid)
    sheet.text("IssueDate", invoice.issued_on.isoformat())
    sheet.text("IssueTime", invoice.issued_at.isoformat("seconds"))
    sheet.text("InvoiceTypeCode", invoice.kind)
    for note in invoice.notes:
        sheet.text("Note", note)
    sheet.text("DocumentCurrencyCode", invoice.currency)
    sheet.text("LineCountNumeric", len(invoice.lines))
    if invoice.period:
        period = sheet.group("InvoicePeriod")
        period.text("StartDate", invoice.period[0].isoformat())
        period.text("EndDate", invoice.period[1].isoformat())


def _references(sheet: _Sheet, invoice: EInvoice) -> None:
    for returned in invoice.returned:
        billing = sheet.group("BillingReference").group("InvoiceDocumentReference")
        billing.text("ID", returned.number)
        billing.text("IssueDate", returned.issued_on.isoformat())
        billing.text("DocumentTypeCode", RETURN_CODE)
    if invoice.contract:
        _reference(sheet.group("ContractDocumentReference"), invoice.contract)
    for settlement in invoice.settlements:
        _reference(sheet.group("AdditionalDocumentReference"), settlement)


def _reference(sheet: _Sheet, reference: EReference) -> None:
    sheet.text("ID", reference.number)
    sheet.text("IssueDate", reference.issued_on.isoformat())
    sheet.text("DocumentType", reference.kind)


def _scheme(party: EParty) -> str:
    return "TCKN" if party.is_person else "VKN"


def _signature(sheet: _Sheet, invoice: EInvoice) -> None:
    """Who will seal the invoice; compulsory in a draft too."""
    signature = sheet.group("Signature")
    signature.text("ID", invoice.seller.tax_number, schemeID="VKN_TCKN")
    signatory = signature.group("SignatoryParty")
    _identification(signatory, _scheme(invoice.seller), invoice.seller.tax_number)
    _address(signatory, invoice.seller.address)
    reference = signature.group("DigitalSignatureAttachment").group("ExternalReference")
    reference.text("URI", f"#Signature_{invoice.number}")


def _identification(sheet: _Sheet, scheme: str, number: str) -> None:
    if number:
        sheet.group("PartyIdentification").text("ID", number, schemeID=scheme)


def _address(sheet: _Sheet, address: EAddress) -> None:
    postal = sheet.group("PostalAddress")
    postal.text("StreetName", address.street)
    postal.text("BuildingNumber", address.building)
    postal.text("CitySubdivisionName", address.district)
    postal.text("CityName", address.city)
    postal.text("PostalZone", address.postal_code)
    postal.group("Country").text("Name", address.country)


def _party(sheet: _Sheet, party: EParty) -> None:
    body = sheet.group("Party")
    _identification(body, _scheme(party), party.tax_number)
    _identification(body, "MERSISNO", party.mersis)
    _identification(body, "TICARETSICILNO", party.trade_registry)
    if party.name:
        body.group("PartyName").text("Name", party.name)
    _address(body, party.address)
    if party.tax_office:
        body.group("PartyTaxScheme").group("TaxScheme").text("Name", party.tax_office)
    if party.phone or party.email:
        contact = body.group("Contact")
        contact.text("Telephone", party.phone)
        contact.text("ElectronicMail", party.email)
    if party.is_person:
        person = body.group("Person")
        person.text("FirstName", party.first_name)
        person.text("FamilyName", party.family_name)


def _payment(sheet: _Sheet, invoice: EInvoice) -> None:
    due = invoice.due_on.isoformat() if invoice.due_on else ""
    if invoice.iban:
        means = sheet.group("PaymentMeans")
        means.text("PaymentMeansCode", "42")  # payment to a bank account
        means.text("PaymentDueDate", due)
        account = means.group("PayeeFinancialAccount")
        account.text("ID", invoice.iban)
        account.text("CurrencyCode", invoice.currency)
    if due:
        sheet.group("PaymentTerms").text("PaymentDueDate", due)
    if invoice.exchange_rate is not None:
        rate = sheet.group("PricingExchangeRate")
        rate.text("SourceCurrencyCode", invoice.currency)
        rate.text("TargetCurrencyCode", "TRY")
        rate.text("CalculationRate", _plain(invoice.exchange_rate))


def _vat(sheet: _Sheet, lines: Iterable[ELine], shown: int) -> None:
    """The VAT by rate; each part keeps the whole computed VAT."""
    parts: dict[tuple[Decimal, EExemption | None], tuple[int, int]] = {}
    for line in lines:
        net, vat = parts.get((line.vat_rate, line.exemption), (0, 0))
        parts[line.vat_rate, line.exemption] = (net + line.net, vat + line.vat)
    total = sheet.group("TaxTotal")
    total.money("TaxAmount", shown)
    for position, ((rate, exemption), (net, vat)) in enumerate(parts.items(), 1):
        part = total.group("TaxSubtotal")
        part.money("TaxableAmount", net)
        part.money("TaxAmount", vat)
        part.text("CalculationSequenceNumeric", position)
        part.text("Percent", _plain(rate))
        category = part.group("TaxCategory")
        if exemption:
            category.text("TaxExemptionReasonCode", exemption.code)
            category.text("TaxExemptionReason", exemption.reason)
        _tax_scheme(category, "KDV", VAT_CODE)


def _withholding(sheet: _Sheet, lines: Iterable[ELine], withheld: int) -> None:
    """The withheld VAT by code; its base is the computed VAT, not the price."""
    parts: dict[EWithholding, tuple[int, int]] = {}
    for line in lines:
        if line.withholding:
            vat, part_withheld = parts.get(line.withholding, (0, 0))
            parts[line.withholding] = (vat + line.vat, part_withheld + line.withheld)
    if not parts:
        return
    total = sheet.group("WithholdingTaxTotal")
    total.money("TaxAmount", withheld)
    for withholding, (vat, part_withheld) in parts.items():
        part = total.group("TaxSubtotal")
        part.money("TaxableAmount", vat)
        part.money("TaxAmount", part_withheld)
        # A bare integer: the authority looks up code and percent as one string.
        part.text("Percent", withholding.percent)
        _tax_scheme(part.group("TaxCategory"), withholding.name, withholding.code)


def _tax_scheme(sheet: _Sheet, name: str, code: str) -> None:
    scheme = sheet.group("TaxScheme")
    scheme.text("Name", name)
    scheme.text("TaxTypeCode", code)


def _totals(sheet: _Sheet, invoice: EInvoice) -> None:
    totals = invoice.totals
    legal = sheet.group("LegalMonetaryTotal")
    legal.money("LineExtensionAmount", totals.net)
    legal.money("TaxExclusiveAmount", totals.net)
    legal.money("TaxInclusiveAmount", totals.gross)
    legal.money("PayableAmount", totals.payable)


def _line(sheet: _Sheet, position: int, line: ELine) -> None:
    sheet.text("ID", position)
    sheet.text("InvoicedQuantity", _plain(line.quantity), unitCode=line.unit_code)
    sheet.money("LineExtensionAmount", line.net)
    if line.discount:
        discount = sheet.group("AllowanceCharge")
        discount.text("ChargeIndicator", "false")
        discount.text("AllowanceChargeReason", line.discount_reason)
        discount.money("Amount", line.discount)
        discount.money("BaseAmount", line.net + line.discount)
    _vat(sheet, (line,), line.vat)
    _withholding(sheet, (line,), line.withheld)
    item = sheet.group("Item")
    item.text("Description", line.description)
    item.text("Name", line.name)
    price = max(line.unit_price.normalize(), line.unit_price.quantize(Decimal("0.01")), key=_decimals)
    sheet.group("Price").text("PriceAmount", f"{price:f}", currencyID=sheet.currency)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _plain(number: Decimal) -> str:
    """A number without exponent and without trailing zeros."""
    return f"{number.normalize():f}"
