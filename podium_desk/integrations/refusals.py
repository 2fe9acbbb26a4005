"""Every "no" and every remark of an import, as values; `explain` gives the sentence for it.

The readers never store anything: they return domain values, and one of these for what they could
not take. A reason is the stable code in JSON and the key of its sentence in `imports.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum

from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

Progress = Callable[[int, int], None]
"""Called with how many items are done and how many there are."""
Details = Mapping[str, str | int]

_LONGEST_VALUE = 60


class FileReason(StrEnum):
    """Why a whole file was put aside."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    ENCODING = "file_encoding"
    NOT_JSON = "file_not_json"
    TOO_DEEP = "file_too_deep"
    IS_LIST = "file_is_list"
    NO_EVENTS = "file_no_events"
    NO_PLAN = "file_no_plan"
    NO_TARIFFS = "file_no_tariffs"
    NO_DISCOUNTS = "file_no_discounts"
    NO_GOODS = "file_no_goods"
    NO_SERIES = "file_no_series"
    NO_GATES = "file_no_gates"


class EventReason(StrEnum):
    """Why one event of a file was not imported."""

    NOT_AN_EVENT = "event_not_an_event"
    NOT_EMBEDDED = "event_not_embedded"
    """A search result that holds only the address of the event."""
    NO_ID = "event_no_id"
    TWICE = "event_twice"
    NO_NAME = "event_no_name"
    NO_LOCATION = "event_no_location"
    PLACEHOLDER = "event_placeholder"
    WRONG_FORM = "event_wrong_form"
    """A field of another JSON type than the format says."""
    UNKNOWN_VALUE = "event_unknown_value"
    NOT_IN_MAIN_LANGUAGE = "event_not_in_main_language"
    DELETED = "event_deleted"
    REJECTED = "event_rejected"
    DRAFT = "event_draft"
    NO_DATES = "event_no_dates"
    WRONG_DATE = "event_wrong_date"
    END_BEFORE_START = "event_end_before_start"
    SAME_START_TWICE = "event_same_start_twice"
    NO_BASE_PRICE = "event_no_base_price"
    TWO_BASE_PRICES = "event_two_base_prices"
    TARIFF_NAME_TWICE = "event_tariff_name_twice"
    WRONG_PRICE = "event_wrong_price"
    WRONG_CURRENCY = "event_wrong_currency"


class NoteKind(StrEnum):
    """What a person should know of an event that was imported all the same."""

    NO_FIXED_DATES = "note_no_fixed_dates"
    NO_PRICES = "note_no_prices"
    GROUP_PRICE_LEFT_OUT = "note_group_price_left_out"
    UITPAS_PRICE_LEFT_OUT = "note_uitpas_price_left_out"
    HALL_WITHOUT_NAME = "note_hall_without_name"
    ORGANIZER_WITHOUT_NAME = "note_organizer_without_name"
    NO_GENRE = "note_no_genre"
    AGE_RANGE_LEFT_OUT = "note_age_range_left_out"
    CALENDAR_TYPE_CORRECTED = "note_calendar_type_corrected"
    DATES_CONTRADICT = "note_dates_contradict"
    NAMED_AFTER_FILE = "note_named_after_file"


class PlanReason(StrEnum):
    """Why a seating plan was not taken; a plan is taken whole or not at all."""

    NO_NAME = "plan_no_name"
    NO_SIZE = "plan_no_size"
    EMPTY = "plan_empty"
    WRONG_FORM = "plan_wrong_form"
    NO_POSITION = "plan_no_position"
    WRONG_NUMBER = "plan_wrong_number"
    NO_GUID = "plan_no_guid"
    NO_SEAT_NUMBER = "plan_no_seat_number"
    GUID_TWICE = "plan_guid_twice"
    SAME_PLACE = "plan_same_place"
    SAME_SEAT = "plan_same_seat"
    CATEGORY_TWICE = "plan_category_twice"
    UNKNOWN_CATEGORY = "plan_unknown_category"
    UNKNOWN_SHAPE = "plan_unknown_shape"
    UNKNOWN_DIRECTION = "plan_unknown_direction"
    SEATS_OF_OTHER_PLAN = "plan_seats_of_other_plan"
    SEATS_GONE = "plan_seats_gone"


class TariffReason(StrEnum):
    """Why a row of a tariff file was not taken."""

    NO_CODE = "tariff_no_code"
    NO_PRICE = "tariff_no_price"
    WRONG_PRICE = "tariff_wrong_price"
    WRONG_PROOF = "tariff_wrong_proof"
    WRONG_WIDTH = "tariff_wrong_width"
    TWICE = "tariff_twice"
    WRONG_TERM = "tariff_wrong_term"
    WRONG_MOMENT = "tariff_wrong_moment"
    ENDS_BEFORE_START = "tariff_ends_before_start"
    MOST_BELOW_LEAST = "tariff_most_below_least"
    TERMS_DIFFER = "tariff_terms_differ"
    LETTER_TAKEN = "tariff_letter_taken"
    """The letter is a key of the counter itself."""


class DiscountReason(StrEnum):
    """Why a row of a file of discounts was not taken."""

    WRONG_CODE = "discount_wrong_code"
    WRONG_CUT = "discount_wrong_cut"
    WRONG_COUNT = "discount_wrong_count"
    WRONG_MOMENT = "discount_wrong_moment"
    ENDS_BEFORE_START = "discount_ends_before_start"
    WRONG_WIDTH = "discount_wrong_width"
    TWICE = "discount_twice"


class GoodsReason(StrEnum):
    """Why a row of a file of goods or passes was not taken."""

    WRONG_CODE = "goods_wrong_code"
    WRONG_PRICE = "goods_wrong_price"
    WRONG_VAT = "goods_wrong_vat"
    NO_BASIS = "goods_no_basis"
    """Without VAT, and nobody says why."""
    WRONG_CUT = "goods_wrong_cut"
    WRONG_COUNT = "goods_wrong_count"
    WRONG_MOMENT = "goods_wrong_moment"
    WRONG_RIGHTS = "goods_wrong_rights"
    """A pass that allows nothing, or is a card of visits and a discount in one."""
    WRONG_SERIES = "goods_wrong_series"
    """A series without two performances, or with both a price and steps, or neither."""
    ENDS_BEFORE_START = "goods_ends_before_start"
    WRONG_WIDTH = "goods_wrong_width"
    TWICE = "goods_twice"


class GateReason(StrEnum):
    """Why a file of gates was not taken."""

    NOT_AN_OBJECT = "gate_not_an_object"
    UNKNOWN_KEY = "gate_unknown_key"
    WRONG_VALUE = "gate_wrong_value"
    UNKNOWN_RULE = "gate_unknown_rule"
    """A rule that no door of this version would understand."""
    TWICE = "gate_twice"


Reason = (
    FileReason | EventReason | PlanReason | TariffReason | DiscountReason | GoodsReason | GateReason
)


@dataclass(frozen=True, slots=True)
class ImportRefusal:
    """One file or one item that was not taken, why, and the values its sentence names.

    `item` is what a person knows it by (a title, a plan's name, a line number), "" for a whole
    file. `event_id` is there when the event could be identified: a deleted event that was imported
    before is to be withdrawn.
    """

    file: str
    item: str
    reason: Reason
    details: Details = field(default_factory=dict)
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class ImportNote:
    """A remark on something that was imported."""

    kind: NoteKind
    details: Details = field(default_factory=dict)


class UnreadableError(Exception):
    """Carries a refusal from deep inside an item up to its reader; it never leaves a reader."""

    def __init__(self, reason: Reason, **details: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details: Details = details


def explain(refusal: ImportRefusal, words: Words) -> str:
    """The sentence that says what is wrong and what to do, in the language of `words`."""
    named = {"file": refusal.file, "item": refusal.item or refusal.file}
    return words(f"imports.{refusal.reason}", **{**refusal.details, **named})


def explain_note(note: ImportNote, words: Words) -> str:
    """The sentence of a remark, in the language of `words`."""
    return words(f"imports.{note.kind}", **note.details)


def shown(value: object) -> str:
    """A value from a file as it may stand in a sentence: one line, not too long."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    line = clean_line(str(value))
    return line if len(line) <= _LONGEST_VALUE else line[: _LONGEST_VALUE - 1] + "…"


def clean_line(text: str) -> str:
    """Printable characters only, every run of white space one space.

    JSON can hold lone surrogates and control characters, which no printer, file or database takes.
    """
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if letter.isprintable()).strip()


def no_progress(_done: int, _total: int) -> None:
    """The progress of who does not look."""
