"""Programs of other releases among those of this one, on devices that were not updated yet.

This release has one form of every body, so there is none to be older than. What is played is the
next release: its scans have a second form, and the first one is what devices not updated still
write. The shipped code reads, raises, keeps and reads again; only the forms are made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from podium_desk.domain.facts import Direction, FactKind
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.rereading import read_after_update
from podium_desk.replica.upcasting import UP_CASTERS, UnreadBody, UpCasters
from sync.facts.fact import Draft, Fact
from sync.store.replica import Replica

_SCAN = FactKind.SCAN_RECORDED
_DIRECTION = 5


@dataclass(frozen=True, slots=True)
class Release:
    """One release: how its programs read bodies, and what form they give to those they write."""

    name: str
    up_casters: UpCasters
    written: Callable[[Draft], Draft]

    def run_on(self, replica: Replica, store_device: int) -> None:
        """Let a replica's program be of this release; what it can read now is read again."""
        if self is THIS_RELEASE:
            return
        projector = PodiumProjector(store_device, self.up_casters)
        replica.projector = projector
        read_after_update(replica, projector, self.name)
        append, written = replica.append, self.written

        def append_as_written(drafts: Sequence[Draft], is_recall: bool = False) -> list[Fact]:
            return append([written(draft) for draft in drafts], is_recall)

        replica.append = append_as_written  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class _FirstFormOnly(UpCasters):
    """Reads the first form, which it gives as everybody knows it here, and none that is newer."""

    def fields_of(self, fact: Fact) -> Any:
        """The fields, unless a newer program wrote them."""
        if fact.header.kind == _SCAN and fact.header.version > 1:
            raise UnreadBody("of a newer version")
        return UpCasters.fields_of(self, fact)


def _second_form(values: list[Any]) -> list[Any]:
    """The first form knew entries only, so it had no direction, and it ended with the reason."""
    return [*values[:_DIRECTION], Direction.ENTRY.value, *values[_DIRECTION:]]


def _in_first_form(draft: Draft) -> Draft:
    if draft.kind != _SCAN:
        return draft
    values = msgspec.msgpack.decode(draft.body)
    first = [*values[:_DIRECTION], *values[_DIRECTION + 1 : _DIRECTION + 4]]
    return replace(draft, body=msgspec.msgpack.encode(first))


def _in_second_form(draft: Draft) -> Draft:
    return replace(draft, version=2) if draft.kind == _SCAN else draft


_STEPS = {(int(_SCAN), 1): _second_form}
THIS_RELEASE = Release("this", UP_CASTERS, lambda draft: draft)
"""As it ships."""
BEFORE_UPDATE = Release("before", _FirstFormOnly(_STEPS), _in_first_form)
AFTER_UPDATE = Release("after", UpCasters(_STEPS), _in_second_form)
