"""Canonical snapshots, clause places and codes: values in, values out."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.agreements import rules
from muhatap.agreements.loading import library

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def shuffled(data: Any, seed: int) -> Any:
    """The same content with the keys of every mapping in another order."""
    if isinstance(data, dict):
        keys = list(data)
        random.Random(seed).shuffle(keys)
        return {key: shuffled(data[key], seed) for key in keys}
    if isinstance(data, list):
        return [shuffled(value, seed) for value in data]
    return data


@given(plain, st.integers(0, 99))
def test_the_order_of_keys_changes_no_byte(data: Any, seed: int) -> None:
    assert rules.canonical(shuffled(data, seed)) == rules.canonical(data)


@given(plain)
def test_what_is_read_back_has_the_same_fingerprint(data: Any) -> None:
    assert rules.fingerprint(json.loads(rules.canonical(data))) == rules.fingerprint(data)


def test_a_fingerprint_is_the_sha256_of_the_bytes() -> None:
    assert rules.canonical({"b": "ş", "a": [1, True, None]}) == '{"a":[1,true,null],"b":"ş"}'.encode()
    assert rules.fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("data", [1.5, {"a": 0.1}, [{1: "x"}], object(), b"x"])
def test_a_value_without_one_way_of_writing_is_refused(data: Any) -> None:
    with pytest.raises(rules.NotCanonical):
        rules.canonical(data)


def test_places_are_filled_and_a_missing_value_is_named() -> None:
    assert rules.places("{a} ve {b_c}, {a}") == {"a", "b_c"}
    assert rules.fill("{a} ve {b_c}", {"a": "1", "b_c": "{a}"}) == "1 ve {a}"
    with pytest.raises(KeyError, match="b_c"):
        rules.fill("{b_c}", {"a": "1"})


def test_a_code_has_six_digits_and_its_hash_depends_on_secret_and_code_row() -> None:
    code = rules.new_code()
    assert len(code) == 6
    assert code.isdigit()
    hashes = {rules.code_hash(secret, row, code) for secret in ("x", "y") for row in (1, 2)}
    assert len(hashes) == 4
    assert rules.plain_code(" 12 34\t56 ") == "123456"


def test_an_address_is_recognised_by_its_owner_alone() -> None:
    assert rules.masked("deniz@firma.com") == "d•••@firma.com"


def test_every_clause_has_both_languages_with_the_same_places_and_only_values_that_are_given() -> None:
    always = {"prime", "party", "number", "title", "since", "until"}
    for entry in library():
        here = rules.places(entry["text_tr"])
        assert rules.places(entry["text_en"]) <= here | always, entry["key"]
        for kind in entry["kinds"]:
            assert here <= always | set(rules.VALUES[kind]), (entry["key"], kind)


def test_the_clauses_law_and_house_ask_for_are_required() -> None:
    required = {
        kind: {e["key"] for e in library() if e.get("required") and kind in e["kinds"]} for kind in rules.VALUES
    }
    shared = {"kvkk", "confidentiality", "termination", "notices", "evidence", "jurisdiction"}
    assert required["customer"] == shared | {
        "subject_customer",
        "network_notice",
        "price_customer",
        "payment_customer",
        "term_customer",
    }
    assert required["membership"] == shared | {"subject_membership", "counterpart_rule", "audit_member", "term_member"}
    assert required["project"] == shared | {
        "subject_project",
        "counterpart_rule",
        "audit_member",
        "settlement_member",
        "payment_member",
        "term_member",
    }
