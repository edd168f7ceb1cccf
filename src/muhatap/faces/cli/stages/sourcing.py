"""Step 5 of the story: nobody fits at first, a company is invited; later it is chosen."""

from __future__ import annotations

from datetime import timedelta

from muhatap.accounts.reads import Role
from muhatap.faces.cli.stages.world import World
from muhatap.network import commands as network
from muhatap.sourcing import commands, reads


def play_round(world: World) -> str:
    """Members are compared for every promise of the contract; what is missing is named and a company invited."""
    desk = world.desk(Role.NETWORK_DESK)
    opened = commands.open_round(desk, contract_id=world.ids["contract"], deadline=desk.today + timedelta(days=14))
    world.ids["round"] = opened.pk
    view = reads.sourcing_round(desk, round_id=opened.pk)
    first = view.lines[0]
    invitation = network.invite(
        desk,
        email="ayse.parlak@parlakcevre.example",
        company_name="Parlak Çevre Hizmetleri",
        service_id=first.service_id,
        district_id=first.district_id,
        message=f"{first.place} için {first.service} hizmeti arıyoruz.",
    )
    world.ids["invitation"] = invitation.token
    return f"{opened.number}: {view.count('nobody')} of {len(view.lines)} promises nobody fits; a company is invited"


def play_award(world: World) -> str:
    """The new member fits now; the best plan is found and its members are chosen for every promise."""
    desk = world.desk(Role.NETWORK_DESK)
    opened = commands.rank_candidates(desk, round_id=world.ids["round"])
    asked = commands.ask_for_plan(desk, round_id=opened.pk)
    world.settle()
    plan = reads.round_plan(desk, plan_id=asked.pk)
    commands.apply_plan(desk, plan_id=plan.plan_id)
    awarded = len(plan.lines) - plan.open_lines
    proof = "no plan is cheaper" if plan.proven else f"at most {plan.gap_percent} % from the best possible"
    return (
        f"{opened.number}: plan {plan.number} ({proof}); {awarded} promises awarded with every reason on record,"
        f" {plan.open_lines} left"
    )
