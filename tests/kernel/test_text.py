"""Folding and order of Turkish text, the same in Python and in the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from muhatap.kernel.text import ALPHABET, UPPER, fold, lower, sort_key

WORDS = [
    "Zonguldak",
    "Iğdır",
    "İzmir",
    "Çorum",
    "Cizre",
    "Ağrı",
    "Aksaray",
    "Şırnak",
    "Siirt",
    "Ödemiş",
    "Ordu",
    "Üsküdar",
    "Uşak",
]
IN_ORDER = [
    "Ağrı",
    "Aksaray",
    "Cizre",
    "Çorum",
    "Iğdır",
    "İzmir",
    "Ordu",
    "Ödemiş",
    "Siirt",
    "Şırnak",
    "Uşak",
    "Üsküdar",
    "Zonguldak",
]


def test_sisli_finds_sisli_both_ways() -> None:
    assert fold("Şişli") == fold("sisli") == fold("ŞİŞLİ") == fold("SISLI") == "sisli"
    assert lower("IĞDIR İZMİR") == "ığdır izmir"


def test_a_decomposed_letter_is_the_same_letter() -> None:
    assert fold("S\u0327is\u0327li") == "sisli"


def test_the_order_is_the_one_a_turk_expects() -> None:
    assert sorted(WORDS, key=sort_key) == IN_ORDER


@pytest.mark.django_db
def test_the_database_sorts_alike(sql: Any) -> None:
    rows = sql("SELECT w FROM unnest(%s::text[]) AS w ORDER BY muhatap_sort_key(w)", WORDS)
    assert [row[0] for row in rows] == IN_ORDER


class TheDatabaseAgrees(TestCase):
    """Property: Python and the database fold and order alike."""

    @settings(max_examples=200, deadline=None)
    @given(st.text(alphabet=UPPER + ALPHABET + "âîû0123456789 -'.", max_size=30))
    def test_on_any_turkish_text(self, words: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT muhatap_fold(%s), muhatap_sort_key(%s)", [words, words])
            assert cursor.fetchone() == (fold(words), sort_key(words))
