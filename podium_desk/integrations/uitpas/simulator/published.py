"""The test data that publiq publishes for its test environment (domain.md 2.7): nobody real.

Persons' own numbers (INSZ) are left out on purpose.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass

ORGANIZER = "0ce87cbc-9299-4528-8d35-92225dc9489f"
EVENT_MANY = "5a0967f9-cc06-4c3c-9206-30481a767434"
EVENT_ONE = "d83b5b8a-108a-45d6-9ac9-8bdc44a0a24a"
EVENT_FORBIDDEN = "373d6cee-b4ae-4637-9b7c-eeb79e45f044"
PERMISSIONS = (
    "TARIFFS_READ", "TICKETSALES_REGISTER", "TICKETSALES_SEARCH", "PASSES_READ",
    "PASSES_CHIPNUMBERS_READ", "REWARDS_READ", "REWARDS_REDEEM", "CHECKINS_WRITE",
)  # fmt: skip


class Social(StrEnum):
    """Whether the holder has the social tariff, as the API calls it."""

    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Coupon:
    """A reduction that can be used a number of times."""

    id: str
    name: str
    price_cents: int
    uses: int = 1


@dataclass(frozen=True, slots=True)
class SimulatedPass:
    """A pass. `group` is how many places a group may have a day, 0 for a person."""

    number: str
    chip: str = ""
    social: Social = Social.NONE
    postcode: str = "9000"
    is_blocked: bool = False
    is_registered: bool = True
    is_of_region: bool = True
    group: int = 0
    points: int = 0
    coupons: tuple[Coupon, ...] = ()


TEENS = Coupon("COUPON_1079", "€1 voor een evenement voor tieners", 100)
GROUP_COUPON = Coupon("COUPON_2101", "Groepsvoordeel", 300, uses=50)
PASSES = (
    SimulatedPass("0900000095902", "04784CDAEE3880", points=40),
    SimulatedPass("0900000067513", "04363CDAEE3880", Social.ACTIVE, "9090", points=12),
    SimulatedPass("0900000031618", "04CEE7528E6180", Social.EXPIRED),
    SimulatedPass("0900010959113", "04ED6ACACF6180", Social.ACTIVE, "9090", coupons=(TEENS,)),
    SimulatedPass("0900000002312", "04B00412F15284", Social.ACTIVE, is_blocked=True),
    SimulatedPass("0900000058918", "045157B2B63780", Social.EXPIRED, "1000"),
    SimulatedPass("1000000520006", "045A4832633680"),
    SimulatedPass("0900000093204", "045D69DAEE3880", Social.ACTIVE, is_of_region=False),
    SimulatedPass("0900004518305"),
    SimulatedPass("0900011902815", social=Social.ACTIVE),
    SimulatedPass("0900011903417", social=Social.ACTIVE),
    SimulatedPass("0900000074519", "044AC54A8E6180", Social.ACTIVE, is_registered=False),
    SimulatedPass("0900000020405", "047E2EEA053B80", is_registered=False),
    SimulatedPass("0900000045410", "04D0AB6AF85C80", Social.ACTIVE, group=100),
    SimulatedPass("0900000191800", "048B25DAEE3880", group=50, coupons=(GROUP_COUPON,)),
)


@dataclass(frozen=True, slots=True)
class SimulatedEvent:
    """An event. `weekly` is how many places a person may have a week at a reduced price."""

    id: str
    title: str
    weekly: int = 1
    is_permitted: bool = True


EVENTS = (
    SimulatedEvent(EVENT_MANY, "Voorstelling met ruime limiet", weekly=100),
    SimulatedEvent(EVENT_ONE, "Voorstelling, één per week"),
    SimulatedEvent(EVENT_FORBIDDEN, "Voorstelling van een ander", is_permitted=False),
)


@dataclass(frozen=True, slots=True)
class SimulatedReward:
    """A reward. `limit` is how many one pass may have in `days`, 0 for no limit."""

    id: str
    title: str
    kind: str
    points: int
    limit: int = 0
    days: int = 7
    is_over: bool = False
    is_online: bool = False


REWARDS = (
    SimulatedReward("5687", "Gratis drankje", "POINTS", 5),
    SimulatedReward("5688", "Welkom: een affiche", "WELCOME", 0, limit=1, days=36_500),
    SimulatedReward("5823", "Een per week", "POINTS", 2, limit=1),
    SimulatedReward("5824", "Online voordeel", "POINTS", 1, limit=10, days=1, is_online=True),
    SimulatedReward("5825", "Voorbij", "POINTS", 5, is_over=True),
    SimulatedReward("5826", "Ook voorbij", "WELCOME", 0, is_over=True),
)
