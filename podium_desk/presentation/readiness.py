"""Ready for tonight in words: the light with its word and icon, and what to do about each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.readiness import Light
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.device_rows import StatusRow, StatusSection
from podium_desk.presentation.mood import Mood

if TYPE_CHECKING:
    from podium_desk.domain.readiness import Finding, Readiness
    from podium_desk.i18n.words import Words

ICONS = {Light.GREEN: "circle-check", Light.AMBER: "triangle-alert", Light.RED: "octagon-x",
         Light.UNSEEN: "circle-help"}  # fmt: skip
"""Each light has a shape of its own, for who does not tell the colours apart."""
_MOODS = {Light.GREEN: Mood.WELL, Light.UNSEEN: Mood.WELL, Light.AMBER: Mood.CAUTION,
          Light.RED: Mood.TROUBLE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LightView:
    """The small light: what it says in one word or a few, and the whole of it for the ear."""

    light: Light
    icon: str
    word: str
    spoken: str


def light_view(readiness: Readiness, words: Words) -> LightView:
    """The light of the waiting screen: green says so, anything else how many lines to look at."""
    open_lines = [one for one in readiness.findings if one.light in (Light.AMBER, Light.RED)]
    word = words(f"ready.light_{readiness.light.value}", n=len(open_lines))
    told = [word, *(f"{name_of(one, words)}: {value_of(one, words)}" for one in open_lines)]
    return LightView(readiness.light, ICONS[readiness.light], word, ". ".join(told))


def ready_section(readiness: Readiness, words: Words) -> StatusSection:
    """The list behind the light, as a card of the status page."""
    rows = tuple(_row(one, words) for one in readiness.findings)
    return StatusSection("ready", ICONS[readiness.light], light_view(readiness, words).word, rows)


def name_of(finding: Finding, words: Words) -> str:
    """What was looked at."""
    return words(f"ready.name_{finding.matter.value}")


def value_of(finding: Finding, words: Words) -> str:
    """How it stands."""
    return words(f"ready.{finding.matter.value}_{finding.case}", **finding.details)


def advice_of(finding: Finding, words: Words) -> str:
    """What to do about it; empty where nothing has to be done."""
    key = f"ready.do_{finding.matter.value}_{finding.case}"
    return words(key, **finding.details) if key in words else ""


def _row(finding: Finding, words: Words) -> StatusRow:
    return StatusRow(name_of(finding, words), value_of(finding, words), _MOODS[finding.light],
                     advice_of(finding, words))  # fmt: skip
