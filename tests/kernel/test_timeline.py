"""The timeline of a thing: sentences from the journal, newest first, for the desk alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from muhatap.accounts import commands
from muhatap.accounts.models import Role
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.events import all_facts, name_of
from muhatap.kernel.threads import threads
from muhatap.kernel.timeline import entries, readable, sentence_of, sentences, timeline
from tests.given.cast import NOW

pytestmark = pytest.mark.django_db


def test_what_happened_stands_newest_first_with_who_did_it(desk: Actor) -> None:
    user_id = commands.seat_user(
        desk, name="Ece Taş", email="ece@n.example", role=Role.FINANCE, password="bir iki üç dört"
    )
    later = desk.at(NOW + timedelta(days=1))
    commands.lock_user(later, user_id=user_id)
    commands.seat_user(desk, name="Can Er", email="can@n.example", role=Role.FINANCE, password="bir iki üç dört")
    moments = timeline(desk, about={"user_id": user_id})
    assert [(one.when, one.who, one.sentence, one.fact) for one in moments] == [
        (later.now, "Deniz Kaya", "Kilitlendi: artık giriş yapamaz", "accounts.UserLocked"),
        (NOW, "Deniz Kaya", "Görev verildi", "accounts.UserSeated"),
    ]
    title = "Kilitlendi: artık giriş yapamaz"
    assert entries(moments)[0] == {"at": later.now, "title": title, "who": "Deniz Kaya", "kind": "accounts"}


def test_several_things_are_joined_and_facts_left_out(desk: Actor, customer_a: Actor) -> None:
    ids = [
        commands.seat_user(desk, name=name, email=f"{name}@n.example", role=Role.FINANCE, password="bir iki üç dört")
        for name in ("a", "b")
    ]
    commands.lock_user(desk, user_id=ids[1])
    found = timeline(desk, about={"user_id": list(ids)}, but=frozenset({"accounts.UserSeated"}))
    assert [one.fact for one in found] == ["accounts.UserLocked"]
    assert timeline(desk, about={}) == []
    assert len(timeline(desk, about={"user_id": list(ids)}, most=2)) == 2


def test_no_portal_reads_the_journal(customer_a: Actor) -> None:
    with pytest.raises(Forbidden):
        timeline(customer_a, about={"user_id": 1})


def test_a_sentence_is_filled_with_the_values_of_its_fact() -> None:
    facts = {"parameter_id": 1, "key": "gate_days", "value": "45.5", "valid_from": "2026-07-01", "reason": "Karar"}
    with translation.override("tr"):
        said = sentence_of("catalogue.ParameterSet", facts)
    assert said == "gate_days, 01.07.2026 gününden itibaren 45,5: Karar"


def test_a_fact_without_a_sentence_and_an_old_entry_are_still_readable() -> None:
    assert readable("contracts.PromiseMade") == "Promise made"
    assert sentence_of("nowhere.SomethingHappened", {}) == "Something happened"
    assert sentence_of("catalogue.ParameterSet", {"key": "gate_days"}) == "Parameter set"


def test_sentences_name_only_values_their_fact_has() -> None:
    facts = all_facts()
    wrong = []
    for name, template in sentences().items():
        own = facts[name].__dataclass_fields__
        # Besides its own values, what a fact speaks of can be called by its name.
        named = [key.removesuffix("_id") for key in own if key in threads()]
        values = dict.fromkeys([*own, *named], "x")
        for language in ("tr", "en"):
            with translation.override(language):
                try:
                    str(template) % values
                except (KeyError, ValueError, TypeError) as error:
                    wrong.append((name, language, repr(error)))
    assert wrong == []


def test_every_fact_of_the_house_has_its_sentence() -> None:
    ours = {name_of(fact) for fact in all_facts().values() if fact.__module__.startswith("muhatap.")}
    assert sorted(ours - set(sentences())) == []
