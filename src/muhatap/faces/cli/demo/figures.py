"""Figures of the law that hold for a year: a new year's are entered on its first day, as a company does."""

from __future__ import annotations

from datetime import date

from muhatap.catalogue import commands, reads
from muhatap.faces.cli.demo.agenda import Agenda
from muhatap.faces.cli.stages.world import World

REASON = "Tanıtım verisi: yeni tutar yayımlanana kadar önceki yılınki yazıldı."


def plan(agenda: Agenda, first: date, today: date) -> None:
    """Look at the first day, and at each first of January."""
    for day in (first, *(date(year, 1, 1) for year in range(first.year + 1, today.year + 1))):
        agenda.on(day, enter_missing, hour=0, minute=5)


def enter_missing(world: World) -> None:
    """What nobody has entered for the new year goes on as it was."""
    house = world.house
    for one in reads.parameters(house):
        if one.state == "over":
            value = str(one.number) if one.number is not None else one.value
            commands.set_parameter(house, key=one.key, value=value, valid_from=house.today, reason=REASON)
