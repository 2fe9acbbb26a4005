"""Bodies of older versions are read as the newest: one step from each version to the next.

A field that is added at the end needs no step, and no new version: a default fills it. A version
is for what defaults cannot say, a field that was split or counted otherwise. Its step takes the
values of a body of one version and gives those of the next; stored bytes are never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from podium_desk.domain.facts import FactKind
from podium_desk.replica.codec import Body, body_from_bytes
from sync.decoding import decode
from sync.facts.fact import Fact

FIRST_VERSION = 1
Step = Callable[[list[Any]], list[Any]]
"""The values of a body's fields in one version to those in the next."""


class UnreadBody(Exception):
    """A body that this program cannot read: written by a newer version, or by a faulty one."""


@dataclass(frozen=True, slots=True)
class UpCasters:
    """The steps by (kind, version they begin at)."""

    steps: Mapping[tuple[int, int], Step]

    def newest(self, kind: int) -> int:
        """The version of this kind that the program reads and writes."""
        version = FIRST_VERSION
        while (kind, version) in self.steps:
            version += 1
        return version

    def body_of(self, fact: Fact) -> Body:
        """The body of a fact that is here whole, as the newest version has it.

        Raises `UnreadBody` for a kind or version that is newer than this program, and for bytes
        that are no such body.
        """
        assert fact.body is not None, "a stub has no body to read"
        kind, version = fact.header.kind, fact.header.version
        try:
            known = FactKind(kind)
        except ValueError as error:
            raise UnreadBody(f"kind {kind} is not known here") from error
        if not FIRST_VERSION <= version <= self.newest(kind):
            raise UnreadBody(f"version {version} of kind {kind} is not known here")
        try:
            return body_from_bytes(known, self._raised(kind, version, fact.body))
        except (msgspec.MsgspecError, ValueError, TypeError, LookupError) as error:
            raise UnreadBody(str(error)) from error

    def _raised(self, kind: int, version: int, stored: bytes) -> bytes:
        newest = self.newest(kind)
        if version == newest:
            return stored
        values = decode(stored, list[Any])
        for step in range(version, newest):
            values = self.steps[kind, step](values)
        return msgspec.msgpack.encode(values)


UP_CASTERS = UpCasters({})
"""Of this release: every kind is in its first version still."""
