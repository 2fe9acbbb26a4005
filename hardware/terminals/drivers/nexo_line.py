"""The line to a nexo terminal: a request goes out in HTTP, encrypted where there is a key."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hardware.terminals.drivers.http_call import HttpCall
from hardware.terminals.nexo_crypto import NotAuthentic, as_json
from hardware.terminals.nexo_messages import Answered, NexoGarbage, answered, header, read_json
from hardware.transport.port import LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.terminals.nexo_crypto import NexoGuard
    from hardware.terminals.nexo_messages import Parties
    from hardware.transport.port import Connect


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was sent: its header, by which its answer is known."""

    call: HttpCall
    header: dict[str, Any]


class NexoLine:
    """Each request has a connection of its own, as Adyen's terminals want it."""

    def __init__(
        self,
        connect: Connect,
        place: tuple[str, str],
        parties: Parties,
        guard: NexoGuard | None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`place` is the host (with its port) and the path."""
        self.parties = parties
        self._connect = connect
        self._address, self._path = place
        self._guard = guard
        self._clock_s = clock_s

    def open(self, deadline_s: float) -> HttpCall:
        """A connection. Raises `LinkAbsent`: nothing was sent."""
        return HttpCall(self._connect(deadline_s), self._address, self._clock_s)

    def send(
        self, call: HttpCall, category: str, body: dict[str, Any], service: str, deadline_s: float
    ) -> Asked:
        """Send a request on it. Raises `LinkLost`."""
        head = header(self.parties, category, service)
        plain = {"MessageHeader": head, f"{category}Request": body}
        whole = {"SaleToPOIRequest": plain}
        if self._guard is not None:
            whole = {"SaleToPOIRequest": self._guard.protect(as_json(whole), head)}
        call.send(self._path, as_json(whole), deadline_s)
        return Asked(call, head)

    def look(self, asked: Asked, deadline_s: float) -> Answered | None:
        """Its answer, when it has come. Raises `LinkFault` and `NexoGarbage`."""
        data = asked.call.look(deadline_s)
        return None if data is None else answered(self._opened(data), asked.header)

    def ask(self, category: str, body: dict[str, Any], service: str, deadline_s: float) -> Answered:
        """Ask what is answered at once. Raises `LinkFault` (`LinkAbsent`: nothing was sent) and
        `NexoGarbage`."""
        call = self.open(deadline_s)
        try:
            asked = self.send(call, category, body, service, deadline_s)
            answer = self.look(asked, deadline_s)
        finally:
            call.close()
        if answer is None:
            raise LinkLost(self._address, "no answer")
        return answer

    def tell(self, category: str, body: dict[str, Any], service: str, deadline_s: float) -> None:
        """Say what has no answer of its own (an abort). Raises `LinkFault`."""
        call = self.open(deadline_s)
        try:
            self.send(call, category, body, service, deadline_s)
            call.look(deadline_s)
        finally:
            call.close()

    def _opened(self, data: bytes) -> dict[str, Any]:
        message = read_json(data)
        if self._guard is None:
            return message
        secured = message.get("SaleToPOIResponse")
        try:
            return read_json(self._guard.open(secured if isinstance(secured, dict) else {}))
        except NotAuthentic as error:
            raise NexoGarbage(str(error)) from error
