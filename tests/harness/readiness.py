"""A door that is well, and each thing that may be seen otherwise, with what it comes to."""

from __future__ import annotations

from podium_desk.domain.readiness import (
    Battery,
    BoardState,
    CameraSeen,
    Keys,
    Light,
    Matter,
    Seen,
    SoundSeen,
)

DAY_S = 24 * 3600
WELL = Seen(
    performances=1, gate="Deur noord", gates=2, data_age_s=4, tickets_known=812, tickets_said=812,
    keys=Keys(3, 0, 0, 20 * DAY_S), is_on_network=True, others=3, others_heard=3, clock_error_s=1,
    camera=CameraSeen.SEEN, read_ago_s=600, battery=Battery(90, False),
    disk_free_bytes=40_000_000_000, sound=SoundSeen.ON,
)  # fmt: skip
GREEN, UNSEEN, AMBER, RED = Light.GREEN, Light.UNSEEN, Light.AMBER, Light.RED
CASES = [
    (Matter.GATE, {"performances": 0}, AMBER, "nothing_on"),
    (Matter.GATE, {"gate": ""}, AMBER, "nowhere"),
    (Matter.GATE, {"gate": "", "gates": 0}, GREEN, "all"),
    (Matter.DATA, {"data_age_s": None}, RED, "never"),
    (Matter.DATA, {"data_age_s": 15 * 60}, GREEN, "fresh"),
    (Matter.DATA, {"data_age_s": 15 * 60 + 1}, AMBER, "old"),
    (Matter.DATA, {"data_age_s": 7 * DAY_S}, RED, "days"),
    (Matter.TICKETS, {"tickets_known": 811}, AMBER, "lacking"),
    (Matter.TICKETS, {"tickets_known": 405}, RED, "lacking"),
    (Matter.TICKETS, {"tickets_known": 820}, GREEN, "all"),
    (Matter.TICKETS, {"tickets_said": None}, GREEN, "unsaid"),
    (Matter.TICKETS, {"tickets_said": None, "tickets_known": 0}, AMBER, "none"),
    (Matter.KEYS, {"keys": Keys(3, 1, 0, DAY_S)}, RED, "unknown"),
    (Matter.KEYS, {"keys": Keys(0, 0, 0, DAY_S)}, RED, "none"),
    (Matter.KEYS, {"keys": Keys(3, 0, 0, DAY_S, True)}, RED, "revoked"),
    (Matter.KEYS, {"keys": Keys(3, 0, 0, -1)}, AMBER, "own_expired"),
    (Matter.KEYS, {"keys": Keys(3, 0, 2, DAY_S)}, AMBER, "expired"),
    (Matter.PEERS, {"others": 0, "others_heard": 0}, GREEN, "alone"),
    (Matter.PEERS, {"others_heard": 2}, AMBER, "some"),
    (Matter.PEERS, {"others_heard": 0}, AMBER, "silent"),
    (Matter.PEERS, {"others_heard": 0, "is_on_network": False}, AMBER, "off"),
    (Matter.CLOCK, {"clock_error_s": None}, AMBER, "unknown"),
    (Matter.CLOCK, {"clock_error_s": -120}, GREEN, "right"),
    (Matter.CLOCK, {"clock_error_s": 121}, AMBER, "ahead"),
    (Matter.CLOCK, {"clock_error_s": -7200}, RED, "behind"),
    (Matter.READING, {"read_ago_s": None}, AMBER, "camera_untried"),
    (Matter.READING, {"read_ago_s": 13 * 3600, "camera": CameraSeen.NONE}, AMBER, "untried"),
    (Matter.READING, {"read_ago_s": None, "camera": CameraSeen.ABSENT}, RED, "camera_absent"),
    (Matter.READING, {"camera": CameraSeen.ABSENT}, AMBER, "camera_absent"),
    (Matter.READING, {"scanners_gone": 1, "camera": CameraSeen.NONE}, RED, "scanner_absent"),
    (Matter.READING, {"scanners_gone": 1, "camera": CameraSeen.SEEN}, AMBER, "scanner_absent"),
    (Matter.BATTERY, {"battery": None}, UNSEEN, "none"),
    (Matter.BATTERY, {"battery": Battery(5, True)}, GREEN, "plugged"),
    (Matter.BATTERY, {"battery": Battery(59, False)}, AMBER, "low"),
    (Matter.BATTERY, {"battery": Battery(19, False)}, RED, "empty"),
    (Matter.DISK, {"disk_free_bytes": 900_000_000}, AMBER, "low"),
    (Matter.DISK, {"disk_free_bytes": 90_000_000}, RED, "full"),
    (Matter.DISK, {"disk_free_bytes": None}, UNSEEN, "unseen"),
    (Matter.SOUND, {"sound": SoundSeen.MUTED}, AMBER, "muted"),
    (Matter.BOARD, {"board": BoardState(False, 3, None, 0)}, RED, "absent"),
    (Matter.BOARD, {"board": BoardState(True, 3, None, 1)}, AMBER, "missed"),
    (Matter.BOARD, {"board": BoardState(True, 3, None, 0)}, GREEN, "works"),
    (Matter.BOARD, {"board": BoardState(True, 3, 2, 0)}, GREEN, "counts"),
    (Matter.SOUND, {"sound": SoundSeen.NOT_LOOKED}, UNSEEN, "not_looked"),
]
