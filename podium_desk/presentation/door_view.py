"""What a door screen shows, as frozen data: five signals a verdict (ux.md 4), nothing of Qt.

The screen draws a `DoorView` and nothing else; everything in it is already in the language of
the volunteer. Colours, icons and sounds are names that the kit's theme resolves.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass


class DoorKind(StrEnum):
    """What the screen says, in one value; the name is stable for tests and pictures."""

    WAITING = "waiting"
    VALID = "valid"
    REPEAT = "repeat"
    CHECK = "check"
    REFUSE = "refuse"
    NO_TICKET = "no_ticket"
    EXIT = "exit"
    TROUBLE = "trouble"
    HELP = "help"
    TYPING = "typing"


class Tone(StrEnum):
    """The one colour of the screen: a name among the theme's door colours."""

    WAITING = "waiting"
    VALID = "valid"
    CHECK = "check"
    REFUSE = "refuse"
    NO_TICKET = "no_ticket"


class Border(StrEnum):
    """The edge's pattern, for those who do not tell the colours apart."""

    NONE = "none"
    DASHED = "dashed"
    STRIPED = "striped"


class Sound(StrEnum):
    """The one sound of a verdict; the file's name in `resources/sounds`."""

    OK = "ok"
    CHECK = "check"
    NO = "no"
    TICK = "tick"


class Intent(StrEnum):
    """What a volunteer can ask of the door screen; each has one key (ux.md 5)."""

    UNDO = "undo"
    DIRECTION = "direction"
    MUTE = "mute"
    ACCEPT = "accept"
    TO_COUNTER = "to_counter"
    LET_IN = "let_in"
    NEXT = "next"
    HELP = "help"
    BACK = "back"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class DoorAction:
    """A useful action with the key that does it, as written on its button."""

    intent: Intent
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One verdict: an icon, a word, a bold line and at most two more."""

    kind: DoorKind
    tone: Tone
    border: Border
    icon: str
    sound: Sound | None
    word: str
    headline: str
    lines: tuple[str, ...]
    actions: tuple[DoorAction, ...]
    strip: str
    """What the strip of the last results keeps of it: the seat, or the word in small."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One of the last results, small: what it was and how long ago."""

    tone: Tone
    icon: str
    label: str
    ago: str


@dataclass(frozen=True, slots=True)
class Band:
    """What the volunteer must know of this door's knowledge or clock, across the top."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class DoorView:
    """The whole screen at one moment.

    `serial` grows with each result, so that sound and announcement come once for each.
    `fading` runs from 1.0 to 0.0 while a green result stays, and is None where it does not end.
    """

    panel: Panel
    serial: int
    top_line: str
    state_line: str
    bands: tuple[Band, ...]
    inside: int
    expected: int
    inside_label: str
    count_text: str
    strips: tuple[Strip, ...]
    notice: str
    is_exit: bool
    exit_label: str
    is_muted: bool
    muted_label: str
    fading: float | None
    answer: DoorAction | None
    """The action that answers what the screen asks, if it asks something: the heavy button."""
    spoken: str
    """The result in one sentence, for a screen reader."""
