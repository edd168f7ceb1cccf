"""Amounts in words, Turkish and English, as invoices and contracts carry them (KDVGUT I/C-2.1.3.4.2)."""

from typing import Literal

Language = Literal["tr", "en"]
Style = Literal["plain", "invoice"]

LARGEST = 10**18 - 1
"""The largest number that can be said, in whole units."""

_ONES = {
    "tr": ("", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"),
    "en": ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_TEENS = [
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
]
_TENS = {
    "tr": ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"),
    "en": ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}
_SCALES = {
    "tr": ("", "bin", "milyon", "milyar", "trilyon", "katrilyon"),
    "en": ("", "thousand", "million", "billion", "trillion", "quadrillion"),
}
_ZERO = {"tr": "sıfır", "en": "zero"}
# currency -> language -> (unit, unit on invoices, hundredth)
_CURRENCIES = {
    "TRY": {"tr": ("lira", "Türk lirası", "kuruş"), "en": ("lira", "Turkish lira", "kuruş")},
    "EUR": {"tr": ("avro", "avro", "sent"), "en": ("euro", "euro", "cent")},
    "USD": {"tr": ("dolar", "ABD doları", "sent"), "en": ("dollars", "US dollars", "cents")},
    "GBP": {"tr": ("sterlin", "İngiliz sterlini", "peni"), "en": ("pounds", "pounds sterling", "pence")},
}


def number_in_words(number: int, language: Language) -> str:
    """A whole number in words, small letters. Raises: ValueError below zero or above `LARGEST`."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} cannot be said in words (0 to {LARGEST}).")
    if number == 0:
        return _ZERO[language]
    groups: list[str] = []
    for scale in _SCALES[language]:
        number, rest = divmod(number, 1000)
        if rest:
            groups.append(_group(rest, scale, language))
    return " ".join(reversed(groups))


def amount_in_words(amount: int, language: Language, *, style: Style = "plain", currency: str = "TRY") -> str:
    """An amount of kuruş (or cents) in words: "yüz iki bin lira elli kuruş".

    Style "invoice" closes the amount against additions: "Yalnız #YüzİkiBinTürkLirasıElliKuruş#".
    Raises: ValueError for a negative amount, one above `LARGEST` units, or a currency without a name.
    """
    if currency not in _CURRENCIES:
        raise ValueError(f"No words for the currency {currency}.")
    unit, full_unit, hundredth = _CURRENCIES[currency][language]
    whole, rest = divmod(amount, 100)
    parts: list[str] = []
    if whole or not rest:
        parts += [number_in_words(whole, language), full_unit if style == "invoice" else unit]
    if rest:
        parts += [number_in_words(rest, language), hundredth]
    text = " ".join(parts)
    return text if style == "plain" else _closed(text, language)


def _group(number: int, scale: str, language: Language) -> str:
    """Three digits with their scale; Turkish says "bin", never "bir bin"."""
    if language == "tr" and scale == "bin" and number == 1:
        return scale
    words = _below_thousand(number, language)
    return f"{words} {scale}" if scale else words


def _below_thousand(number: int, language: Language) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words: list[str] = []
    if hundreds:
        hundred = "yüz" if language == "tr" else "hundred"
        words += [hundred] if language == "tr" and hundreds == 1 else [_ONES[language][hundreds], hundred]
    if language == "en" and tens == 1:
        words.append(_TEENS[ones])
    elif language == "en" and tens and ones:
        words.append(f"{_TENS['en'][tens]}-{_ONES['en'][ones]}")
    else:
        words += [word for word in (_TENS[language][tens], _ONES[language][ones]) if word]
    return " ".join(words)


def _closed(text: str, language: Language) -> str:
    """Run together with capitals between two signs, so that no word can be added."""
    words = text.replace("-", " ").split()
    joined = "".join(_capital(word, language) for word in words)
    return f"{'Yalnız' if language == 'tr' else 'Only'} #{joined}#"


def _capital(word: str, language: Language) -> str:
    """First letter capital; the Turkish i keeps its dot."""
    first = "İ" if language == "tr" and word[0] == "i" else word[0].upper()
    return first + word[1:]
