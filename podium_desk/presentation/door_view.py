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
    FINDING = "finding"
    REASON = "reason"
    QUESTION = "question"
    GROUP = "group"
    PIN = "pin"
    EVENING = "evening"
    SALE = "sale"
    MENU = "menu"


class Hears(StrEnum):
    """What plain keys are while this is on the screen: commands, or a part of an answer."""

    COMMANDS = "commands"
    DIGITS = "digits"
    """Figures, and + and -, answer; letters stay commands."""
    LETTERS = "letters"


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
    FIND = "find"
    FEWER = "fewer"
    EVENING = "evening"
    SELL = "sell"
    MENU = "menu"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class DoorAction:
    """A useful action with the key that does it, as written on its button."""

    intent: Intent
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One answer among several, large enough for a finger; `key` picks it, "" where none does."""

    label: str
    detail: str = ""
    key: str = ""
    is_chosen: bool = False
    """Enter takes this one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One verdict or question: an icon, a word, a bold line and at most two more.

    `tiles` are the answers to choose from; `keyboard` has the rows of letters for a finger, where
    something is typed and there is no other keyboard.
    """

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
    tiles: tuple[Tile, ...] = ()
    hears: Hears = Hears.COMMANDS
    keyboard: tuple[str, ...] = ()
    is_verdict: bool = True
    """It fills the screen; a question is set smaller, above its tiles."""


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
    is_training: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """One row of how the evening goes: a name, its figures, and how full it is, 0.0 to 1.0."""

    name: str
    figures: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class EveningView:
    """How the evening goes: its sentence, the sections, and the other doors."""

    line: str = ""
    sections: tuple[Gauge, ...] = ()
    doors: tuple[Gauge, ...] = ()
    sections_label: str = ""
    doors_label: str = ""


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
    spoken_serial: int = 0
    """Grows with whatever is to be told to a screen reader."""
    evening: EveningView = EveningView()
    menu_label: str = ""
