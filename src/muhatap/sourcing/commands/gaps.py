"""What choosing members means for the gaps of the network: nobody fits opens one, somebody who fits closes it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.network.commands import cover_gap_promises, open_network_gaps
from muhatap.network.reads import promises_waiting_for
from muhatap.sourcing import sets
from muhatap.sourcing.commands.rounds import rank_candidates
from muhatap.sourcing.models import Candidate, LineStatus, RoundLine, RoundStatus
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules import candidates as rules


@command(SourcingPermission.OPEN)
def keep_network_gaps(actor: Actor, *, round_id: int) -> None:
    """Bring the gaps of the network to what a ranking found for its undecided lines."""
    house = system(actor.now, name=actor.name)
    lines = RoundLine.objects.filter(round_id=round_id).order_by("position")
    nobody = list(lines.filter(status=LineStatus.NOBODY).values_list("promise_id", flat=True))
    if nobody:
        open_network_gaps(house, promise_ids=nobody)
    fitting = Candidate.objects.filter(line__in=lines.filter(status=LineStatus.OPEN), rank=1)
    firsts: dict[int, list[int]] = defaultdict(list)
    for promise_id, member_id in fitting.order_by("line__position").values_list("line__promise_id", "member_id"):
        firsts[member_id].append(promise_id)
    for member_id, promise_ids in firsts.items():
        cover_gap_promises(house, promise_ids=promise_ids, member_id=member_id)


@command(SourcingPermission.OPEN)
def keep_all_network_gaps(actor: Actor) -> int:
    """Bring the gaps of the network to what open rounds know; returns for how many rounds."""
    rows = RoundLine.objects.filter(round__status=RoundStatus.OPEN, status=LineStatus.NOBODY)
    round_ids = sorted(set(rows.values_list("round_id", flat=True)))
    for round_id in round_ids:
        keep_network_gaps(actor, round_id=round_id)
    return len(round_ids)


@command(SourcingPermission.OPEN)
def look_again(actor: Actor, *, member_id: int) -> None:
    """A member can do more than before: look whether it fits what nobody could deliver.

    Lines of open rounds are ranked again, so that the member can be awarded; other promises leave their gap.
    """
    waiting = list(promises_waiting_for(actor, member_id=member_id))
    if not waiting:
        return
    rows = RoundLine.objects.filter(
        promise__in=waiting, round__status=RoundStatus.OPEN, status=LineStatus.NOBODY
    ).order_by("round_id")
    in_rounds = set(rows.values_list("promise_id", flat=True))
    for round_id in rows.values_list("round_id", flat=True).distinct():
        rank_candidates(actor, round_id=round_id)
    alone = [pk for pk in waiting if pk not in in_rounds]
    promises: list[Any] = list(Promise.objects.filter(pk__in=alone).select_related("location__district"))
    network = sets.load(promises) if promises else None
    for promise in promises:
        wanted = sets.wanted_of(promise, actor.today)
        offers = network.offers(promise, wanted) if network is not None else []
        first = next((one for rank, one in rules.ranked(rules.judge(wanted, o) for o in offers) if rank), None)
        if first is not None:
            cover_gap_promises(actor, promise_ids=[promise.pk], member_id=first.member_id)
