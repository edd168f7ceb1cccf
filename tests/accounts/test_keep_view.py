"""Views of lists: kept under a name, for oneself or shared with one's own side, never beyond it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from muhatap.accounts import commands, reads
from muhatap.accounts.commands.views import LONGEST_QUERY, MOST_VIEWS
from muhatap.accounts.models import ListView, Role
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, InvalidInput
from tests.given import cast

pytestmark = pytest.mark.django_db
PAGE = "/requests/"


def colleague_of(actor: Actor, name: str, email: str, role: Role) -> Actor:
    """Somebody else of the same company."""
    party = ListView._meta.get_field("party").related_model.objects.get(pk=actor.party_id)  # type: ignore[union-attr]
    found = cast.user(name, email, role, party)
    return replace(actor, user_id=found.pk, name=found.name)


def names(actor: Actor, page: str = PAGE) -> list[tuple[str, bool]]:
    """What somebody sees of a list: names, and whether they are one's own."""
    return [(view.name, view.mine) for view in reads.list_views(actor, page=page)]


def test_a_kept_view_is_found_again_with_its_filters(desk: Actor) -> None:
    commands.keep_view(desk, page=PAGE, name="  Geç   kalanlar ", query="clock=late&sort=due")
    view = reads.list_views(desk, page=PAGE)[0]
    assert (view.name, view.query, view.shared, view.mine) == ("Geç kalanlar", "clock=late&sort=due", False, True)
    assert reads.list_views(desk, page="/jobs/") == []


def test_one_s_own_view_of_the_same_name_is_replaced(desk: Actor) -> None:
    for query in ("clock=late", "owner=me"):
        commands.keep_view(desk, page=PAGE, name="Bugün", query=query)
    assert [(view.name, view.query) for view in reads.list_views(desk, page=PAGE)] == [("Bugün", "owner=me")]


def test_colleagues_see_what_is_shared_and_nothing_else(desk: Actor, second_desk: Actor) -> None:
    commands.keep_view(desk, page=PAGE, name="Benim", query="owner=me")
    commands.keep_view(desk, page=PAGE, name="Hepimizin", query="owner=none", shared=True)
    assert names(desk) == [("Benim", True), ("Hepimizin", True)]
    assert names(second_desk) == [("Hepimizin", False)]


def test_at_a_portal_only_one_s_own_company_sees_it(
    customer_a: Actor, customer_b: Actor, member_a: Actor, desk: Actor
) -> None:
    other = colleague_of(customer_a, "Saha Sorumlusu", "saha@pusula.example", Role.CUSTOMER_SITE)
    commands.keep_view(customer_a, page="/jobs/", name="Bizimki", query="when=week", shared=True)
    commands.keep_view(customer_a, page="/jobs/", name="Gizli", query="when=today")
    assert names(other, "/jobs/") == [("Bizimki", False)]
    assert [names(actor, "/jobs/") for actor in (customer_b, member_a, desk)] == [[], [], []]


def test_a_view_is_renamed_shared_and_removed_by_its_owner_alone(desk: Actor, second_desk: Actor) -> None:
    view = commands.keep_view(desk, page=PAGE, name="Eski", query="owner=me", shared=True)
    for attempt in (
        lambda: commands.rename_view(second_desk, view_id=view.pk, name="Benim", shared=False),
        lambda: commands.remove_view(second_desk, view_id=view.pk),
    ):
        with pytest.raises(ListView.DoesNotExist):
            attempt()
    assert names(second_desk) == [("Eski", False)]
    commands.rename_view(desk, view_id=view.pk, name="Yeni", shared=False)
    assert (names(desk), names(second_desk)) == ([("Yeni", True)], [])
    commands.remove_view(desk, view_id=view.pk)
    assert names(desk) == []


def test_a_name_is_needed_and_stays_one_s_own_once(desk: Actor) -> None:
    first = commands.keep_view(desk, page=PAGE, name="Bir", query="")
    commands.keep_view(desk, page=PAGE, name="İki", query="")
    with pytest.raises(InvalidInput, match=r"^Görünüm için bir ad yazın\.$"):
        commands.keep_view(desk, page=PAGE, name="   ", query="owner=me")
    with pytest.raises(InvalidInput, match=r"^Bu adla başka bir görünüm saklıyorsunuz\.$"):
        commands.rename_view(desk, view_id=first.pk, name="İki", shared=False)
    assert names(desk) == [("Bir", True), ("İki", True)]


def test_there_is_an_end_to_views_and_to_their_length(desk: Actor) -> None:
    for number in range(MOST_VIEWS):
        commands.keep_view(desk, page=PAGE, name=f"Görünüm {number:02}", query="")
    with pytest.raises(commands.TooManyViews):
        commands.keep_view(desk, page=PAGE, name="Bir daha", query="")
    with pytest.raises(InvalidInput):
        commands.keep_view(desk, page=PAGE, name="Görünüm 00", query="x" * (LONGEST_QUERY + 1))
    assert ListView.objects.count() == MOST_VIEWS
    assert ListView.objects.filter(query="").count() == MOST_VIEWS


def test_somebody_without_a_seat_keeps_nothing(desk: Actor) -> None:
    stranger = replace(desk, permissions=frozenset())
    with pytest.raises(Forbidden):
        commands.keep_view(stranger, page=PAGE, name="Bir", query="")
    assert reads.list_views(stranger, page=PAGE) == []
    assert ListView.objects.count() == 0
