"""Records: versioned documents written by their house at the store, read everywhere in scope.

A record has one writer, so its newest revision wins and nothing can conflict. Revisions count
per house, so that a replica follows a house with one number.
"""

from __future__ import annotations

import msgspec

PAGE_RECORDS_MAX = 500


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One document. `body` is None once the record is withdrawn."""

    house: int
    kind: str
    key: str
    revision: int
    body: bytes | None
