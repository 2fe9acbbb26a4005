"""Reader of CODA, the statement that Belgian banks give to a program (Febelfin, version 2).

Lines of 128 characters, windows-1252. Only a statement that adds up is read: its balances, its
trailer's totals and its count of records must agree (domain.md 7.4).
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date

from podium_desk.domain.communication import parse_communication
from podium_desk.domain.transfers import Movement
from podium_desk.late_dataclass import dataclass

_LINE = 128
_THOUSANDTHS = 10
_TOTALISED = ("1", "2")
"""First digit of the transaction code of an amount that stands for several, told one by one."""
_OGM = ("101", "102")


class NoCoda(Exception):
    """The file is no CODA, or does not add up; `line` is where, counted from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"{line}: {why}")
        self.line = line
        self.why = why


@dataclass(slots=True)
class _Statement:
    """One account's statement while it is read."""

    account: str = ""
    balance_cents: int = 0
    records: int = 0
    debit_cents: int = 0
    credit_cents: int = 0
    number: str = ""
    day: date = date.min
    moves: list[_Move] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Move:
    sequence: str
    detail: str
    amount_cents: int
    day: date
    code: str
    communication: str
    name: str = ""


def read_coda(data: bytes) -> tuple[Movement, ...]:
    """The amounts of every statement in the file, in its order. Raises `NoCoda`."""
    try:
        lines = data.decode("cp1252").splitlines()
    except UnicodeDecodeError as error:
        raise NoCoda(0, "not windows-1252") from error
    found: list[Movement] = []
    statement: _Statement | None = None
    for number, line in enumerate(lines, start=1):
        if len(line) != _LINE:
            raise NoCoda(number, f"{len(line)} characters")
        if line[0] == "0":
            statement = _begun(number, line)
        elif statement is None:
            raise NoCoda(number, "no header before it")
        else:
            try:
                _take(statement, line)
            except (ValueError, IndexError) as error:
                raise NoCoda(number, str(error)) from error
            if line[0] == "9":
                _check_trailer(number, statement, line)
                found += _movements(statement)
                statement = None
    if statement is not None or not lines:
        raise NoCoda(len(lines), "no trailer at the end")
    return tuple(found)


def _begun(number: int, line: str) -> _Statement:
    if line[127] != "2":
        raise NoCoda(number, f"version {line[127]}")
    return _Statement()


def _take(statement: _Statement, line: str) -> None:
    """One record of a statement; `ValueError` for a field of another form."""
    kind = line[0]
    statement.records += kind in "1238"
    match kind, line[1]:
        case "1", structure:
            statement.account = line[5 : 36 if structure == "2" else 39].split(" ")[0]
            statement.balance_cents = -_cents(line[42:58])
        case "2", "1":
            statement.moves.append(_moved(statement, line))
        case "2", "2":
            _continue(statement, line[10:63], "")
        case "2", "3":
            _continue(statement, line[82:125], line[47:82].strip())
        case "8", _:
            statement.balance_cents += _cents(line[41:57])
            statement.day, statement.number = _date(line[57:63]), line[1:4]
        case _:
            pass


def _moved(statement: _Statement, line: str) -> _Move:
    move = _Move(
        line[2:6], line[6:10], _cents(line[31:47]), _date(line[47:53]), line[53:61], line[61:115]
    )
    if move.detail == "0000":
        statement.balance_cents -= move.amount_cents
        statement.credit_cents += max(0, move.amount_cents)
        statement.debit_cents += max(0, -move.amount_cents)
    return move


def _continue(statement: _Statement, communication: str, name: str) -> None:
    """The rest of the communication of the newest movement, and who paid it."""
    move = statement.moves[-1]
    statement.moves[-1] = replace(
        move, communication=move.communication + communication, name=name or move.name
    )


def _check_trailer(number: int, statement: _Statement, line: str) -> None:
    told = (int(line[16:22]), _cents("0" + line[22:37]), _cents("0" + line[37:52]))
    counted = (statement.records, statement.debit_cents, statement.credit_cents)
    if told != counted or statement.balance_cents:
        raise NoCoda(number, "the statement does not add up")


def _movements(statement: _Statement) -> list[Movement]:
    """The amounts one by one: what a total stands for instead of the total."""
    moves = statement.moves
    split = {one.sequence for one in moves if one.detail != "0000"}
    totals = {
        one.sequence for one in moves
        if one.detail == "0000" and one.code[0] in _TOTALISED and one.sequence in split
    }  # fmt: skip
    return [
        _movement(statement, one)
        for one in moves
        if (one.sequence in totals) == (one.detail != "0000")
    ]


def _movement(statement: _Statement, move: _Move) -> Movement:
    place = f"{statement.day.isoformat()}/{statement.number}/{move.sequence}.{move.detail}"
    told, digits = move.communication, None
    if told.startswith("1") and told[1:4] in _OGM:
        digits = parse_communication(told[4:16])
    text = " ".join(told[1:].split())
    return Movement(
        f"{statement.account}/{place}", move.day, move.amount_cents, digits or "",
        "" if digits else text, move.name,
    )  # fmt: skip


def _cents(signed: str) -> int:
    """A sign (1 for out) and fifteen digits of thousandths of a euro."""
    cents = int(signed[1:]) // _THOUSANDTHS
    return -cents if signed[0] == "1" else cents


def _date(text: str) -> date:
    return date(2000 + int(text[4:6]), int(text[2:4]), int(text[:2]))
