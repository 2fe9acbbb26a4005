"""What one document says, ready to be placed by a layout: short words, and parts made of blocks."""

from __future__ import annotations

from collections.abc import Mapping

from podium_desk.documents.page import Block
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """`fields` are words in `language`, empty where there is nothing to say; `parts` are what a
    layout places as a whole, such as the lines of a receipt."""

    language: str
    fields: Mapping[str, str]
    parts: Mapping[str, tuple[Block, ...]]
