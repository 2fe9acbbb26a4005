"""Bodies of older versions are read as the newest: one step from each version to the next.

A field that is added at the end needs no step, and no new version: a default fills it. A version
is for what defaults cannot say, a field that was split or counted otherwise. Its step takes the
values of a body of one version and gives those of the next; stored bytes are never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from podium_desk.domain.facts import FactKind
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import Body, as_body, fields_from_bytes
from sync.decoding import decode
from sync.facts.fact import Fact

FIRST_VERSION = 1
_KINDS = frozenset(FactKind)
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
        return as_body(fact.header.kind, self.fields_of(fact))

    def fields_of(self, fact: Fact) -> Any:
        """As `body_of`, for who only reads its fields (`codec.fields_from_bytes`)."""
        assert fact.body is not None, "a stub has no body to read"
        kind, version = fact.header.kind, fact.header.version
        if kind not in _KINDS:
            raise UnreadBody(f"kind {kind} is not known here")
        newest = self.newest(kind)
        if not FIRST_VERSION <= version <= newest:
            raise UnreadBody(f"version {version} of kind {kind} is not known here")
        try:
            stored = fact.body if version == newest else self._raised(kind, version, fact.body)
            return fields_from_bytes(kind, stored)
        except (msgspec.MsgspecError, ValueError, TypeError, LookupError) as error:
            raise UnreadBody(str(error)) from error

    def _raised(self, kind: int, version: int, stored: bytes) -> bytes:
        values = decode(stored, list[Any])
        for step in range(version, self.newest(kind)):
            values = self.steps[kind, step](values)
        return msgspec.msgpack.encode(values)


UP_CASTERS = UpCasters({})
"""Of this release: every kind is in its first version still."""
