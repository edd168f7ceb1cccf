"""Every amount of the played world and whose it is, every spelling of one, and the text of whatever a face gives out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import unescape
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from muhatap.backing.models import Backing
from muhatap.billing.models import Invoice, Settlement
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.money import MinorUnitsField, UnitPriceField
from muhatap.kernel.wall import Class, Wall
from tests.browser.crawling import Answer

# Below, a round amount is also a quantity, a year or an id.
LEAST = Decimal(1000)
HUNDRED = Decimal(100)


def _amount_fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, (MinorUnitsField, UnitPriceField))]


def _values(rows: Any, fields: Iterable[Field[Any, Any]]) -> set[Decimal]:
    """The amounts in columns, in major units."""
    found = set()
    for field in fields:
        for value in rows.exclude(**{field.name: None}).values_list(field.name, flat=True).distinct():
            minor = getattr(value, "minor", value) if isinstance(field, MinorUnitsField) else None
            found.add(abs(Decimal(minor) / HUNDRED if minor is not None else Decimal(value)).normalize())
    return found


def _with_amounts() -> Iterator[tuple[Any, list[Field[Any, Any]]]]:
    for model in apps.get_models():
        wall = getattr(model, "wall", None)
        if (
            isinstance(wall, Wall)
            and wall.kind in {Class.SCOPED, Class.STAFF_ONLY}
            and (fields := _amount_fields(model))
        ):
            yield model, fields


def own(actor: Actor) -> set[Decimal]:
    """Every amount in rows an actor's party may meet."""
    found: set[Decimal] = set()
    for model, fields in _with_amounts():
        found |= _values(model.objects.visible_to(actor), fields)
    # What an invoice's XML calls the tax: what is left of it after withholding.
    taxed = [*Invoice.objects.visible_to(actor), *Settlement.objects.visible_to(actor)]
    found |= {(Decimal(one.vat - one.withheld) / HUNDRED).normalize() for one in taxed}
    return {amount for amount in found | _products(actor) if amount >= LEAST}


def everybodys() -> set[Decimal]:
    """Every amount of the world: prices and costs, accruals and papers, and what an average month makes of them."""
    found: set[Decimal] = set()
    for model, fields in _with_amounts():
        found |= _values(model.objects.all(), fields)
    sold, bought = _lines(Promise, "prices"), _lines(Backing, "prices")
    for promise_id, price in sold.items():
        for backing in Backing.objects.filter(promise_id=promise_id):
            if backing.pk in bought:
                found.add(abs(price - bought[backing.pk]).normalize())
    return {amount for amount in found | _products(None) if amount >= LEAST}


def _lines(model: Any, prices: str) -> dict[int, Decimal]:
    return {
        row.pk: getattr(row, prices).first().unit_price for row in model.objects.all() if getattr(row, prices).exists()
    }


def _products(actor: Actor | None) -> set[Decimal]:
    """Quantity times price of every line, and their sum: what pages call an average month."""
    found = set()
    for model in (Promise, Backing):
        rows: Any = model.objects.all() if actor is None else model.objects.visible_to(actor)
        lines = [row.quantity * row.prices.first().unit_price for row in rows if row.prices.exists()]
        found |= {line.normalize() for line in lines} | {sum(lines, Decimal()).normalize()}
    return found


def spellings(amount: Decimal) -> set[str]:
    """An amount as pages, papers, tables and programs write it."""
    whole, _, rest = f"{amount:.2f}".partition(".")
    grouped = f"{int(whole):,}"
    found = {f"{whole}.{rest}", f"{whole},{rest}", f"{whole}{rest}"}
    for mark, point in (
        (".", ","),
        (",", "."),
        (" ", ","),
        ("\N{NO-BREAK SPACE}", ","),
        ("\N{NARROW NO-BREAK SPACE}", ","),
    ):
        found.add(f"{grouped.replace(',', mark)}{point}{rest}")
        if rest == "00":
            found.add(grouped.replace(",", mark))
    if rest == "00":
        found.add(whole)
    return found


def pattern(amounts: Iterable[Decimal]) -> re.Pattern[str]:
    """Finds any of the amounts, standing for itself and not inside a longer number or word."""
    words = sorted({word for amount in amounts for word in spellings(amount)}, key=len, reverse=True)
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(map(re.escape, words))})(?!\w|[.,]\d)")


def text_of(answer: Answer) -> str:
    """Everything that can be read in an answer: a page, a paper with its attachments, a workbook, a table, an XML."""
    kind = answer.media_type.partition(";")[0]
    if kind == "application/pdf":
        return _pdf(answer.body)
    if kind.endswith("spreadsheetml.sheet"):
        return _workbook(answer.body)
    if kind.startswith("image/"):
        return ""
    return unescape(answer.body.decode("utf-8-sig"))


def _pdf(data: bytes) -> str:
    try:
        reader = PdfReader(io.BytesIO(data))
    except (PdfReadError, ValueError):
        # What somebody uploaded only begins like a PDF.
        return data.decode("latin-1")
    parts = [sheet.extract_text() for sheet in reader.pages] + [str(reader.metadata)]
    for name, attached in reader.attachments.items():
        parts.append(name)
        parts += [_pdf(one) if one.startswith(b"%PDF") else one.decode(errors="replace") for one in attached]
    return "\n".join(parts)


def _workbook(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        raw = [packed.read(name).decode(errors="replace") for name in packed.namelist() if name.endswith(".xml")]
    book = load_workbook(io.BytesIO(data))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    return "\n".join(raw + cells)
