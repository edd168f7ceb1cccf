"""Numbers people give us, brought into one form or refused with a sentence: VKN, TCKN, IBAN, phone."""

from __future__ import annotations

from typing import Any, Protocol

import phonenumbers
from django.utils.translation import gettext as _
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError
from stdnum.tr import tckimlik, vkn

from muhatap.kernel.errors import Refusal
from muhatap.kernel.text import fold

VKN_DIGITS, TCKN_DIGITS = 10, 11
# Mail hosts where a shared domain says nothing about a shared company.
PUBLIC_MAIL = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.com.tr",
        "outlook.com",
        "outlook.com.tr",
        "live.com",
        "yahoo.com",
        "yahoo.com.tr",
        "icloud.com",
        "yandex.com",
        "yandex.com.tr",
        "mynet.com",
        "ttmail.com",
        "protonmail.com",
    }
)
# Words of a registered name that say nothing about who it is.
LEGAL_FORMS = frozenset(
    {"a.s.", "as", "a.s", "anonim", "sirketi", "sti.", "sti", "ltd.", "ltd", "limited"}
    | {"san.", "san", "sanayi", "tic.", "tic", "ticaret", "ve", "ith.", "ihr."}
)


class WrongTaxNumber(Refusal):
    """The VKN or TCKN cannot be right."""


class WrongPhone(Refusal):
    """The phone number cannot be right."""


class WrongIban(Refusal):
    """The IBAN cannot be right."""


def tax_number(text: str, *, field: str = "tax_number") -> str:
    """The VKN (10 digits, companies) or TCKN (11 digits, persons) without spaces; blank stays blank.

    Raises: WrongTaxNumber. Source: check digits of VUK GT 257 (VKN) and Act 5490 art. 46 (TCKN).
    """
    digits = "".join(c for c in text if not c.isspace() and c not in ".-")
    if not digits:
        return ""
    if not digits.isdigit() or not digits.isascii():
        raise WrongTaxNumber(_("A VKN or TCKN consists of digits alone. Remove everything else."), field=field)
    if len(digits) not in (VKN_DIGITS, TCKN_DIGITS):
        raise WrongTaxNumber(
            _("A VKN has 10 digits and a TCKN 11; this number has %(count)d. Compare it with the tax certificate.")
            % {"count": len(digits)},
            field=field,
        )
    if not (vkn if len(digits) == VKN_DIGITS else tckimlik).is_valid(digits):
        kind = "VKN" if len(digits) == VKN_DIGITS else "TCKN"
        raise WrongTaxNumber(
            _("%(number)s is not a valid %(kind)s: its check digit does not fit. Look for a mistyped digit.")
            % {"number": digits, "kind": kind},
            field=field,
        )
    return digits


def phone(text: str, *, field: str = "phone") -> str:
    """A phone number in international form (`+902163334455`), Turkish without a country code; blank stays blank.

    Raises: WrongPhone.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "TR")
    except phonenumbers.NumberParseException as error:
        raise WrongPhone(_("This is not a phone number. Write it as 0216 333 44 55."), field=field) from error
    if not phonenumbers.is_possible_number(number):
        raise WrongPhone(
            _("This phone number has too few or too many digits. Write it with its area code, as 0216 333 44 55."),
            field=field,
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_for_people(text: str) -> str:
    """A phone number as people read it: national at home (`0216 333 44 55`), international abroad."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "TR")
    except phonenumbers.NumberParseException:
        return text
    at_home = number.country_code == phonenumbers.country_code_for_region("TR")
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if at_home else kind.INTERNATIONAL)


def iban(text: str, *, field: str = "iban") -> str:
    """A Turkish IBAN without spaces. Raises: WrongIban. Source: TCMB Communiqué 2008/6 on IBAN."""
    compact = "".join(text.split()).upper()
    try:
        number: str = ibans.validate(compact)
    except ValidationError as error:
        raise WrongIban(
            _("This IBAN cannot be right: its check digits do not fit. Compare it with the bank's paper."), field=field
        ) from error
    if not number.startswith("TR"):
        raise WrongIban(_("Only Turkish IBANs (TR…) can be paid to."), field=field)
    return number


def bank_code(number: str) -> str:
    """The code of the bank inside a Turkish IBAN (digits 5 to 9)."""
    return number[4:9]


def mail_domain(email: str) -> str:
    """The company's part of an e-mail address, blank where it belongs to a public mail host."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in PUBLIC_MAIL else domain


def bare_name(name: str) -> str:
    """A company name folded and without its legal form: what two spellings of one company share."""
    words = [word for word in fold(name).replace(",", " ").split() if word not in LEGAL_FORMS]
    return " ".join(words) or fold(name).strip()


def short_name(name: str) -> str:
    """A registered name without its legal form, as people say it (80 characters at most)."""
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in LEGAL_FORMS:
        words.pop()
    return " ".join(words)[:80]


class Place(Protocol):
    """A district in its province."""

    @property
    def name(self) -> str: ...

    @property
    def province(self) -> Any: ...


def place_words(district: Place | None) -> str:
    """A district as people say it: `Şişli, İstanbul`; blank for none."""
    return f"{district.name}, {district.province.name}" if district else ""
