"""A bank's statement is read when it adds up, and refused whole when it does not."""

from __future__ import annotations

from datetime import date

import pytest
from harness.coda_statement import ACCOUNT, statement

from podium_desk.application.coda import NoCoda, read_coda

MOVES = [
    (4400, "000200001468", "VAN DEN BOS AN"),
    (-12_000, "huur zaal november", "STAD MECHELEN"),
    (2200, "tickets voor zaterdag, met een lange uitleg die op de volgende regel verder gaat", "é"),
]


def test_amounts_communications_and_names_are_read() -> None:
    first, second, third = read_coda(statement(MOVES))
    assert first.reference == f"{ACCOUNT}/2026-11-28/012/0001.0000"
    assert (first.amount_cents, first.communication, first.text) == (4400, "000200001468", "")
    assert (first.day, first.name) == (date(2026, 11, 28), "VAN DEN BOS AN")
    assert (second.amount_cents, second.communication) == (-12_000, "")
    assert third.text == MOVES[2][1]


def test_two_statements_in_one_file_have_references_of_their_own() -> None:
    both = statement(MOVES[:1]) + b"\r\n" + statement(MOVES[:1], number=13)
    assert len({one.reference for one in read_coda(both)}) == 2


def test_a_total_is_taken_as_the_amounts_that_it_stands_for() -> None:
    lines = statement([(3000, "terminal", "")]).decode("cp1252").split("\r\n")
    total = lines[2][:53] + "1" + lines[2][54:]
    details = [
        total[:6] + f"{n:04d}" + total[10:31] + f"0{cents * 10:015d}" + total[47:]
        for n, cents in ((1, 1000), (2, 2000))
    ]
    trailer = lines[-1][:16] + f"{int(lines[-1][16:22]) + 2:06d}" + lines[-1][22:]
    changed = [*lines[:2], total, *lines[3:5], *details, lines[5], trailer]
    read = read_coda("\n".join(changed).encode("cp1252"))
    assert [one.amount_cents for one in read] == [1000, 2000]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (b"", 0),
        (b"BCD\n002\n", 1),
        (statement(MOVES).replace(b"0000000000044000", b"0000000000045000"), 13),
        (statement(MOVES)[:-130], 12),
        (statement(MOVES)[130:], 1),
        (statement(MOVES).replace(b"2811260015", b"9911260015", 1), 3),
    ],
    ids=["empty", "other", "amount", "cut", "headless", "date"],
)
def test_what_does_not_add_up_is_refused_with_its_line(broken: bytes, line: int) -> None:
    with pytest.raises(NoCoda) as found:
        read_coda(broken)
    assert found.value.line == line
