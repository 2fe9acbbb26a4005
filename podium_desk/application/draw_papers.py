"""What stands on the sheet of a waiting list, on paper and in a file: enough to check a draw."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from podium_desk.application.workplace import Workplace
from podium_desk.documents.draw_sheet import DrawPrint
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.waiting_list import drawn, list_digest
from podium_desk.replica.waiting import entries_of, words_on


def draw_print(work: Workplace, number: PerformanceId, duplicate: int = 0) -> DrawPrint:
    """The sheet of a closed list; `KeyError` when it is not closed, or not known here."""
    house = work.own_house
    words = words_on(work.replica.sql, house.id, number)
    performance = work.catalogue.performance(number)
    if words.closed is None or performance is None:
        raise KeyError(number)
    entries = [
        one for one in entries_of(work.replica.sql, house.id, number) if one.id in words.closed
    ]
    digest = list_digest(number, entries)
    lines = sorted(one.line for one in entries)
    if words.said:
        lines = [one.line for one in drawn(digest, words.said, entries)]
    return DrawPrint(
        house.name, performance.title.in_language(house.language),
        performance.start.astimezone(ZoneInfo(house.timezone)), number, digest, words.said,
        tuple(lines), duplicate, work.is_training,
    )  # fmt: skip


def sheet_text(sheet: DrawPrint) -> str:
    """The same as plain text, as `podium-desk waiting --check` reads it."""
    head = [
        f"performance {sheet.performance}", f"digest {sheet.digest}", f"said {sheet.said}".rstrip(),
    ]  # fmt: skip
    return "\n".join((*head, "", *sheet.lines, ""))
