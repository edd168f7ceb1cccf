"""Numbers and names as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from stdnum.tr import vkn

from muhatap.parties.rules import (
    WrongTaxNumber,
    bank_code,
    bare_name,
    mail_domain,
    phone,
    phone_for_people,
    short_name,
    tax_number,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0216 333 44 55", "+902163334455"),
        ("(0532) 111-22-33", "+905321112233"),
        ("+49 30 1234567", "+49301234567"),
        ("  ", ""),
    ],
)
def test_phones_are_kept_in_one_form(written: str, kept: str) -> None:
    assert phone(written) == kept


@pytest.mark.parametrize(
    ("kept", "said"), [("+905321112233", "0532 111 22 33"), ("+49301234567", "+49 30 1234567"), ("", "")]
)
def test_phones_are_said_as_people_do(kept: str, said: str) -> None:
    assert phone_for_people(kept) == said


@given(some.integers(10**8, 10**9 - 1))
def test_of_ten_last_digits_exactly_one_makes_a_vkn(head: int) -> None:
    accepted = []
    for digit in range(10):
        try:
            accepted.append(tax_number(f"{head}{digit}"))
        except WrongTaxNumber as refusal:
            assert str(head) in refusal.message
    assert accepted == [f"{head}{vkn.calc_check_digit(str(head))}"]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("ADA GIDA SANAYİ VE TİCARET A.Ş.", "ada gida"),
        ("Ada Gıda San. Tic. Ltd. Şti.", "ada gida"),
        ("Limited", "limited"),
    ],
)
def test_two_spellings_of_a_company_share_their_bare_name(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_a_short_name_goes_without_the_legal_form() -> None:
    assert short_name("Pusula Sigorta Anonim Şirketi") == "Pusula Sigorta"
    assert short_name("A.Ş.") == "A.Ş."


def test_a_shared_mail_host_says_nothing_about_a_company() -> None:
    assert mail_domain("ece@gmail.com") == ""
    assert mail_domain("ece@AdaGida.example") == "adagida.example"


def test_the_bank_stands_inside_the_iban() -> None:
    assert bank_code("TR330006100519786457841326") == "00061"
