"""Prices and coverage from a file: every row checked against what is known at once, all taken over or none."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.catalogue.models import Service
from muhatap.demand.models import Basis
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.events import announce_all
from muhatap.kernel.periods import DAY, Period
from muhatap.kernel.text import fold
from muhatap.network import rules
from muhatap.network.commands.capacity import Place, below_commitments
from muhatap.network.events import CoverageProposed, RateStated
from muhatap.network.models import Coverage, CoverageStatus, Member, RateCard
from muhatap.network.permissions import NetworkPermission
from muhatap.network.rules import sheets
from muhatap.parties.models import District, Province

# So many rows with errors are told one by one; the others are counted.
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a line of a file (the head is line 1)."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file says: rows that are new or known already, what is wrong, and whether it was taken over."""

    new: int
    known: int
    wrong: int
    errors: tuple[RowError, ...]
    taken: bool


@dataclass(slots=True)
class _Found:
    new: list[Any] = field(default_factory=list)
    ended: dict[int, Any] = field(default_factory=dict)
    known: int = 0
    errors: list[RowError] = field(default_factory=list)


def _table(data: bytes, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file by column, with their lines. Raises: InvalidInput."""
    try:
        rows = sheets.cells(data)
    except sheets.Unreadable as error:
        words = {
            "rows": _("The file has more than %(most)d rows. Split it.") % {"most": sheets.MOST_ROWS},
            "large": _("The file is too large. Save the table alone as CSV."),
        }
        said = words.get(error.why, _("This is neither a CSV nor an Excel file."))
        raise InvalidInput(said, field="file") from error
    head = [fold(cell).replace(" ", "_") for cell in rows[0]] if rows else []
    missing = [name for name in columns if name not in head and name not in sheets.OPTIONAL]
    if missing:
        raise InvalidInput(
            _("These columns are missing: %(names)s. Take the export as a pattern.") % {"names": ", ".join(missing)},
            field="file",
        )
    places = {name: head.index(name) for name in columns if name in head}
    return [
        (line, {name: row[place] if place < len(row) else "" for name, place in places.items()})
        for line, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


class _WrongRow(Exception):
    """What is wrong with a row, in words."""


def _number(row: Mapping[str, str], name: str) -> Decimal | None:
    try:
        return sheets.number(row.get(name, ""))
    except sheets.WrongCell as error:
        said = (
            _("%(column)s: “%(cell)s” can be read two ways. Write decimals with a comma and no dots.")
            if error.why == "dots"
            else _("%(column)s: “%(cell)s” is not a number.")
        )
        raise _WrongRow(said % {"column": name, "cell": row[name]}) from error


def _positive(row: Mapping[str, str], name: str) -> Decimal:
    found = _number(row, name)
    if found is None or found <= 0:
        raise _WrongRow(_("%(column)s must be more than zero.") % {"column": name})
    return found


def _period(row: Mapping[str, str]) -> Period:
    try:
        since, last = sheets.day(row["ilk_gun"]), sheets.day(row.get("son_gun", ""))
    except sheets.WrongCell as error:
        raise _WrongRow(_("A day is written as 31.12.2026.")) from error
    if since is None:
        raise _WrongRow(_("%(column)s must be filled in.") % {"column": "ilk_gun"})
    if last is not None and last < since:
        raise _WrongRow(_("The last day lies before the first one."))
    return Period(since, None if last is None else last + DAY)


def _each(
    rows: list[tuple[int, dict[str, str]]], look: Callable[[dict[str, str]], Any], found: _Found
) -> list[tuple[int, Any]]:
    """What `look` makes of every row; what is wrong goes to the errors."""
    good = []
    for line, row in rows:
        try:
            good.append((line, look(row)))
        except _WrongRow as error:
            found.errors.append(RowError(line, str(error)))
    return good


def _result(found: _Found, *, dry_run: bool) -> Imported:
    errors = sorted(found.errors, key=lambda error: error.line)
    taken = not dry_run and not errors
    return Imported(len(found.new), found.known, len(errors), tuple(errors[:MOST_TOLD]), taken)


@command(NetworkPermission.OFFER)
def import_rates(actor: Actor, *, member_id: int, data: bytes, dry_run: bool = True) -> Imported:
    """Check the prices of a file, and take them over where nothing is wrong and it is no dry run.

    A price as it stands already is known; another one ends the price before it where it begins. Raises: InvalidInput.
    """
    member = Member.objects.visible_to(actor).get(pk=member_id)
    found, look = _Found(), _rate_reader()
    standing: dict[tuple[str, str | None, str], list[RateCard]] = defaultdict(list)
    for rate in RateCard.objects.visible_to(actor).filter(member_id=member.pk).order_by("pk"):
        standing[rate.service_id, rate.province_id, rate.basis].append(rate)
    for line, read in _each(_table(data, sheets.RATES), look, found):
        error = _place_rate(found, standing[read[0]], _rate(actor, member.pk, read))
        if error:
            found.errors.append(RowError(line, error))
    result = _result(found, dry_run=dry_run)
    if result.taken:
        RateCard.objects.bulk_update(list(found.ended.values()), ["period"])
        RateCard.objects.bulk_create(found.new)
        announce_all([RateStated(rate_card_id=row.pk, member_id=member.pk) for row in found.new], by=actor)
    return result


def _rate(
    actor: Actor, member_id: int, read: tuple[tuple[str, str | None, str], Decimal, rules.Terms, Period]
) -> RateCard:
    (service_id, province_id, basis), price, terms, period = read
    return RateCard(
        member_id=member_id,
        service_id=service_id,
        province_id=province_id,
        basis=basis,
        unit_price=price,
        period=period.range(),
        stated_at=actor.now,
        **dataclasses.asdict(terms),
    )


def _place_rate(found: _Found, same: list[RateCard], new: RateCard) -> str:
    """Put a price among those of its kind; returns what is wrong, in words."""
    period = Period.of(new.period)
    if any(Period.of(one.period) == period and _same_price(one, new) for one in same):
        found.known += 1
        return ""
    for one in same:
        if Period.of(one.period).meet(period) is None:
            continue
        if one.period.lower >= period.start:
            return _("A price of this kind is stated from %(day)s on. Choose a later day.") % {
                "day": one.period.lower.strftime("%d.%m.%Y")
            }
        one.period = Period(one.period.lower, period.start).range()
        if one.pk is not None:
            found.ended[one.pk] = one
    same.append(new)
    found.new.append(new)
    return ""


def _same_price(one: RateCard, new: RateCard) -> bool:
    names = ("unit_price", "minimum", "night_percent", "night_price", "holiday_percent", "holiday_price")
    return all(getattr(one, name) == getattr(new, name) for name in names)


def _rate_reader() -> Callable[[dict[str, str]], tuple[tuple[str, str | None, str], Decimal, rules.Terms, Period]]:
    """What reads a row of prices, with services and provinces looked up once."""
    services = set(Service.objects.values_list("pk", flat=True))
    provinces = set(Province.objects.values_list("pk", flat=True))
    bases = _bases()

    def look(row: dict[str, str]) -> tuple[tuple[str, str | None, str], Decimal, rules.Terms, Period]:
        service, province = row["hizmet_kodu"], row["il_kodu"].zfill(2) if row["il_kodu"] else None
        if service not in services:
            raise _WrongRow(_("The service “%(key)s” is not in the catalogue.") % {"key": service})
        if province is not None and province not in provinces:
            raise _WrongRow(_("There is no province with the code “%(key)s”.") % {"key": row["il_kodu"]})
        basis = bases.get(fold(row["esas"]))
        if basis is None:
            said = ", ".join(str(one.label) for one in Basis)
            raise _WrongRow(
                _("“%(basis)s” is no basis of a price. Known are: %(all)s.") % {"basis": row["esas"], "all": said}
            )
        minimum = _number(row, "asgari_aylik")
        terms = rules.Terms(
            None if minimum is None else int(minimum * 100),
            _number(row, "gece_yuzde"),
            _number(row, "gece_fiyat"),
            _number(row, "tatil_yuzde"),
            _number(row, "tatil_fiyat"),
        )
        if rules.wrong_term(terms) is not None:
            raise _WrongRow(
                _("Write amounts and percents above zero, and for night and holiday either a percent or a price.")
            )
        return (service, province, basis), _positive(row, "birim_fiyat"), terms, _period(row)

    return look


def _bases() -> dict[str, str]:
    """The bases of a price by their key and by what both languages call them."""
    found = {fold(one.value): one.value for one in Basis}
    for language in ("tr", "en"):
        with translation.override(language):
            found |= {fold(str(one.label)): one.value for one in Basis}
    return found


@command(NetworkPermission.OFFER)
def import_coverage(actor: Actor, *, member_id: int, data: bytes, dry_run: bool = True) -> Imported:
    """Check the coverage of a file, and propose it where nothing is wrong and it is no dry run. Raises: InvalidInput."""
    member = Member.objects.visible_to(actor).get(pk=member_id)
    found, look = _Found(), _coverage_reader()
    standing = {
        (row.service_id, row.district_id, row.capacity, Period.of(row.period))
        for row in Coverage.objects.visible_to(actor).filter(member_id=member.pk).exclude(status=CoverageStatus.REFUSED)
    }
    rows: dict[Place, tuple[int, Coverage]] = {}
    for line, read in _each(_table(data, sheets.COVERAGE), look, found):
        service, district_id, capacity, period = read
        place = (member.pk, service.pk, district_id)
        if (service.pk, district_id, capacity, period) in standing:
            found.known += 1
        elif place in rows:
            said = _("The same service and district stand in line %(line)d already.") % {"line": rows[place][0]}
            found.errors.append(RowError(line, said))
        else:
            rows[place] = (line, _coverage(actor, member.pk, read))
    found.new = [row for _line, row in rows.values()]
    changed = {place: Period(row.period.lower) for place, (_line, row) in rows.items()}
    short = below_commitments(actor, changed, more=found.new)
    found.errors += [RowError(rows[place][0], words) for place, words in short.items()]
    result = _result(found, dry_run=dry_run)
    if result.taken:
        Coverage.objects.bulk_create(found.new)
        announce_all([CoverageProposed(coverage_id=row.pk, member_id=member.pk) for row in found.new], by=actor)
    return result


def _coverage(actor: Actor, member_id: int, read: tuple[Service, int, Decimal, Period]) -> Coverage:
    service, district_id, capacity, period = read
    return Coverage(
        member_id=member_id,
        service=service,
        district_id=district_id,
        capacity=capacity,
        unit=service.unit,
        period=period.range(),
        proposed_at=actor.now,
    )


def _coverage_reader() -> Callable[[dict[str, str]], tuple[Service, int, Decimal, Period]]:
    """What reads a row of coverage, with services and districts looked up once."""
    services = {one.pk: one for one in Service.objects.all()}
    districts = {(one.province_id, fold(one.name)): one.pk for one in District.objects.all()}

    def look(row: dict[str, str]) -> tuple[Service, int, Decimal, Period]:
        service = services.get(row["hizmet_kodu"])
        if service is None:
            raise _WrongRow(_("The service “%(key)s” is not in the catalogue.") % {"key": row["hizmet_kodu"]})
        district_id = districts.get((row["il_kodu"].zfill(2), fold(row["ilce"])))
        if district_id is None:
            raise _WrongRow(
                _("There is no district “%(name)s” in the province with the code “%(key)s”.")
                % {"name": row["ilce"], "key": row["il_kodu"]}
            )
        return service, district_id, _positive(row, "kapasite"), _period(row)

    return look
