"""A layout tried before anything is sold: drawn with its samples in every language, and its code
read back from the dots."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from podium_desk.config import LANGUAGES
from podium_desk.documents.content import Content
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.documents.layouts.file import PaperLayout
from podium_desk.documents.page import PaperFault, Sheet
from podium_desk.i18n.words import Words

ReadCodes = Callable[[int, bytes], set[str]]
"""What a reader finds in the rows of a raster of this width."""
Samples = Callable[[Words], tuple[Content, ...]]

TRIAL_DPI = 203
_SCALE_MIN = 0.5
"""Small print of 7.5 points is then under 4: nobody reads less off thermal paper."""
_MM_PER_INCH = 25.4


def faults_on_paper(layout: PaperLayout, samples: Samples, read: ReadCodes) -> list[LayoutFault]:
    """What comes to light only once it is drawn; each kind of fault once."""
    found: dict[str, LayoutFault] = {}
    for language in LANGUAGES:
        for content in samples(Words(language)):
            for fault in _faults(layout, content, read):
                found.setdefault(fault.code, fault)
    return list(found.values())


def _faults(layout: PaperLayout, content: Content, read: ReadCodes) -> Iterator[LayoutFault]:
    # Pillow is heavy, and a sale that prints by a good layout tries none.
    from podium_desk.documents.raster import paper_raster
    from podium_desk.documents.sheet_layout import scale_of

    paper = layout.filled(content)
    width = round(layout.width_mm / _MM_PER_INCH * TRIAL_DPI)
    try:
        raster = paper_raster(paper, width, TRIAL_DPI)
    except PaperFault:
        yield LayoutFault(layout.file, 0, "does_not_fit")
        return
    if isinstance(paper, Sheet):
        least = min(scale_of(panel, TRIAL_DPI) / panel.scale for panel in paper.panels)
        if least < _SCALE_MIN:
            yield LayoutFault(layout.file, 0, "words_small", percent=f"{100 * least:.0f}")
    code = content.fields.get("code") or content.fields.get("number")
    if code and code not in read(raster.width_dots, raster.rows):
        yield LayoutFault(layout.file, 0, "code_unread", language=content.language)
