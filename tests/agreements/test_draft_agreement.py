"""An agreement is begun with a party and takes its clauses from the library."""

from __future__ import annotations

from datetime import date

import pytest

from muhatap.agreements import commands, reads
from muhatap.agreements.models import Agreement, AgreementClause
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.periods import Period
from tests.given import agreements as given


def test_each_kind_has_its_own_series_and_all_its_clauses(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    made = [
        given.draft(desk, party, kind=kind)
        for kind, party in (("customer", customer_a), ("membership", member_a), ("project", member_a))
    ]

    assert [one.number for one in made] == ["MS-2026-0001", "UY-2026-0001", "PS-2026-0001"]
    keys = [[c.key for c in reads.agreement(desk, agreement_id=one.pk).clauses] for one in made]
    assert keys[0][:3] == ["subject_customer", "network_notice", "delivery_customer"]
    assert [len(found) for found in keys] == [21, 17, 21]
    assert JournalEntry.objects.filter(name="agreements.AgreementDrafted").count() == 3


def test_an_english_agreement_has_english_clauses(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a, language="en")

    assert AgreementClause.objects.get(agreement=agreement, clause__key="kvkk").heading == (
        "Protection of personal data (KVKK)"
    )


def test_a_clause_of_another_kind_is_unknown(desk: Actor, member_a: Actor) -> None:
    with pytest.raises(commands.ClauseUnknown, match="network_notice"):
        given.draft(desk, member_a, clauses=["network_notice"])
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"title": "  "}, "title"), ({"period": Period(date(2026, 4, 1), date(2026, 4, 1))}, "until")],
)
def test_an_agreement_without_title_or_days_is_refused(
    desk: Actor, member_a: Actor, change: dict[str, object], field: str
) -> None:
    assert member_a.party_id is not None
    terms = {"kind": "membership", "party_id": member_a.party_id, "title": "Üyelik", "period": given.YEAR, **change}
    with pytest.raises(InvalidInput) as refused:
        commands.draft_agreement(desk, **terms)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Agreement.objects.exists()


def test_a_required_clause_cannot_be_left_out_and_an_optional_one_can(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)

    with pytest.raises(commands.ClauseMissing, match="Gizlilik"):
        commands.drop_clause(desk, agreement_id=agreement.pk, key="confidentiality")
    commands.drop_clause(desk, agreement_id=agreement.pk, key="ethics")
    held = {clause.key for clause in reads.agreement(desk, agreement_id=agreement.pk).clauses}
    assert "confidentiality" in held
    assert "ethics" not in held
    commands.take_clause(desk, agreement_id=agreement.pk, key="ethics")
    commands.take_clause(desk, agreement_id=agreement.pk, key="ethics")
    assert AgreementClause.objects.filter(agreement=agreement, clause__key="ethics").count() == 1


def test_a_clause_gets_other_words_but_not_none(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)

    commands.reword_clause(desk, agreement_id=agreement.pk, key="ethics", text="Dürüstlük esastır. ")
    with pytest.raises(InvalidInput):
        commands.reword_clause(desk, agreement_id=agreement.pk, key="ethics", text=" ")
    assert AgreementClause.objects.get(agreement=agreement, clause__key="ethics").text == "Dürüstlük esastır."


def test_what_is_out_for_signature_cannot_be_changed(desk: Actor, member_a: Actor) -> None:
    agreement = given.sent(desk, member_a)

    for change in (
        lambda: commands.drop_clause(desk, agreement_id=agreement.pk, key="ethics"),
        lambda: commands.change_draft(desk, agreement_id=agreement.pk, title="Başka", period=given.YEAR),
    ):
        with pytest.raises(commands.AgreementNotDraft):
            change()
    agreement.refresh_from_db()
    assert agreement.title == "Hizmet ağı üyeliği"
    assert AgreementClause.objects.filter(agreement=agreement, clause__key="ethics").exists()


def test_a_portal_seat_without_permission_drafts_nothing(member_a: Actor) -> None:
    from dataclasses import replace

    seat = replace(member_a, permissions=frozenset({"agreements.see"}))
    with pytest.raises(Forbidden):
        given.draft(seat, member_a)
    assert not Agreement.objects.exists()
