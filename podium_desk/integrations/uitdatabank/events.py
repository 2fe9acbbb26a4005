"""An event as UiTdatabank tells it, ready for a caller to store as a production and performances.

Field forms: domain.md 3.3. A performance is identified by its event and its start in UTC, never by
its place in the list of dates (architecture.md, decision 11).
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.text import Text
from podium_desk.integrations.refusals import ImportNote
from podium_desk.late_dataclass import dataclass


class Audience(StrEnum):
    """For whom the event is: `members` and `education` are hidden from the public calendar."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    EDUCATION = "education"


class Attendance(StrEnum):
    """Where one attends: an `online` event has no hall and no scan."""

    OFFLINE = "offline"
    ONLINE = "online"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class ImportedPerformance:
    """One date. `start` and `end` are aware, in the zone of Brussels.

    `capacity` is what UiTdatabank tells of it, None when it does not.
    """

    identity: str
    start: datetime
    end: datetime | None
    status: PerformanceStatus
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedTariff:
    """A price from `priceInfo`. `code` is made from the name and is what a tariff file names it by.

    Exactly one tariff of an event that has any is the base.
    """

    code: str
    name: Text
    price_cents: int
    is_base: bool


@dataclass(frozen=True, slots=True)
class ImportedEvent:
    """A production with its dates and prices, and the remarks a person should read.

    `event_id` is the last part of `@id` (a UUID, also UiTPAS' number of it), or `file:<stem>` for a
    file with one event that has no `@id`. `hall` and `organizer` hold no words when the file only
    refers to them; `place_id` is then what to match a hall by. No performances means: no fixed
    dates (an exhibition), which is imported and not on sale by date. Before
    `available_from` the public may not see the event.
    """

    event_id: str
    title: Text
    genre: str
    place_id: str
    hall: Text
    organizer: Text
    performances: tuple[ImportedPerformance, ...]
    tariffs: tuple[ImportedTariff, ...]
    age_range: str
    audience: Audience
    attendance: Attendance
    workflow_status: str
    available_from: datetime | None
    notes: tuple[ImportNote, ...]


def identity_of(event_id: str, start: datetime) -> str:
    """What an import knows a performance by: its event and its start in UTC."""
    return f"{event_id}@{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
