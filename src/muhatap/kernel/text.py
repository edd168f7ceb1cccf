"""Turkish text: folding for search, and an order as a Turk expects it also where the server has no ICU."""

from __future__ import annotations

import unicodedata

from django.db import models

# One table serves Python and the database (see `sql.py`): both must agree.
UPPER = "ABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZÂÎÛ"
LOWER = "abcçdefgğhıijklmnoöpqrsştuüvwxyzâîû"
FOLD_FROM = "çğıöşüâîû"
FOLD_TO = "cgiosuaiu"
ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
# Sorting keys lie above ASCII punctuation and digits, in the order of the alphabet.
ORDERED = "".join(chr(0x4E00 + i) for i in range(len(ALPHABET)))
CIRCUMFLEX_FROM, CIRCUMFLEX_TO = "âîû", "aiu"

_LOWER = str.maketrans(UPPER, LOWER)
_FOLD = str.maketrans(FOLD_FROM, FOLD_TO)
_SORT = str.maketrans(ALPHABET + CIRCUMFLEX_FROM, ORDERED + "".join(ORDERED[ALPHABET.index(c)] for c in CIRCUMFLEX_TO))


def lower(text: str) -> str:
    """Lower case by Turkish rules (I → ı, İ → i)."""
    return unicodedata.normalize("NFC", text).translate(_LOWER)


def fold(text: str) -> str:
    """Text for search: lower case without Turkish marks, so that “sisli” finds “Şişli”."""
    return lower(text).translate(_FOLD)


def sort_key(text: str) -> str:
    """Key that sorts as the Turkish alphabet does (c < ç < d, h < ı < i)."""
    return lower(text).translate(_SORT)


class Fold(models.Func):
    """The database's `fold`."""

    function = "muhatap_fold"
    output_field = models.TextField()


class TurkishOrder(models.Func):
    """The database's `sort_key`: `order_by(TurkishOrder("name"))`."""

    function = "muhatap_sort_key"
    output_field = models.TextField()
