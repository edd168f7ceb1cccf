"""What a list shows, as a file: every row of the search and filters, the chosen columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from muhatap.faces.web.lists.parts import Cell, Column, Text
from muhatap.kernel.lists import PAGE, ListPage, ListQuery
from muhatap.kernel.money import Money

T = TypeVar("T")
MOST_EXPORTED = 50_000
# A spreadsheet runs what begins with one of these; blanks and controls before it do not help (OWASP CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def export(
    kind: str,
    *,
    title: Text,
    columns: Sequence[Column],
    query: ListQuery,
    read: Callable[[ListQuery], ListPage[T]],
    cells: Callable[[T], Sequence[Cell]],
) -> HttpResponse:
    """Every row the list would show page by page, as a file (`csv` or `xlsx`)."""
    lines: list[list[Any]] = [[str(column.label) for column in columns]]
    after = ""
    while len(lines) <= MOST_EXPORTED:
        found = read(ListQuery(query.search, query.filters, query.sort, after=after, limit=PAGE * 20))
        lines += [[plain(cell) for cell in cells(row)] for row in found.rows]
        after = found.next
        if not after:
            break
    if kind == "csv":
        return download(_csv(lines), "text/csv; charset=utf-8", f"{title}.csv")
    return download(_xlsx(lines), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"{title}.xlsx")


def plain(cell: Cell) -> Any:
    """A cell's value for a spreadsheet: numbers stay numbers, text cannot become a formula."""
    value = cell.value
    if isinstance(value, Money):
        return value.major
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return value
    text = str(value)
    stripped = text.lstrip(" \t\r\n\x00\u00a0\u200b\ufeff")
    return f"'{text}" if stripped.startswith(DANGEROUS) else text


def _csv(lines: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(lines: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        row = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            row.append(cell)
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
