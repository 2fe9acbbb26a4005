"""Ready for tonight: what a door is looked over for before the doors open, and what each means.

Pure rules over what was seen. Each matter comes to a light: green is well, amber goes on and
somebody should look, red is to be mended before the first guest. The whole is as bad as its worst.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from podium_desk.late_dataclass import dataclass

DATA_AGE_AMBER_S = 15 * 60
"""A desk sells until the start: what is older lacks the queue of the last quarter of an hour."""
DATA_AGE_RED_S = 24 * 3600
"""The replica of yesterday or of last week: whole days of refunds and blocks are not known."""
CLOCK_AMBER_S = 120
"""What is told everywhere as a wrong clock (ux.md section 10)."""
CLOCK_RED_S = 15 * 60
"""Its error is measured and removed, but whoever sets it right while the door is cut off makes
that correction itself wrong by as much: the opening and closing of gates then lie far off."""
BATTERY_AMBER_PERCENT = 60
"""With the camera on a laptop uses some 15 % an hour, and an evening takes four."""
BATTERY_RED_PERCENT = 20
"""Not enough to let the guests of one performance in."""
DISK_AMBER_BYTES = 1_000_000_000
"""A system that is low on disk becomes slow and begins to warn over the door's screen."""
DISK_RED_BYTES = 100_000_000
"""Every verdict is written before it is shown: without room there is none."""
TICKETS_RED_SHARE = 0.5
"""With half of the tickets unknown this is no copy of tonight."""
TRIED_S = 12 * 3600
"""A reader that read a code today was plugged in and set up today."""
_MINUTE_S = 60


class Light(StrEnum):
    """How a matter stands. `UNSEEN`: it cannot be looked at from here; it counts for nothing."""

    GREEN = "green"
    UNSEEN = "unseen"
    AMBER = "amber"
    RED = "red"


class Matter(StrEnum):
    """What is looked at, in the order of the list."""

    GATE = "gate"
    DATA = "data"
    TICKETS = "tickets"
    KEYS = "keys"
    PEERS = "peers"
    CLOCK = "clock"
    READING = "reading"
    BATTERY = "battery"
    DISK = "disk"
    SOUND = "sound"
    BOARD = "board"
    """Lamps, buzzer and turnstile; looked at where there are any."""


class CameraSeen(StrEnum):
    """What became of the camera that the settings name."""

    NOT_LOOKED = "not_looked"
    NONE = "none"
    ABSENT = "absent"
    SEEN = "seen"


class SoundSeen(StrEnum):
    """Whether a verdict would be heard."""

    NOT_LOOKED = "not_looked"
    ON = "on"
    MUTED = "muted"
    NO_PLAYER = "no_player"


@dataclass(frozen=True, slots=True)
class Keys:
    """The certificates that tonight's codes are held against.

    `unknown` are issuers of known tickets whose certificate is not here; `expired` are sellers
    whose certificate has run out; `own_left_s` is what is left of this device's own, and
    `is_revoked` says that the store called it lost.
    """

    issuers: int
    unknown: int
    expired: int
    own_left_s: int
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class Battery:
    """Charge in percent, and whether it is being filled."""

    percent: int
    is_plugged: bool


@dataclass(frozen=True, slots=True)
class BoardState:
    """How the board of lamps and turnstile does: how often it opened, how many went through (None
    where that is not counted), and for how many guests it did not open."""

    is_there: bool
    pulses: int
    passages: int | None
    dropped: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was seen at one moment; None where it could not be.

    `data_age_s` is since the store, or on the venue's network the main counter, was last heard.
    `tickets_said` is how many the store last said there are for tonight. `read_ago_s` is since a
    code was last read on this device. `gates` is how many the house has.
    """

    performances: int
    gate: str
    gates: int
    data_age_s: int | None
    tickets_known: int
    tickets_said: int | None
    keys: Keys
    is_on_network: bool
    others: int
    others_heard: int
    clock_error_s: int | None
    camera: CameraSeen
    read_ago_s: int | None
    battery: Battery | None
    disk_free_bytes: int | None
    sound: SoundSeen
    scanners_gone: int = 0
    """Scanners with a line of their own that cannot be reached."""
    board: BoardState | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list: `case` names its sentence, `details` fill it in."""

    matter: Matter
    light: Light
    case: str
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    """The light, and the list behind it in the order of `Matter`."""

    light: Light
    findings: tuple[Finding, ...]


def look_over(seen: Seen) -> Readiness:
    """What was seen, judged."""
    findings = (
        _gate(seen), _data(seen), _tickets(seen), _keys(seen.keys), _peers(seen), _clock(seen),
        _reading(seen), _battery(seen.battery), _disk(seen.disk_free_bytes), _sound(seen.sound),
        *(() if seen.board is None else (_board(seen.board),)),
    )  # fmt: skip
    worst = max(findings, key=lambda finding: _WEIGHT[finding.light]).light
    return Readiness(Light.GREEN if worst is Light.UNSEEN else worst, findings)


_WEIGHT = {light: weight for weight, light in enumerate(Light)}


def _gate(seen: Seen) -> Finding:
    if not seen.performances:
        return Finding(Matter.GATE, Light.AMBER, "nothing_on")
    if seen.gate:
        return Finding(Matter.GATE, Light.GREEN, "known", {"gate": seen.gate})
    if seen.gates:
        # It admits all of tonight: a guest of another gate comes in here unseen.
        return Finding(Matter.GATE, Light.AMBER, "nowhere", {"n": seen.gates})
    return Finding(Matter.GATE, Light.GREEN, "all", {"n": seen.performances})


def _data(seen: Seen) -> Finding:
    age_s = seen.data_age_s
    if age_s is None:
        return Finding(Matter.DATA, Light.RED, "never")
    details = {"n": age_s // _MINUTE_S}
    if age_s > DATA_AGE_RED_S:
        return Finding(Matter.DATA, Light.RED, "days", {"n": max(1, age_s // (24 * 3600))})
    if age_s > DATA_AGE_AMBER_S:
        return Finding(Matter.DATA, Light.AMBER, "old", details)
    return Finding(Matter.DATA, Light.GREEN, "fresh", details)


def _tickets(seen: Seen) -> Finding:
    known, said = seen.tickets_known, seen.tickets_said
    if said is None:
        light = Light.GREEN if known or not seen.performances else Light.AMBER
        return Finding(Matter.TICKETS, light, "unsaid" if known else "none", {"n": known})
    details = {"n": known, "said": said}
    if known >= said:
        return Finding(Matter.TICKETS, Light.GREEN, "all", details)
    light = Light.RED if known < said * TICKETS_RED_SHARE else Light.AMBER
    return Finding(Matter.TICKETS, light, "lacking", details)


def _keys(keys: Keys) -> Finding:
    if keys.is_revoked:
        # What it scans counts nowhere.
        return Finding(Matter.KEYS, Light.RED, "revoked")
    if keys.unknown:
        return Finding(Matter.KEYS, Light.RED, "unknown", {"n": keys.unknown})
    if keys.own_left_s <= 0:
        return Finding(Matter.KEYS, Light.AMBER, "own_expired")
    if keys.expired:
        return Finding(Matter.KEYS, Light.AMBER, "expired", {"n": keys.expired})
    if not keys.issuers:
        return Finding(Matter.KEYS, Light.RED, "none")
    return Finding(Matter.KEYS, Light.GREEN, "known", {"n": keys.issuers})


def _peers(seen: Seen) -> Finding:
    if not seen.others:
        return Finding(Matter.PEERS, Light.GREEN, "alone")
    details = {"n": seen.others_heard, "all": seen.others}
    if not seen.is_on_network:
        return Finding(Matter.PEERS, Light.AMBER, "off", details)
    if not seen.others_heard:
        return Finding(Matter.PEERS, Light.AMBER, "silent", details)
    if seen.others_heard < seen.others:
        return Finding(Matter.PEERS, Light.AMBER, "some", details)
    return Finding(Matter.PEERS, Light.GREEN, "all", details)


def _clock(seen: Seen) -> Finding:
    error_s = seen.clock_error_s
    if error_s is None:
        return Finding(Matter.CLOCK, Light.AMBER, "unknown")
    off_s = abs(error_s)
    if off_s <= CLOCK_AMBER_S:
        return Finding(Matter.CLOCK, Light.GREEN, "right", {"n": off_s})
    light = Light.RED if off_s > CLOCK_RED_S else Light.AMBER
    case = "ahead" if error_s > 0 else "behind"
    return Finding(Matter.CLOCK, light, case, {"n": off_s // _MINUTE_S})


def _reading(seen: Seen) -> Finding:
    was_read = seen.read_ago_s is not None and seen.read_ago_s <= TRIED_S
    if seen.camera is CameraSeen.ABSENT:
        # A hand scanner that works lets the evening go on without the camera.
        light = Light.AMBER if was_read else Light.RED
        return Finding(Matter.READING, light, "camera_absent")
    if seen.scanners_gone:
        # What was read a while ago was read before the cable came out.
        light = Light.AMBER if seen.camera is CameraSeen.SEEN else Light.RED
        return Finding(Matter.READING, light, "scanner_absent", {"n": seen.scanners_gone})
    if was_read:
        minutes = (seen.read_ago_s or 0) // _MINUTE_S
        return Finding(Matter.READING, Light.GREEN, "tried", {"n": minutes})
    if seen.camera is CameraSeen.SEEN:
        return Finding(Matter.READING, Light.AMBER, "camera_untried")
    return Finding(Matter.READING, Light.AMBER, "untried")


def _board(board: BoardState) -> Finding:
    if not board.is_there:
        return Finding(Matter.BOARD, Light.RED, "absent")
    if board.dropped:
        return Finding(Matter.BOARD, Light.AMBER, "missed", {"n": board.dropped})
    if board.passages is None:
        return Finding(Matter.BOARD, Light.GREEN, "works", {"n": board.pulses})
    details = {"n": board.pulses, "through": board.passages}
    return Finding(Matter.BOARD, Light.GREEN, "counts", details)


def _battery(battery: Battery | None) -> Finding:
    if battery is None:
        return Finding(Matter.BATTERY, Light.UNSEEN, "none")
    details = {"n": battery.percent}
    if battery.is_plugged:
        return Finding(Matter.BATTERY, Light.GREEN, "plugged", details)
    if battery.percent < BATTERY_RED_PERCENT:
        return Finding(Matter.BATTERY, Light.RED, "empty", details)
    if battery.percent < BATTERY_AMBER_PERCENT:
        return Finding(Matter.BATTERY, Light.AMBER, "low", details)
    return Finding(Matter.BATTERY, Light.GREEN, "enough", details)


def _disk(free_bytes: int | None) -> Finding:
    if free_bytes is None:
        return Finding(Matter.DISK, Light.UNSEEN, "unseen")
    details = {"n": free_bytes // 1_000_000}
    if free_bytes < DISK_RED_BYTES:
        return Finding(Matter.DISK, Light.RED, "full", details)
    if free_bytes < DISK_AMBER_BYTES:
        return Finding(Matter.DISK, Light.AMBER, "low", details)
    return Finding(Matter.DISK, Light.GREEN, "enough", {"n": free_bytes // 1_000_000_000})


def _sound(sound: SoundSeen) -> Finding:
    light = {
        SoundSeen.NOT_LOOKED: Light.UNSEEN, SoundSeen.ON: Light.GREEN,
        SoundSeen.MUTED: Light.AMBER, SoundSeen.NO_PLAYER: Light.AMBER,
    }[sound]  # fmt: skip
    return Finding(Matter.SOUND, light, sound.value)
