import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium_desk.domain.ids import (
    FactId,
    HouseId,
    PerformanceId,
    TariffId,
    TicketId,
    Unit,
    origin_of,
)
from podium_desk.domain.tickets import (
    LETTERS,
    NotATicket,
    TicketContent,
    is_whole_ticket,
    pack,
    read_ticket_text,
    ticket_text,
    unpack,
)

SIGNATURE = bytes(range(64))
MINUTE_2026 = 29_900_000


def content(**changes) -> TicketContent:
    fields = {
        "cluster": 0xDEADBEEF,
        "house": HouseId(3),
        "performance": PerformanceId(412),
        "ticket": TicketId(origin_of(21, 1), 5_120, 1),
        "generation": 1,
        "unit": Unit(311),
        "zone": "Parterre",
        "row": "F",
        "number": "12",
        "tariff": TariffId(901),
        "valid_from_min": MINUTE_2026,
        "valid_until_min": MINUTE_2026 + 600,
        "persons": 1,
    }
    return TicketContent(**(fields | changes))


contents = st.builds(
    content,
    cluster=st.integers(0, 2**32 - 1),
    house=st.integers(1, 4_000).map(HouseId),
    performance=st.integers(1, 2_000_000).map(PerformanceId),
    ticket=st.builds(
        TicketId,
        st.builds(origin_of, st.integers(1, 60_000), st.integers(0, 100)),
        st.integers(0, 200_000_000),
        st.integers(0, 127),
    ),
    generation=st.integers(0, 127),
    unit=st.none() | st.integers(0, 60_000).map(Unit),
    zone=st.text(st.characters(codec="utf-8"), max_size=20),
    row=st.text("ABCé12", max_size=3),
    number=st.text("0123456789", max_size=3),
    tariff=st.integers(0, 2_000_000).map(TariffId),
    valid_from_min=st.none() | st.integers(MINUTE_2026, MINUTE_2026 + 20_000_000),
    valid_until_min=st.none(),
    persons=st.integers(1, 127),
    signer=st.none() | st.just(FactId(origin_of(37, 2), 90_000)),
)


@given(contents, st.none() | st.integers(0, 16_000))
@settings(max_examples=150)
def test_a_ticket_says_the_same_after_its_way_through_the_code(one, minutes):
    if minutes is not None and one.valid_from_min is not None:
        one = content(**_fields(one) | {"valid_until_min": one.valid_from_min + minutes})
    payload = pack(one)
    assert len(payload) <= 44
    back = unpack(payload)
    assert isinstance(back, TicketContent)
    assert one.zone.startswith(back.zone)
    assert back.is_zone_cut == (back.zone != one.zone)
    same = {"zone": one.zone, "is_zone_cut": False}
    assert content(**_fields(back) | same | _shortened(one, back)) == one
    text = ticket_text(payload, SIGNATURE)
    assert len(text) <= 220
    assert text.removeprefix("PODI").strip(LETTERS) == ""
    assert read_ticket_text(text) == (payload, SIGNATURE)


def _fields(one: TicketContent) -> dict:
    return {name: getattr(one, name) for name in TicketContent.__slots__}


def _shortened(one: TicketContent, back: TicketContent) -> dict:
    """Row and number may be cut only when nothing of the zone is left."""
    if (one.row, one.number) == (back.row, back.number):
        return {}
    assert back.zone == ""
    assert one.row.startswith(back.row)
    assert one.number.startswith(back.number)
    return {"row": one.row, "number": one.number}


def test_an_ordinary_ticket_keeps_its_whole_seat():
    payload = pack(content())
    assert unpack(payload) == content()
    assert len(ticket_text(payload, SIGNATURE)) <= 220


def test_a_long_zone_is_cut_before_row_and_number_and_never_in_half_a_letter():
    back = unpack(pack(content(zone="Koorbalkon-ééééééééé", row="K1", number="50")))
    assert isinstance(back, TicketContent)
    assert back.is_zone_cut
    assert "Koorbalkon-ééééééééé".startswith(back.zone)
    assert (back.row, back.number) == ("K1", "50")


def test_a_ticket_without_seat_and_bounds_is_small():
    bare = content(
        unit=None, zone="", row="", number="", valid_from_min=None, valid_until_min=None, persons=30
    )
    assert len(pack(bare)) < 25
    assert unpack(pack(bare)) == bare


@pytest.mark.parametrize(
    "changes",
    [
        {"cluster": 2**32},
        {"generation": -1},
        {"valid_until_min": MINUTE_2026 - 1},
        dict.fromkeys(("house", "performance", "tariff", "unit"), 2**62),
    ],
)
def test_numbers_that_cannot_stand_in_a_code_are_a_fault_of_the_caller(changes):
    with pytest.raises(ValueError, match=r"ticket"):
        pack(content(**changes))


def test_the_text_takes_only_a_whole_signature():
    with pytest.raises(ValueError, match="64"):
        ticket_text(pack(content()), b"short")


TEXT = ticket_text(pack(content()), SIGNATURE)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.lower(),
        f"  {TEXT}\r\n",
        "\\000026" + TEXT,
        "]Q1" + TEXT,
        "]Q3\\000026" + TEXT.swapcase(),
        " ".join(TEXT),
    ],
)
def test_what_scanners_and_keyboards_do_to_a_code_is_undone(text):
    outcome = read_ticket_text(text)
    if text.startswith("]Q3"):
        assert outcome is NotATicket.DAMAGED
    else:
        assert outcome == (pack(content()), SIGNATURE)


@pytest.mark.parametrize(
    "text",
    [
        TEXT[:-1],
        TEXT[:-40],
        TEXT[:70],
        TEXT[4:],
        TEXT[1:],
        TEXT.replace("PODI", "P0DI"),
        TEXT[:50] + "Q" + TEXT[51:],
        TEXT + "BBBBBBBBBBBBBBBBBB",
        "PODI" + LETTERS,
    ],
)
def test_a_damaged_ticket_is_told_from_a_foreign_code(text):
    assert read_ticket_text(text) is NotATicket.DAMAGED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PODI",
        "PODIUM",
        "https://www.ccdesluis.be/agenda/podium-onder-de-sterren?utm_source=affiche&utm_medium=qr"
        "&utm_campaign=najaar",
        "5410228203582",
        "+32 11 22 33 44",
        "podium-desk.example/ticket/12345",
        "BCD\n002\n1\nSCT\nGKCCBEBB\nGemeente\nBE68539007547034\nEUR44",
        "\\000026",
    ],
)
def test_something_else_is_no_ticket_at_all(text):
    assert read_ticket_text(text) is NotATicket.FOREIGN


def test_payloads_of_another_form_are_told_apart():
    payload = pack(content())
    assert unpack(b"") is NotATicket.DAMAGED
    assert unpack(payload[:9]) is NotATicket.DAMAGED
    assert unpack(bytes([0x17, 9]) + payload[2:9]) is NotATicket.DAMAGED
    assert unpack(bytes([0x30]) + payload[1:]) is NotATicket.NEWER
    assert unpack(bytes([0x00]) + payload[1:]) is NotATicket.DAMAGED


@given(st.binary(max_size=42))
def test_no_bytes_make_the_reader_fail(body):
    payload = bytes([0x1F, len(body) + 2]) + body
    assert isinstance(unpack(payload), TicketContent | NotATicket)


@given(contents, st.booleans(), st.sampled_from(["", "]Q1", "\\000026"]))
@settings(max_examples=40, deadline=None)
def test_a_code_is_whole_at_its_last_letter_and_no_sooner(one, is_small, marker):
    text = marker + ticket_text(pack(one), SIGNATURE)
    text = text.lower() if is_small else text
    whole = [n for n in range(len(text) + 1) if is_whole_ticket(text[:n])]
    assert whole == [len(text)]
    assert not is_whole_ticket(text + "B")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PODI",
        "PODIBC",
        "5412345678908",
        f"PODS{'BCDEFG' * 30}",
        f"PODI{'XY' * 60}",
        # A form of later, whose length nobody knows here.
        ticket_text(b"\x30\x04ab", SIGNATURE),
        f"PODI{'FBBB' + 'B' * 128}",
    ],
)
def test_of_what_is_no_ticket_of_ours_nobody_knows_where_it_ends(text):
    assert not is_whole_ticket(text)
