"""The guests of a file, as a spreadsheet writes it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from podium_desk.domain.guests import GuestLine, GuestWish, guest_problem, same_guest
from podium_desk.domain.refusals import Refusal, RefusalReason

_COLUMNS = {
    "name": "name", "naam": "name", "nom": "name",
    "count": "count", "aantal": "count", "places": "count", "plaatsen": "count", "nombre": "count",
    "anzahl": "count",
    "reason": "reason", "reden": "reason", "motif": "reason", "grund": "reason",
    "granted_by": "granted_by", "van": "granted_by", "by": "granted_by", "par": "granted_by",
    "von": "granted_by",
    "seats": "seats", "stoelen": "seats", "sièges": "seats", "sitze": "seats",
    "section": "section", "vak": "section", "bloc": "section", "block": "section",
}  # fmt: skip


def guests_in(text: str, granted_by: str) -> tuple[GuestLine, ...]:
    """The guests of a file, by the heads of its columns in any of the four languages.

    Columns are parted by ``;``, ``,`` or a tab. A line without a count is one place, without who
    granted it is by `granted_by`. A name that comes twice, with the same reason, is one line only:
    the second is refused.
    """
    rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text)))
    if not rows:
        return ()
    heads = [_COLUMNS.get(cell.strip().casefold(), "") for cell in rows[0]]
    if "name" not in heads:
        return (GuestLine(1, Refusal(RefusalReason.NO_GUEST_COLUMNS)),)
    return tuple(_lines(rows[1:], heads, granted_by))


def _lines(
    rows: Sequence[Sequence[str]], heads: Sequence[str], granted_by: str
) -> Iterator[GuestLine]:
    seen: list[GuestWish] = []
    for number, row in enumerate(rows, 2):
        cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False) if head}
        if not any(cells.values()):
            continue
        outcome = _guest(cells, granted_by)
        if isinstance(outcome, GuestWish):
            if any(same_guest(outcome, one) for one in seen):
                outcome = Refusal(RefusalReason.GUEST_TWICE, {"name": outcome.name})
            else:
                seen.append(outcome)
        yield GuestLine(number, outcome)


def _guest(cells: dict[str, str], granted_by: str) -> GuestWish | Refusal:
    count = cells.get("count") or "1"
    wish = GuestWish(
        cells.get("name", ""), int(count) if count.isascii() and count.isdecimal() else 0,
        cells.get("reason", ""), cells.get("granted_by") or granted_by, cells.get("seats", ""),
        cells.get("section", ""),
    )  # fmt: skip
    problem = guest_problem(wish)
    return wish if problem is None else problem


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(";,\t", key=head.count)
