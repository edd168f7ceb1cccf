"""The map of Turkey: provinces by who covers them or by what is missing, places as points, and the list beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise as LazyText
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.catalogue.permissions import CataloguePermission
from muhatap.catalogue.reads import category_choices
from muhatap.faces.web import Cell, Group, Item, PageRequest, formats, page, render
from muhatap.faces.web.turkey import VIEW_BOX, Outline, outlines, place_in
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.network import reads as network
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Map"),
    url="map",
    order=26,
    permission=NetworkPermission.SEE,
    icon="map",
)
LAYERS: dict[str, str | LazyText] = {
    "members": gettext_lazy("Members that cover it"),
    "free": gettext_lazy("Free capacity"),
    "network_gaps": gettext_lazy("Gaps of the network"),
    "backing_gaps": gettext_lazy("Gaps behind promises"),
}
# Percent of free capacity below which a province is tight, and below which it is as good as full.
TIGHT, FULL = 30, 10
RADIUS, GROWTH, LARGEST = 3.2, 1.2, 10.0


@dataclass(frozen=True, slots=True)
class Shade:
    """How a province is shown: tone, word for the legend, what is said of it, and the number on it."""

    tone: str
    word: str
    said: str
    number: str
    weight: int


def _members(actor: Actor, about: reads.Asked, wanted: set[str]) -> dict[str, Shade]:
    counts = reads.members_by_province(actor, about=about)
    found = {}
    for plate in counts.keys() | wanted:
        many = counts.get(plate, 0)
        said = ngettext("%(count)d member", "%(count)d members", many) % {"count": many}
        word = _("several members") if many > 1 else _("one member alone") if many else _("customers but no member")
        tone = "ok" if many > 1 else "warn" if many else "bad"
        found[plate] = Shade(tone, word, said, str(many), many)
    return found


def _free(actor: Actor, about: reads.Asked, wanted: set[str]) -> dict[str, Shade]:
    found = {}
    for plate, share in reads.free_by_province(actor, about=about).items():
        tone = "bad" if share < FULL else "warn" if share < TIGHT else "ok"
        word = {"bad": _("full"), "warn": _("tight"), "ok": _("room left")}[tone]
        said = _("%(share)s free") % {"share": formats.percent(share, actor.language)}
        found[plate] = Shade(tone, word, said, str(share), share)
    return found


def _network_gaps(actor: Actor, about: reads.Asked, wanted: set[str]) -> dict[str, Shade]:
    return {
        plate: Shade("bad", _("nobody can deliver"), _gaps(many), str(many), many)
        for plate, many in reads.network_gaps_by_province(actor, about=about).items()
    }


def _backing_gaps(actor: Actor, about: reads.Asked, wanted: set[str]) -> dict[str, Shade]:
    found = {}
    for plate, one in reads.backing_gaps_by_province(actor, about=about).items():
        amount = formats.money(one.amount.minor, one.amount.currency, actor.language)
        found[plate] = Shade("bad", _("not fully backed"), f"{_gaps(one.gaps)} · {amount}", str(one.gaps), one.gaps)
    return found


def _gaps(many: int) -> str:
    return ngettext("%(count)d gap", "%(count)d gaps", many) % {"count": many}


READERS: dict[str, Callable[[Actor, reads.Asked, set[str]], dict[str, Shade]]] = {
    "members": _members,
    "free": _free,
    "network_gaps": _network_gaps,
    "backing_gaps": _backing_gaps,
}
QUIET = {
    "members": gettext_lazy("nothing wanted, nobody there"),
    "free": gettext_lazy("not covered"),
    "network_gaps": gettext_lazy("no gap"),
    "backing_gaps": gettext_lazy("no gap"),
}


@page(NetworkPermission.SEE)
def show(request: PageRequest) -> HttpResponse:
    """The map with its list; `?layer=&service=&province=` say what is coloured, about what, and what is listed."""
    actor = request.actor
    layers = [key for key in LAYERS if key != "backing_gaps" or actor.may(BackingPermission.SEE)]
    layer = request.GET.get("layer", "")
    layer = layer if layer in layers else layers[0]
    chosen = request.GET.get("service", "")
    about = reads.asked(actor, value=chosen)
    names = dict(reads.provinces(actor))
    province = request.GET.get("province", "")
    province = province if province in names else ""
    sites = reads.sites(actor, about=about) if actor.may(BackingPermission.SEE) else []
    seats = reads.seats(actor, about=about)
    shades = READERS[layer](actor, about, {spot.province for spot in sites})
    context = {
        "page_title": _("Map"),
        "page_sub": _("Where the network can deliver, and where something is missing."),
        "view_box": VIEW_BOX,
        "layers": [(key, LAYERS[key], key == layer) for key in layers],
        "services": _services(actor, chosen),
        "province": province,
        "province_name": names.get(province, ""),
        "whole": _url(layer, chosen, ""),
        "shapes": [_shape(one, shades, names, layer=layer, chosen=chosen, province=province) for one in outlines()],
        "spots": [*_spots(sites, "site"), *_spots(seats, "seat")],
        "legend": _legend(shades, layer),
        "most": reads.MOST_LISTED,
        **(_inside(actor, layer, about, province) if province else _table(shades, names, layer, chosen)),
    }
    return render(request, "desk/map/show.html", context)


def _url(layer: str, chosen: str, province: str) -> str:
    asked = {"layer": layer, "service": chosen, "province": province}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _services(actor: Actor, chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Every service by category, each category first as a whole."""
    keys = {name: key for key, name in category_choices(actor)} if actor.may(CataloguePermission.SEE) else {}
    found = []
    for category, pairs in network.service_choices(actor):
        whole = (
            [(f"category:{keys[category]}", _("all of %(category)s") % {"category": category})]
            if category in keys
            else []
        )
        found.append((category, [(key, name, key == chosen) for key, name in (*whole, *pairs)]))
    return found


def _shape(
    outline: Outline, shades: dict[str, Shade], names: dict[str, str], *, layer: str, chosen: str, province: str
) -> dict[str, Any]:
    shade = shades.get(outline.plate)
    said = shade.said if shade is not None else str(QUIET[layer])
    return {
        "path": outline.path,
        "tone": shade.tone if shade is not None else "none",
        "number": shade.number if shade is not None else "",
        "x": outline.middle[0],
        "y": outline.middle[1],
        "title": f"{names.get(outline.plate, outline.name)}: {said}",
        "url": _url(layer, chosen, outline.plate),
        "chosen": outline.plate == province,
    }


def _spots(spots: list[reads.Spot], kind: str) -> list[dict[str, Any]]:
    """Places as points that grow with how many stand there."""
    found = []
    for spot in spots:
        x, y = place_in(spot.province, spot.longitude, spot.latitude)
        if kind == "site":
            said = ngettext("%(count)d location", "%(count)d locations", spot.count) % {"count": spot.count}
        else:
            said = ngettext("%(count)d member at home", "%(count)d members at home", spot.count) % {"count": spot.count}
        radius = min(RADIUS + GROWTH * spot.count**0.5, LARGEST)
        found.append({"x": x, "y": y, "r": round(radius, 1), "kind": kind, "title": f"{spot.district}: {said}"})
    return found


def _legend(shades: dict[str, Shade], layer: str) -> list[tuple[str, str]]:
    words = dict.fromkeys((shade.tone, shade.word) for shade in shades.values())
    order = ("bad", "warn", "ok")
    return [*sorted(words, key=lambda pair: order.index(pair[0])), ("none", str(QUIET[layer]))]


def _table(shades: dict[str, Shade], names: dict[str, str], layer: str, chosen: str) -> dict[str, Any]:
    """All provinces about which there is something to say, the worst first."""
    order = ("bad", "warn", "ok")
    worst_first = -1 if layer in {"network_gaps", "backing_gaps"} else 1
    places = list(names)
    found = sorted(
        (plate for plate in shades if plate in names),
        key=lambda plate: (order.index(shades[plate].tone), worst_first * shades[plate].weight, places.index(plate)),
    )
    return {
        "list_title": str(LAYERS[layer]),
        "columns": [_("Province"), _("State"), {"label": _("How much"), "numeric": True}],
        "rows": [
            {
                "url": _url(layer, chosen, plate),
                "cells": [
                    Cell(names[plate]),
                    Cell(shades[plate].word, tone=shades[plate].tone),
                    Cell(shades[plate].said),
                ],
            }
            for plate in found
        ],
        "nothing": _("Nothing to show for this choice."),
    }


def _inside(actor: Actor, layer: str, about: reads.Asked, province: str) -> dict[str, Any]:
    """What stands in one province."""
    if layer == "network_gaps":
        return _gaps_in(actor, about, province)
    if layer == "backing_gaps":
        return _unbacked_in(actor, about, province)
    rows = reads.covering(actor, about=about, province=province)
    return {
        "list_title": _("Who covers it"),
        "columns": [_("Member"), _("Service"), {"label": _("Free"), "numeric": True}],
        "rows": [
            {
                "url": reverse("member", args=[row.member_id]) + "?tab=coverage",
                "cells": [
                    Cell(row.member, sub=_districts(row.districts)),
                    Cell(row.service),
                    Cell(f"{formats.qty(row.free, actor.language)} / {formats.qty(row.capacity, actor.language)}"),
                ],
            }
            for row in rows
        ],
        "nothing": _("Nobody covers this province yet: invite companies from here."),
        "way_on": {"label": _("Invite a company"), "url": reverse("application_invite")},
    }


def _districts(many: int) -> str:
    return ngettext("%(count)d district", "%(count)d districts", many) % {"count": many}


def _gaps_in(actor: Actor, about: reads.Asked, province: str) -> dict[str, Any]:
    filters = {"province": province, "service": about.service, "category": about.category}
    filters = {name: value for name, value in filters.items() if value}
    rows = network.network_gaps(actor, query=ListQuery(filters=filters, limit=reads.MOST_LISTED)).rows
    return {
        "list_title": str(LAYERS["network_gaps"]),
        "columns": [_("What is missing"), _("State"), _("Wanted from")],
        "rows": [
            {
                "url": reverse("network_gap", args=[row.network_gap_id]),
                "cells": [
                    Cell(row.service, sub=f"{row.place} · {row.number}"),
                    Cell(row.status_name, tone="bad" if row.status == "open" else "warn"),
                    Cell(row.wanted_from),
                ],
            }
            for row in rows
        ],
        "nothing": _("No gap of the network stands here."),
    }


def _unbacked_in(actor: Actor, about: reads.Asked, province: str) -> dict[str, Any]:
    return {
        "list_title": str(LAYERS["backing_gaps"]),
        "columns": [_("What"), _("What is missing"), {"label": _("At risk"), "numeric": True}],
        "rows": [
            {
                "url": reverse("gap", args=[row.gap_id]),
                "cells": [
                    Cell(f"{row.location} · {row.service}", sub=row.customer),
                    Cell(row.kind_name, sub=formats.period(row.period.start, row.period.end, actor.language)),
                    Cell(row.amount),
                ],
            }
            for row in reads.unbacked_in(actor, about=about, province=province)
        ],
        "nothing": _("Every promise here is fully backed."),
    }


routes = [path("map/", show, name="map")]
