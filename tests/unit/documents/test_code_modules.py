"""The squares of a code: as few as the standard needs, and read back as they were written."""

from __future__ import annotations

import numpy as np
import pytest
import segno
import zxingcpp

from podium_desk.documents.code_modules import QUIET_MODULES, code_modules
from podium_desk.documents.samples import TICKET

BANK = "BCD\n002\n1\nSCT\n\nGC Het Anker\nBE68539007547034\nEUR24.00\n\n+++090/9337/55493+++"
ACCENTS = "Café Brontë · € 12"
_PLAIN_QR = "]Q1"
"""The standard's mark of a code that names no alphabet (ISO/IEC 18004, annex F)."""


def read(modules: tuple[bytes, ...]) -> zxingcpp.Barcode:
    dots = np.array([list(row) for row in modules], dtype=np.uint8)
    quiet = np.pad(dots, QUIET_MODULES).repeat(4, axis=0).repeat(4, axis=1)
    (found,) = zxingcpp.read_barcodes((255 - 255 * quiet).astype(np.uint8))
    return found


@pytest.mark.parametrize("text", [TICKET.code, "PODI", BANK, ACCENTS])
def test_a_code_has_no_more_modules_than_it_needs_and_only_black_and_white(text):
    needed = segno.make(text, error="m", micro=False, boost_error=False)
    modules = code_modules(text)
    assert len(modules) == len(needed.matrix)
    assert {len(row) for row in modules} == {len(modules)}
    assert set(b"".join(modules)) == {0, 1}


@pytest.mark.parametrize("text", [TICKET.code, BANK, ACCENTS])
def test_a_code_is_read_back_and_names_no_alphabet(text):
    found = read(code_modules(text))
    assert (found.text, found.ec_level, found.symbology_identifier) == (text, "M", _PLAIN_QR)
