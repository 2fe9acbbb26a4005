"""Whether a movement of an amount is allowed: pools that are not whole things but sums.

A voucher's cents, a pass's uses, a code's times: each holder has a balance, which is what it
received, less what it gave and spent, plus what it freed. Sums do not depend on order, so no
hops are needed: a move with hop 0 is a movement, and its `count` is the quantity.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.facts.fact import Move, Verb
from sync.rights.rules import NUMBER_MAX, MoveFault

AMOUNT_HOP = 0


@dataclass(frozen=True, slots=True)
class Account:
    """What one log has of an amount: left to use, and used.

    `is_lost`: written off. What it did all the same counts, and may make `balance` negative.
    """

    balance: int = 0
    spent: int = 0
    is_lost: bool = False

    def plus(self, balance: int, spent: int = 0) -> Account:
        """The account with so much more."""
        return Account(self.balance + balance, self.spent + spent, self.is_lost)

    def as_lost(self) -> Account:
        """The account of a log that was written off."""
        return Account(self.balance, self.spent, is_lost=True)


def is_amount(move: Move) -> bool:
    """Whether this moves a quantity, and not units."""
    return move.hop == AMOUNT_HOP


def movement(verb: Verb, pool: int, quantity: int, to: int = 0) -> Move:
    """The move of a quantity; a take has the lost log in `to`."""
    return Move(verb, pool, 0, quantity, AMOUNT_HOP, to)


def is_sound(move: Move) -> bool:
    """Whether its numbers are not made up."""
    return 0 < move.count <= NUMBER_MAX and max(move.pool, move.to) <= NUMBER_MAX


def drawn(account: Account, move: Move) -> Account | MoveFault:
    """The writer's own account after its movement, or why it may not make it."""
    quantity = move.count
    short_of_balance = account.balance < quantity and not account.is_lost
    short_of_spent = account.spent < quantity and not account.is_lost
    match move.verb:
        case Verb.SPEND:
            return MoveFault.NOT_HELD if short_of_balance else account.plus(-quantity, quantity)
        case Verb.GIVE:
            if move.to <= 0:
                return MoveFault.NO_RECEIVER
            return MoveFault.NOT_HELD if short_of_balance else account.plus(-quantity)
        case Verb.FREE:
            return MoveFault.NOT_SPENT if short_of_spent else account.plus(quantity, -quantity)
        case Verb.GIVE_SPENT:
            if move.to <= 0:
                return MoveFault.NO_RECEIVER
            return MoveFault.NOT_SPENT if short_of_spent else account.plus(0, -quantity)
        case Verb.TAKE:
            return account.plus(quantity)
        case Verb.TAKE_SPENT:
            return account.plus(0, quantity)
        case Verb.USE:
            return MoveFault.WRONG_HOP


def reached(account: Account, move: Move) -> Account:
    """The other side's account after the movement: who receives, or from whom is taken."""
    match move.verb:
        case Verb.GIVE:
            return account.plus(move.count)
        case Verb.GIVE_SPENT:
            return account.plus(0, move.count)
        case Verb.TAKE:
            return account.plus(-move.count).as_lost()
        case Verb.TAKE_SPENT:
            return account.plus(0, -move.count).as_lost()
        case _:
            return account
