"""A project is led by somebody expert in its class of service."""

from __future__ import annotations

import pytest

from muhatap.contracts import commands, reads
from muhatap.contracts.models import Expertise, Project
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from tests.given import contracts as given


@pytest.fixture
def project(desk: Actor, customer_a: Actor) -> Project:
    """The project of a signed cleaning contract."""
    given.signed(desk, customer_a)
    return Project.objects.get()


def test_manager_and_deputy_know_the_class_of_service(desk: Actor, second_desk: Actor, project: Project) -> None:
    assert desk.user_id is not None
    assert second_desk.user_id is not None
    commands.set_expertise(desk, user_id=desk.user_id, categories=["cleaning", "no such class"])
    commands.set_expertise(desk, user_id=second_desk.user_id, categories=["cleaning", "catering"])
    commands.assign_project(desk, project_id=project.pk, manager_id=desk.user_id, deputy_id=second_desk.user_id)

    view = reads.project(desk, project_id=project.pk)
    assert (view.row.manager, view.row.deputy) == ("Deniz Kaya", "Selin Aydın")
    assert (view.categories, view.uncovered) == (("Temizlik",), ())
    assert [one.fits for one in reads.experts(desk, project_id=project.pk)] == [True, True]
    assert [one.projects for one in reads.people_with_expertise(desk)] == [1, 0]


def test_somebody_who_does_not_know_it_is_refused(desk: Actor, second_desk: Actor, project: Project) -> None:
    assert desk.user_id is not None
    assert second_desk.user_id is not None
    commands.set_expertise(desk, user_id=desk.user_id, categories=["cleaning"])
    commands.set_expertise(desk, user_id=second_desk.user_id, categories=["technical"])

    with pytest.raises(commands.NotExpert, match="Selin Aydın") as refused:
        commands.assign_project(desk, project_id=project.pk, manager_id=desk.user_id, deputy_id=second_desk.user_id)
    assert refused.value.field == "deputy_id"
    with pytest.raises(commands.SamePerson):
        commands.assign_project(desk, project_id=project.pk, manager_id=desk.user_id, deputy_id=desk.user_id)
    project.refresh_from_db()
    assert (project.manager_id, project.deputy_id) == (None, None)
    assert reads.project(desk, project_id=project.pk).uncovered == ("Temizlik",)


def test_expertise_is_replaced_as_a_whole(desk: Actor) -> None:
    assert desk.user_id is not None
    commands.set_expertise(desk, user_id=desk.user_id, categories=["cleaning", "catering"])
    commands.set_expertise(desk, user_id=desk.user_id, categories=["catering", "technical"])

    assert set(Expertise.objects.values_list("category_id", flat=True)) == {"catering", "technical"}


def test_a_second_opening_finds_the_first_project(desk: Actor, project: Project) -> None:
    again = commands.open_project(desk, contract_id=project.contract_id, signed_on=desk.today)
    assert again.pk == project.pk
    assert Project.objects.count() == 1


def test_projects_are_found_by_their_missing_manager(desk: Actor, project: Project) -> None:
    assert desk.user_id is not None

    def codes(manager: str) -> list[str]:
        return [row.code for row in reads.projects(desk, query=ListQuery(filters={"manager": manager})).rows]

    assert (codes("none"), codes("me")) == ([project.code], [])
    commands.set_expertise(desk, user_id=desk.user_id, categories=["cleaning"])
    commands.assign_project(desk, project_id=project.pk, manager_id=desk.user_id)
    assert (codes("none"), codes("me")) == ([], [project.code])


def test_a_customer_meets_its_own_project_alone(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, project: Project
) -> None:
    own = reads.project_of(customer_a, contract_id=project.contract_id)
    assert own is not None
    assert own.row.code == project.code
    assert reads.project_of(customer_b, contract_id=project.contract_id) is None
    assert reads.project_of(member_a, contract_id=project.contract_id) is None
