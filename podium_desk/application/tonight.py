"""Which performances the doors of a house admit to now: asked at every scan of a whole season, and
worked out only when an hour has come that changes the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from podium_desk.application.workplace import Workplace
from podium_desk.domain.evening import evening_of
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import Performance

_MOMENT = timedelta.resolution
_NEVER = datetime.max.replace(tzinfo=UTC)
_EVER = datetime.min.replace(tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Tonight:
    """The answer for one house, kept until the catalogue or the hour makes another one of it."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._catalogue: dict[PerformanceId, Performance] = {}
        self._span_ms = range(0)
        self._found: tuple[Performance, ...] = ()

    def performances(self) -> tuple[Performance, ...]:
        """Tonight's, the next one first."""
        known, clock = self._work.catalogue.performances(), self._work.clock
        if known is not self._catalogue or clock.now_ms() not in self._span_ms:
            now = clock.now()
            house = self._work.house
            own = [one for one in known.values() if one.house == house and one.plan is not None]
            chosen = [one for one in own if _span_of(one)[0] <= now < _span_of(one)[1]]
            self._found = tuple(sorted(chosen, key=lambda one: (one.start, one.id)))
            self._span_ms = _unchanged_ms(own, now)
            self._catalogue = known
        return self._found


def _span_of(performance: Performance) -> tuple[datetime, datetime]:
    """From when it is tonight's, and from when no more."""
    first, last = evening_of(performance)
    return first, last + _MOMENT


def _unchanged_ms(performances: Iterable[Performance], now: datetime) -> range:
    """Around `now`: the milliseconds at which the answer is the same."""
    edges = [edge for one in performances for edge in _span_of(one)]
    since = max((edge for edge in edges if edge <= now), default=_EVER)
    until = min((edge for edge in edges if edge > now), default=_NEVER)
    return range(_first_ms_from(since), _first_ms_from(until))


def _first_ms_from(moment: datetime) -> int:
    """The first whole millisecond that is not before a moment."""
    return -((_EPOCH - moment) // _MILLISECOND)
