"""The page that a printer is tried with: letters, a scale to measure, and a code to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.documents import styles
from podium_desk.documents.page import Banner, Gap, Page, Pair, QrCode, Rule, Text

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

LETTERS = "één crème brûlée Noël œuvre Ÿ € 12,50 ’t ça Größe ž Ł"
"""Accents of all the house's languages (hardware.md 1.1)."""
CODE = "PODIUM-DESK-TRIAL"


def trial_page(printer: str, words: Words) -> Page:
    """What `printer` is asked to print; a person compares it with the picture on the screen."""
    return Page(
        (
            Banner(words("set_up.trial"), styles.BANNER),
            Gap(2),
            Text(printer, styles.BODY),
            Rule(),
            Gap(1.5),
            Text(LETTERS, styles.HEADING),
            Gap(1.5),
            Text(words("set_up.trial_edge"), styles.SMALL),
            Rule(thickness_mm=0.6),
            Pair("◄", "►", styles.HEADING),
            Rule(thickness_mm=0.6),
            Gap(2),
            QrCode(CODE, size_mm=28),
            Gap(1.5),
            Text(words("set_up.trial_cut"), styles.centred(styles.SMALL)),
        )
    )
