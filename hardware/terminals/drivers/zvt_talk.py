"""One connection to a ZVT terminal: a command goes out, and what the terminal says to it comes in.

The terminal leads from the moment it has taken a command until it says that it is done: each of its
messages is acknowledged at once, also those that are of no use here (receipts to print).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.terminals.zvt_bytes import Command, Field, Message, fields, take_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.transport.port import Link

_YES = Message(Command.ACKNOWLEDGED)
_ENDS = (Command.COMPLETION, Command.ABORTED)


@dataclass(slots=True)
class Exchange:
    """What came of one command so far."""

    heard_s: float
    """When the terminal last said anything."""
    is_taken: bool = False
    """Whether the terminal acknowledged the command."""
    refusal: int | None = None
    """Why it did not take it."""
    told: dict[Field, bytes] | None = None
    """Its last status information."""
    ended: Command | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.ended is not None or self.refusal is not None


class ZvtTalk:
    """Raises `LinkLost` when the line breaks and `ZvtGarbage` for what is no ZVT, from any call."""

    def __init__(self, link: Link, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._clock_s = clock_s
        self._received = bytearray()

    def begin(self, message: Message, deadline_s: float) -> Exchange:
        """Send a command; `follow` tells what comes of it."""
        self.send(message, deadline_s)
        return Exchange(self._clock_s())

    def send(self, message: Message, deadline_s: float) -> None:
        """Send the whole of it."""
        rest, until_s = message.packed(), self._clock_s() + deadline_s
        while rest:
            left_s = until_s - self._clock_s()
            if left_s <= 0:
                # Half a message on the line makes all that follows unreadable.
                raise TimeoutError("the terminal does not read")
            rest = rest[self._link.write(rest, left_s) :]

    def follow(self, exchange: Exchange, deadline_s: float) -> None:
        """Hear the terminal out, until it is done or the deadline has come."""
        until_s = self._clock_s() + deadline_s
        while not exchange.is_over:
            message = self._next(until_s)
            if message is None:
                return
            exchange.heard_s = self._clock_s()
            self._heard(exchange, message)

    def close(self) -> None:
        """End the connection."""
        self._link.close()

    def _heard(self, exchange: Exchange, message: Message) -> None:
        if message.is_acknowledgement:
            exchange.is_taken = True
        elif message.refusal is not None:
            # Once the command was taken this answers our wish to stop it.
            exchange.refusal = None if exchange.is_taken else message.refusal
        else:
            self.send(_YES, 1.0)
            if message.code == Command.STATUS_INFORMATION:
                exchange.told = fields(message.data)
            elif message.code in _ENDS:
                exchange.ended = Command(message.code)

    def _next(self, until_s: float) -> Message | None:
        while True:
            message = take_message(self._received)
            left_s = until_s - self._clock_s()
            if message is not None or left_s <= 0:
                return message
            self._received += self._link.read(left_s)
