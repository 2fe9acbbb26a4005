"""What every paper says first: that it counts for nothing, or was printed before."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.documents import styles
from podium_desk.documents.page import Banner, Block, Gap
from podium_desk.i18n.words import Words


def notices(is_training: bool, duplicate_number: int, words: Words) -> tuple[Block, ...]:
    """The banners above a paper; none above one that is good and printed for the first time."""
    return tuple(_banners(is_training, duplicate_number, words))


def legal_line(legal_name: str, enterprise_number: str) -> str:
    """Who answers for it, as the law wants it told."""
    return " · ".join(filter(None, (legal_name, unbroken(enterprise_number))))


def unbroken(number: str) -> str:
    """A number with spaces that no line ends in."""
    return number.replace(" ", "\u00a0")


def _banners(is_training: bool, duplicate_number: int, words: Words) -> Iterator[Block]:
    if is_training:
        yield Banner(words("documents.training"), styles.BANNER)
        yield Gap(2)
    if duplicate_number:
        yield Banner(words("documents.duplicate", n=duplicate_number), styles.BANNER)
        yield Gap(2)
