"""The pages of a plan at the desk: asked for with one click, varied by clicking, applied."""

from __future__ import annotations

import pytest
from django.urls import reverse

from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.network.models import Member
from muhatap.sourcing import commands
from muhatap.sourcing.models import Award, Plan, PlanLine, PlanStatus, Round
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face
from tests.sourcing.test_plans import UNTIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> Round:
    """A round of two lines that two members can take."""
    given_network.able(desk, member_a, "800")
    given_network.able(desk, member_b, "900")
    contract = given.contract(customer_a)
    for _line in range(2):
        given.promise(contract)
    return commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)


def members() -> tuple[int, int]:
    cheap, dear = Member.objects.order_by("pk").values_list("pk", flat=True)
    return cheap, dear


def test_a_plan_is_found_with_one_click_and_applied_with_another(desk: Actor, opened: Round, face: Face) -> None:
    browser = face("desk", desk)
    page = browser.get(reverse("round", args=[opened.pk])).content.decode()
    assert "En iyi planı bul" in page
    asked = browser.post(reverse("round_plan_find", args=[opened.pk]))
    plan = Plan.objects.get()
    assert (asked.status_code, asked["Location"]) == (303, reverse("round_plan", args=[plan.pk]))
    waiting = browser.get(asked["Location"])
    # The page looks again by itself, without a script, and survives a reload.
    assert (waiting["Refresh"], "Plan hesaplanıyor" in waiting.content.decode()) == ("2", True)
    assert "1. plan hesaplanıyor" in browser.get(reverse("round", args=[opened.pk])).content.decode()
    jobs.run_all()
    ready = browser.get(asked["Location"])
    text = ready.content.decode()
    assert "Refresh" not in ready
    for said in ("kanıtlı: daha ucuz plan yok", "8.000,00 ₺", "96.000,00 ₺", plan.inputs_sha256, "HiGHS"):
        assert said in text
    applied = browser.post(reverse("round_plan_apply", args=[plan.pk]))
    assert (applied["Location"], Award.objects.count()) == (reverse("round", args=[opened.pk]), 2)
    assert "uygulandı" in browser.get(asked["Location"]).content.decode()


def test_a_line_shows_every_alternative_and_what_if_is_a_click(desk: Actor, opened: Round, face: Face) -> None:
    cheap, dear = members()
    browser = face("desk", desk)
    browser.post(reverse("round_plan_find", args=[opened.pk]))
    jobs.run_all()
    plan = Plan.objects.get()
    line = PlanLine.objects.order_by("line__position")[0].line_id
    page = browser.get(reverse("round_plan_line", args=[plan.pk, line])).content.decode()
    assert "6.000,00 ₺ daha fazla" in page
    assert "fiyat ayda 500,00 ₺ inmeli" in page
    held = browser.post(reverse("round_plan_hold", args=[plan.pk, line, dear]))
    browser.post(reverse("round_plan_without", args=[plan.pk, cheap]))
    jobs.run_all()
    one, two, three = Plan.objects.order_by("number")
    assert held["Location"] == reverse("round_plan", args=[two.pk])
    assert [row.monthly_cost for row in (one, two, three)] == [800_000, 850_000, 900_000]
    shown = browser.get(reverse("round_plan", args=[three.pk])).content.decode()
    assert "Geri al" in shown
    assert "Bu turun planları" in shown
    assert "Serbest bırak" in browser.get(reverse("round_plan_line", args=[two.pk, line])).content.decode()
    browser.post(reverse("round_plan_release", args=[two.pk, line]))
    browser.post(reverse("round_plan_readmit", args=[three.pk, cheap]))
    # Both come to the conditions of the first: asked twice at once, they are one plan.
    assert Plan.objects.count() == 4


def test_conditions_are_typed_and_contradictions_stand_at_their_field(desk: Actor, opened: Round, face: Face) -> None:
    browser = face("desk", desk)
    url = reverse("round_plan_new", args=[opened.pk])
    assert 'value="12"' in browser.get(url).content.decode()
    refused = browser.post(url, {"months": "12", "share": "20"})
    assert (refused.status_code, Plan.objects.count()) == (409, 0)
    assert "En az yüzde 50 verin" in refused.content.decode()
    browser.post(url, {"months": "6", "share": "50", "engagement": "250.5", "least_members": "2"})
    jobs.run_all()
    plan = Plan.objects.get()
    assert plan.status == PlanStatus.READY
    # A line each: 4 000 and 4 500 a month for six months, and two engagements.
    assert plan.cost == 6 * 850_000 + 2 * 25_050


def test_a_member_that_drops_out_is_replaced_from_the_page(desk: Actor, opened: Round, face: Face) -> None:
    cheap, dear = members()
    commands.award_first_ranks(desk, round_id=opened.pk)
    browser = face("desk", desk)
    url = reverse("round_plan_replace", args=[opened.pk])
    assert "Pırıltı Temizlik" in browser.get(url).content.decode()
    browser.post(url, {"member_id": str(cheap), "penalty": "100"})
    jobs.run_all()
    plan = Plan.objects.get()
    page = browser.get(reverse("round_plan", args=[plan.pk])).content.decode()
    assert "Daha az değişiklik ya da daha az maliyet" in page
    assert "el değiştiriyor" in page
    browser.post(reverse("round_plan_reweigh", args=[plan.pk, 0]))
    browser.post(reverse("round_plan_apply", args=[plan.pk]))
    assert set(Award.objects.values_list("member_id", flat=True)) == {dear}


def test_a_refused_plan_says_why_and_changes_nothing(desk: Actor, opened: Round, face: Face) -> None:
    browser = face("desk", desk)
    browser.post(reverse("round_plan_find", args=[opened.pk]))
    plan = Plan.objects.get()
    page = reverse("round_plan", args=[plan.pk])
    early = browser.post(reverse("round_plan_apply", args=[plan.pk]), headers={"referer": f"http://testserver{page}"})
    assert (early["Location"], Award.objects.count()) == (page, 0)
    assert "Bu plan hazır değil" in browser.get(page).content.decode()
    jobs.run_all()
    browser.post(reverse("round_rank", args=[opened.pk]))
    assert browser.get(page).status_code == 200
