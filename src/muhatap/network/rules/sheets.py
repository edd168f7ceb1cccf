"""Tables of prices and coverage: from the bytes of a CSV or Excel file to cells, and cells to numbers and days."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl import load_workbook

MOST_ROWS = 50_000
# What a workbook may come to unpacked: a small file can hide a very large one.
MOST_BYTES = 200_000_000
# Everything a Turkish spreadsheet writes in the head of its columns and this product in its export.
RATES = (
    "hizmet_kodu", "hizmet", "il_kodu", "esas", "birim_fiyat", "ilk_gun", "son_gun", "asgari_aylik",
    "gece_yuzde", "gece_fiyat", "tatil_yuzde", "tatil_fiyat",
)  # fmt: skip
COVERAGE = ("hizmet_kodu", "hizmet", "il_kodu", "ilce", "kapasite", "ilk_gun", "son_gun")
# The columns that only help to read.
OPTIONAL = {"hizmet", "son_gun", "asgari_aylik", "gece_yuzde", "gece_fiyat", "tatil_yuzde", "tatil_fiyat"}


class Unreadable(Exception):
    """The file is neither a CSV nor an Excel table; `why` is binary, large or rows."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class WrongCell(Exception):
    """A cell is not the number or day it should be; `why` is number, dots or day."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def cells(data: bytes) -> list[list[str]]:
    """The cells of a CSV (`;`, `,` or tab; UTF-8 or Windows-1254) or Excel file, row by row. Raises: Unreadable."""
    rows = _excel(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable("rows")
    return rows


def _csv(data: bytes) -> list[list[str]]:
    if b"\0" in data[:4096]:
        raise Unreadable("binary")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1254", errors="replace")
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def _excel(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise Unreadable("large")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        rows = [[_said(value) for value in row] for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        raise Unreadable("binary") from error
    return rows


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}".replace(".", ",")
    return str(value).strip()


def number(cell: str) -> Decimal | None:
    """A number as Turks write it: `1.234,56` or `1234,56`; blank is None. Raises: WrongCell."""
    text = cell.replace(" ", "").replace("\u00a0", "")
    if not text:
        return None
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif "." in text and len(text.rpartition(".")[2]) == 3:  # noqa: PLR2004  1.234 could be either
        raise WrongCell("dots")
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise WrongCell("number") from error
    if not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        raise WrongCell("number")
    return found


def day(cell: str) -> date | None:
    """A day, `31.12.2026` or `2026-12-31`; blank is None. Raises: WrongCell."""
    text = cell.strip()
    if not text:
        return None
    for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise WrongCell("day")


def written(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV as a Turkish spreadsheet opens it, which can be read back as it is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_shown(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)
