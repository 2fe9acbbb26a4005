"""The form of an admission scenario, as `conformance/admission/schema.json` has it.

`form_checks.read_scenario` reads a file; what types cannot say is looked at there.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

TIME = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Name = Annotated[str, Meta(min_length=1)]
Time = Annotated[str, Meta(pattern=TIME)]
TimeOfDay = Annotated[str, Meta(pattern=TIME_OF_DAY)]
Count = Annotated[int, Meta(ge=0)]
Zone = Annotated[str, Meta(pattern=r"^([A-Z][A-Za-z_+-]*(/[A-Za-z0-9_+-]+)+|UTC)$")]
Said = str | int | float | bool
"""An answer to a question."""
Answers = dict[str, Said]
Rule = dict[str, Any]
"""A tree; `form_checks` looks at it."""


class BadForm(Exception):
    """A file that is no scenario; the message says where and why."""


class Event(Struct, frozen=True, forbid_unknown_fields=True):
    """A performance."""

    id: Id
    start: Time
    end: Time
    doors_open: Time | None = None
    house: Name = "Huis"


class Gate(Struct, frozen=True, forbid_unknown_fields=True):
    """What a door is told; None is no restriction."""

    id: Id
    events: Annotated[tuple[Id, ...], Meta(min_length=1)]
    products: tuple[Name, ...] | None = None
    sections: tuple[Name, ...] | None = None
    re_entry: Literal["never", "after_exit", "always"] = "after_exit"
    accept_unpaid: bool = False
    opens_min_before_start: Count | None = None
    closes_min_after_start: Count | None = None
    rule: Rule | None = None
    addon_matching: bool = False
    media_kinds: tuple[Name, ...] | None = None
    isolated: Literal["admit", "ask", "home_sections"] = "admit"
    checkout_all_at: TimeOfDay | None = None


class Device(Struct, frozen=True, forbid_unknown_fields=True):
    """A door or a counter; only a counter may have no gate."""

    id: Id
    gate: Id | None = None
    kind: Literal["door", "counter"] = "door"
    clock_skew_s: int = 0
    home_sections: tuple[Name, ...] | None = None


class Ticket(Struct, frozen=True, forbid_unknown_fields=True):
    """A ticket as it is at the beginning."""

    id: Id
    event: Id
    product: Name
    section: Name | None = None
    row: Name | None = None
    seat: Name | None = None
    state: Literal[
        "paid", "unpaid", "unpaid_but_valid", "not_approved", "cancelled", "blocked", "unsold"
    ] = "paid"
    valid_from: Time | None = None
    valid_until: Time | None = None
    holder: Name | None = None
    buyer: Name | None = None
    note: Name | None = None
    order_note: Name | None = None
    attention: bool = False
    addon_of: Id | None = None
    answers: Answers = {}


class Medium(Struct, frozen=True, forbid_unknown_fields=True):
    """A card that carries tickets."""

    id: Id
    kind: Name
    tickets: tuple[Id, ...]
    active: bool = True


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is asked at the door."""

    id: Id
    products: tuple[Name, ...]
    required: bool
    kind: Literal["text", "number", "choice", "yesno"]
    choices: Annotated[tuple[Name, ...], Meta(min_length=1)] | None = None


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """What is held to the scanner, where it is not just a ticket's current code."""

    ticket: Id | None = None
    generation: Annotated[int, Meta(ge=1)] | None = None
    forge: Literal["signature", "foreign_key"] | None = None
    prefix: Annotated[str, Meta(pattern=r"^\\[0-9]{6}$")] | None = None
    medium: Id | None = None
    raw: str | None = None


class FirstEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Where and when a ticket went in before."""

    device: Id
    at: Time


class ScanExpect(Struct, frozen=True, forbid_unknown_fields=True):
    """What a door must answer; what is unset is not compared."""

    verdict: Literal["admit", "exit", "refuse", "ask"]
    reason: (
        Literal[
            "unknown", "forged", "wrong_event", "ambiguous", "cancelled", "replaced", "blocked",
            "not_approved", "too_early", "too_late", "wrong_gate", "unpaid", "rule", "questions",
            "already_in", "isolated",
        ]
        | UnsetType
        | None
    ) = UNSET  # fmt: skip
    ticket: Id | UnsetType | None = UNSET
    overridden: bool | UnsetType = UNSET
    attention: bool | UnsetType = UNSET
    notes: tuple[Name, ...] | UnsetType = UNSET
    name: str | UnsetType | None = UNSET
    questions: tuple[Id, ...] | UnsetType = UNSET
    first_entry: FirstEntry | UnsetType | None = UNSET
    stale: bool | UnsetType = UNSET


class AnnulExpect(Struct, frozen=True, forbid_unknown_fields=True):
    """What comes of an annulment."""

    ok: bool
    reason: Literal["unknown", "wrong_device", "too_late"] | UnsetType | None = UNSET


class ExpectedIncident(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a person must settle: about a ticket, or about a device."""

    kind: Literal["double_admission", "admitted_after_cancel", "clock_skew"]
    ticket: Id | None = None
    device: Id | None = None


class CheckExpect(Struct, frozen=True, forbid_unknown_fields=True):
    """What the central store must count."""

    event: Id | UnsetType = UNSET
    inside: Count | UnsetType = UNSET
    admitted: Count | UnsetType = UNSET
    attempts: Count | UnsetType = UNSET
    refused: Count | UnsetType = UNSET
    incidents: tuple[ExpectedIncident, ...] | UnsetType = UNSET


class Scan(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="scan"):
    """A code is held to a door."""

    at: Time
    device: Id
    code: Id | Code
    expect: ScanExpect
    direction: Literal["entry", "exit"] = "entry"
    token: Name | None = None
    override: bool = False
    accept_unpaid: bool = False
    answers: Answers = {}
    dry_run: bool = False


class Annul(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="annul"):
    """A guest did not go in after all."""

    at: Time
    device: Id
    token: Name
    expect: AnnulExpect


class _Staff(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag=str.lower):
    """What somebody does at a counter."""

    at: Time
    device: Id
    ticket: Id


class Sell(_Staff, frozen=True):
    """An unsold ticket is sold."""


class Cancel(_Staff, frozen=True):
    """A ticket is taken back."""


class Block(_Staff, frozen=True):
    """A ticket may not be used."""


class Unblock(_Staff, frozen=True):
    """A block is over."""


class Pay(_Staff, frozen=True):
    """An unpaid ticket is paid."""


class Approve(_Staff, frozen=True):
    """A ticket that waited for approval has it."""


class Reissue(_Staff, frozen=True):
    """A ticket gets a new code."""


class _Links(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag=str.lower):
    """Something happens to a device's links; ``*`` is every device."""

    device: Annotated[str, Meta(pattern=r"^(\*|[A-Za-z0-9][A-Za-z0-9_-]*)$")]
    link: Literal["internet", "lan", "all"]


class Cut(_Links, frozen=True):
    """They break."""


class Heal(_Links, frozen=True):
    """They are whole again."""


class Restart(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="restart"):
    """A program is killed and started again on its data."""

    device: Id


class Tick(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="tick"):
    """Time passes."""

    at: Time


class Check(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="check"):
    """Somebody looks at the central store."""

    expect: CheckExpect


StaffAct = Sell | Cancel | Block | Unblock | Pay | Approve | Reissue
Step = Scan | Annul | StaffAct | Cut | Heal | Restart | Tick | Check


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """One short evening at the door."""

    id: Id
    title: Annotated[str, Meta(min_length=10)]
    events: Annotated[tuple[Event, ...], Meta(min_length=1)]
    gates: Annotated[tuple[Gate, ...], Meta(min_length=1)]
    devices: Annotated[tuple[Device, ...], Meta(min_length=1)]
    tickets: tuple[Ticket, ...]
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    timezone: Zone = "Europe/Brussels"
    media: tuple[Medium, ...] = ()
    questions: tuple[Question, ...] = ()
