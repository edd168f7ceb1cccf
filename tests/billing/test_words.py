"""Amounts in words, read back by a reader of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.billing.rules import amount_in_words, number_in_words
from muhatap.billing.rules.words import LARGEST, Language

TURKISH = dict(
    zip(
        [
            "sıfır",
            "bir",
            "iki",
            "üç",
            "dört",
            "beş",
            "altı",
            "yedi",
            "sekiz",
            "dokuz",
            "on",
            "yirmi",
            "otuz",
            "kırk",
            "elli",
            "altmış",
            "yetmiş",
            "seksen",
            "doksan",
        ],
        [*range(10), *range(10, 100, 10)],
        strict=True,
    )
)
ENGLISH = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
        ],
        [*range(20), *range(20, 100, 10)],
        strict=True,
    )
)
HUNDRED = {"yüz", "hundred"}
SCALES = {
    "tr": {name: 1000**power for power, name in enumerate(["bin", "milyon", "milyar", "trilyon", "katrilyon"], 1)},
    "en": {
        name: 1000**power for power, name in enumerate(["thousand", "million", "billion", "trillion", "quadrillion"], 1)
    },
}


def read_back(words: str, language: Language) -> int:
    """The number a person hears."""
    names = TURKISH if language == "tr" else ENGLISH
    total = group = 0
    for word in words.replace("-", " ").split():
        if word in HUNDRED:
            group = max(group, 1) * 100
        elif word in SCALES[language]:
            total += max(group, 1) * SCALES[language][word]
            group = 0
        else:
            group += names[word]
    return total + group


@given(st.integers(min_value=0, max_value=LARGEST), st.sampled_from(["tr", "en"]))
def test_every_number_is_heard_as_it_was_said(number: int, language: Language) -> None:
    assert read_back(number_in_words(number, language), language) == number


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["tr", "en"]))
def test_every_amount_is_heard_as_it_was_said(amount: int, language: Language) -> None:
    words = amount_in_words(amount, language)
    whole, _, rest = words.partition("lira") if "lira" in words else ("", "", words)
    heard = read_back(whole, language) * 100 + read_back(rest.replace("kuruş", ""), language)
    assert heard == amount


@pytest.mark.parametrize(
    ("amount", "turkish", "english"),
    [
        (0, "sıfır lira", "zero lira"),
        (1, "bir kuruş", "one kuruş"),
        (100, "bir lira", "one lira"),
        (100_000, "bin lira", "one thousand lira"),
        (100_100, "bin bir lira", "one thousand one lira"),
        (10_200_050, "yüz iki bin lira elli kuruş", "one hundred two thousand lira fifty kuruş"),
        (100_100_000, "bir milyon bin lira", "one million one thousand lira"),
        (21_14, "yirmi bir lira on dört kuruş", "twenty-one lira fourteen kuruş"),
    ],
)
def test_amounts_are_said_as_a_person_says_them(amount: int, turkish: str, english: str) -> None:
    assert amount_in_words(amount, "tr") == turkish
    assert amount_in_words(amount, "en") == english


def test_an_invoice_closes_the_amount_against_additions() -> None:
    assert amount_in_words(10_200_050, "tr", style="invoice") == "Yalnız #YüzİkiBinTürkLirasıElliKuruş#"
    assert amount_in_words(10_200_050, "en", style="invoice") == "Only #OneHundredTwoThousandTurkishLiraFiftyKuruş#"
    assert amount_in_words(4_000, "tr", style="invoice") == "Yalnız #KırkTürkLirası#"


def test_other_currencies_have_their_own_names() -> None:
    assert amount_in_words(250, "tr", currency="EUR") == "iki avro elli sent"
    assert amount_in_words(250, "en", currency="USD") == "two dollars fifty cents"
    assert amount_in_words(250, "tr", style="invoice", currency="USD") == "Yalnız #İkiABDDolarıElliSent#"


@pytest.mark.parametrize("amount", [-1, (LARGEST + 1) * 100])
def test_an_amount_that_cannot_be_said_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="cannot be said in words"):
        amount_in_words(amount, "tr")


def test_a_currency_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="XAU"):
        amount_in_words(100, "tr", currency="XAU")
