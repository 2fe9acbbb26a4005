"""An attendance in words: rows for the page and the command line, and what its picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from podium_desk.application.attending import tariff_name
from podium_desk.domain.attendance import STEP_MS
from podium_desk.presentation import amounts
from podium_desk.presentation.door_panels import seat_of
from podium_desk.presentation.lists_view import ArrivalsPicture, ListRow

if TYPE_CHECKING:
    from podium_desk.application.attending import AttendanceTold
    from podium_desk.domain.attendance import Count, DoubleEntry
    from podium_desk.domain.unheard_scans import Unknown
    from podium_desk.i18n.words import Words

_STEP_MIN = STEP_MS // 60_000


def attendance_summary(told: AttendanceTold, words: Words) -> str:
    """The sentence above all: how many of those sold came."""
    count = told.count.count
    if not told.was_scanned:
        return words("attendance.not_counted", n=count.sold)
    return words(
        "attendance.summary", admitted=count.admitted, sold=count.sold, absent=count.no_shows,
        persons=words("attendance.persons", n=count.admitted_persons),
    )  # fmt: skip


def attendance_rows(told: AttendanceTold, words: Words) -> tuple[ListRow, ...]:
    """What is not known first, then the sums, then each section, tariff, door and reason."""
    return tuple(_rows(told, words))


def arrivals_picture(told: AttendanceTold, words: Words) -> ArrivalsPicture | None:
    """The arrivals as bars with their clock times; None while nobody came."""
    persons = told.count.arrivals
    if not persons:
        return None
    first = told.count.arrivals_from_ms
    clocks = tuple(_clock(told, first + n * STEP_MS) for n in range(len(persons)))
    most = max(persons)
    spoken = words(
        "attendance.picture", n=sum(persons), first=clocks[0],
        last=_clock(told, first + len(persons) * STEP_MS), most=most,
        busiest=clocks[persons.index(most)], minutes=_STEP_MIN,
    )  # fmt: skip
    start_ms = told.performance.start.timestamp() * 1000
    return ArrivalsPicture(
        words("attendance.arrivals", minutes=_STEP_MIN), spoken, clocks, persons,
        (start_ms - first) / STEP_MS, words("attendance.start", clock=_clock(told, int(start_ms))),
    )  # fmt: skip


def _rows(told: AttendanceTold, words: Words) -> Iterator[ListRow]:
    count, doors = told.count, told.count.doors
    for one in told.unknown:
        yield _unknown(told, one, words)
    sums = (
        ("re_entries", doors.re_entries), ("exits", doors.exits), ("inside", count.inside),
        ("annulled", doors.annulled), ("asked", doors.asked),
        ("turned_away", count.turned_away),
    )  # fmt: skip
    yield _counted(words("attendance.whole"), count.count, words)
    if doors.doubles:
        yield ListRow(words("attendance.doubles"), words("attendance.doubles_why"),
                      str(doors.doubles), is_trouble=True)  # fmt: skip
        yield from (_double(told, one, words) for one in count.double_entries)
    for name, number in sums:
        if number:
            yield ListRow(words(f"attendance.{name}"), "", str(number))
    for refused in count.refused:
        reason = f"attendance.reason_{refused.reason}"
        said = words(reason) if reason in words else refused.reason
        tickets = words("lists.tickets", n=refused.tickets) if refused.tickets else ""
        yield ListRow(words("attendance.refused", why=said), tickets, str(refused.attempts))
    for section, part in count.by_section:
        yield _counted(section or words("attendance.no_section"), part, words)
    for tariff, part in count.by_tariff:
        name = tariff_name(told, tariff, words.language) or words("attendance.no_tariff")
        yield _counted(name, part, words)
    for door, through in count.by_door:
        said = words(
            "attendance.door", first=through.first, again=through.re_entries,
            doubles=through.doubles, exits=through.exits, refused=through.refused,
        )  # fmt: skip
        yield ListRow(door, said, str(through.persons))


def _counted(title: str, count: Count, words: Words) -> ListRow:
    said = words("attendance.counted", sold=count.sold, admitted=count.admitted,
                 absent=count.no_shows)  # fmt: skip
    if count.beyond:
        said = f"{said} · {words('attendance.beyond', n=count.beyond)}"
    return ListRow(title, said, words("attendance.persons", n=count.admitted_persons))


def _double(told: AttendanceTold, one: DoubleEntry, words: Words) -> ListRow:
    """Which seat, and both entries: a person may have to look."""
    section, row, number = told.seats.get(one.ticket, ("", "", ""))
    seat = seat_of(row, number, section, words) or str(one.ticket)
    said = words(
        "attendance.double", before=_clock(told, one.before_ms), before_door=one.before_door,
        at=_clock(told, one.at_ms), door=one.door,
    )  # fmt: skip
    return ListRow(seat, said, is_trouble=True)


def _unknown(told: AttendanceTold, one: Unknown, words: Words) -> ListRow:
    if not one.is_lost:
        return ListRow(one.name, words("attendance.unsent", n=one.unsent), is_trouble=True)
    since = datetime.fromtimestamp(one.since_ms / 1000, UTC).astimezone(told.zone)
    when = amounts.day_and_time(since, words.language)
    key = "attendance.lost" if one.since_ms else "attendance.lost_unheard"
    return ListRow(one.name, words(key, when=when), is_trouble=True)


def _clock(told: AttendanceTold, at_ms: int) -> str:
    return amounts.clock_time(datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(told.zone))
