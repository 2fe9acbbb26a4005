"""What lies in resources: readable colours, plain sounds, words in both languages."""

from __future__ import annotations

import json
import tomllib
import wave
from xml.etree import ElementTree

import pytest

from podium_desk.resources import resource_path

TOKENS = json.loads(resource_path("theme", "tokens.json").read_text(encoding="utf-8"))
TEXT_PAIRS = [
    *(
        ("light", words, ground)
        for ground in ("canvas", "surface")
        for words in ("ink", "muted", "ok_text", "danger_text", "warning_text")
    ),
    ("light", "on_primary", "primary"),
    ("light", "on_primary_pressed", "primary_pressed"),
    ("dark", "ink", "canvas"),
    ("dark", "muted", "canvas"),
    ("dark", "primary", "canvas"),
    ("dark", "on_primary", "primary"),
    *(("band", f"on_{name}", name) for name in ("offline", "warning", "training")),
    *(("door", f"on_{name}", name) for name in ("valid", "check", "refuse", "no_ticket")),
    *(
        ("seat", f"on_{name}", name)
        for name in ("free", "chosen", "sold", "held", "blocked", "partner")
    ),
]
SHAPE_PAIRS = [
    ("light", "control_border", "surface"),
    ("light", "focus_ring", "canvas"),
    ("light", "focus_ring_on_primary", "primary"),
    ("seat", "free_border", "ground"),
]


@pytest.mark.parametrize(("theme", "words", "ground"), TEXT_PAIRS)
def test_words_stand_out_from_their_ground(theme, words, ground):
    assert _contrast(TOKENS[theme][words], TOKENS[theme][ground]) >= 4.5


@pytest.mark.parametrize(("theme", "shape", "ground"), SHAPE_PAIRS)
def test_shapes_stand_out_from_their_ground(theme, shape, ground):
    assert _contrast(TOKENS[theme][shape], TOKENS[theme][ground]) >= 3


@pytest.mark.parametrize("name", ["ok", "check", "no", "tick"])
def test_sounds_are_short_and_plain_enough_for_any_machine(name):
    with wave.open(str(resource_path("sounds", f"{name}.wav"))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
        assert sound.getnframes() / sound.getframerate() < 0.6


@pytest.mark.parametrize("icon", sorted(resource_path("icons", "lucide").glob("*.svg")), ids=str)
def test_icons_take_the_colour_they_are_given(icon):
    root = ElementTree.parse(icon).getroot()
    assert root.get("stroke") == "currentColor"
    assert root.get("viewBox") == "0 0 24 24"


def test_papers_say_the_same_things_in_dutch_and_english():
    dutch, english = (
        tomllib.loads(resource_path("i18n", language, "documents.toml").read_text("utf-8"))
        for language in ("nl", "en")
    )
    assert dutch.keys() == english.keys()


def test_the_licences_of_fonts_and_icons_are_shipped_with_them():
    assert "SIL OPEN FONT LICENSE" in resource_path("fonts", "OFL.txt").read_text("utf-8")
    assert "ISC License" in resource_path("icons", "lucide", "LICENSE").read_text("utf-8")


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
