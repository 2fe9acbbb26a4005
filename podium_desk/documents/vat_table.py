"""VAT per rate as every paper shows it: without, VAT, with; and why a part is exempt."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.documents import styles
from podium_desk.documents.page import Block, Column, Columns, Style, Text
from podium_desk.documents.ticket import vat_note
from podium_desk.domain.vat import VatTotal
from podium_desk.i18n.format import money
from podium_desk.i18n.words import Words


def vat_table(vat: tuple[VatTotal, ...], words: Words) -> Iterator[Block]:
    """The rows for these totals, with their heads."""
    heads = ("vat", "vat_net", "vat_amount", "vat_gross")
    yield _row(tuple(words(f"documents.{head}") for head in heads), styles.LABEL)
    for total in vat:
        yield _row(_vat_cells(total, words), styles.SMALL)
    grounds = {total.basis for total in vat if not total.rate_percent and total.basis}
    for basis in sorted(grounds):
        yield Text(vat_note(0, basis, words), styles.SMALL)


def _vat_cells(total: VatTotal, words: Words) -> tuple[str, ...]:
    rate = (
        words("documents.vat_rate", rate=total.rate_percent)
        if total.rate_percent
        else words("documents.vat_free")
    )
    amounts = (total.gross_cents - total.vat_cents, total.vat_cents, total.gross_cents)
    return (rate, *(money(cents, words.language) for cents in amounts))


def _row(cells: tuple[str, ...], style: Style) -> Columns:
    first, *others = cells
    return Columns(
        (
            Column((Text(first, style),), 0.8),
            *(Column((Text(cell, styles.to_the_right(style)),)) for cell in others),
        )
    )
