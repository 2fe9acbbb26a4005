"""What is switched when: one pulse for each guest who was let in, lamps and buzzer for a while.

Pure: times come in, switches come out. A pulse that could not be given soon (the board was away)
is not given later: the turnstile would open for nobody.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from hardware.signals.port import Wiring

LATE_MS = 3000
"""A guest waits no longer than this before a turnstile that does not open."""
TOKENS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Switch:
    """Switch this relay now. `is_pulse`: it lets one guest through."""

    relay: int
    is_on: bool
    is_pulse: bool = False


class Switching:
    """Plans the relays of one door. All times are milliseconds of one steady clock."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._off_at_ms: dict[int, float] = {}
        self._pulses_at_ms: deque[float] = deque()
        self._tokens: deque[str] = deque(maxlen=TOKENS_KEPT)
        self.pulses_dropped = 0
        """Guests for whom the turnstile was not opened, since it was away."""

    def admitted(self, token: str, persons: int, now_ms: float) -> tuple[Switch, ...]:
        """A scan let `persons` guests in; the same `token` again is the same scan."""
        if token in self._tokens:
            return ()
        self._tokens.append(token)
        wiring = self._wiring
        if wiring.opens is not None:
            at_ms = max(now_ms, self._next_pulse_ms())
            for number in range(persons):
                self._pulses_at_ms.append(at_ms + number * 2 * wiring.pulse_ms)
        lamps = self._light(wiring.green, wiring.lamp_ms, now_ms)
        return (*self._dark(wiring.red), *lamps, *self.due(now_ms))

    def refused(self, token: str, now_ms: float) -> tuple[Switch, ...]:
        """A scan was refused, or somebody has to look: red and the buzzer, and nothing opens."""
        if token in self._tokens:
            return ()
        self._tokens.append(token)
        wiring = self._wiring
        lamp = self._light(wiring.red, wiring.lamp_ms, now_ms)
        buzz = self._light(wiring.buzzer, wiring.buzz_ms, now_ms)
        return (*self._dark(wiring.green), *lamp, *buzz)

    def due(self, now_ms: float) -> tuple[Switch, ...]:
        """What is to be switched by now."""
        off = [relay for relay, at_ms in self._off_at_ms.items() if at_ms <= now_ms]
        for relay in off:
            del self._off_at_ms[relay]
        switches = [Switch(relay, is_on=False) for relay in off]
        return (*switches, *self._pulse(now_ms))

    def wait_ms(self, now_ms: float) -> float | None:
        """How long until something is due; None when nothing is."""
        times = [*self._off_at_ms.values(), *list(self._pulses_at_ms)[:1]]
        return max(0.0, min(times) - now_ms) if times else None

    def not_given(self, switch: Switch, now_ms: float) -> None:
        """That was not done: a guest's pulse is given as soon as the board is back."""
        if switch.is_pulse:
            self._pulses_at_ms.appendleft(now_ms)

    def not_known(self, switch: Switch) -> None:
        """That may have been done."""
        self.pulses_dropped += switch.is_pulse

    def was_away(self, now_ms: float) -> None:
        """The board could not be reached: what was on is off or will be told again."""
        self._off_at_ms = dict.fromkeys(self._wiring.relays, now_ms)

    def _pulse(self, now_ms: float) -> tuple[Switch, ...]:
        while self._pulses_at_ms and now_ms - self._pulses_at_ms[0] > LATE_MS:
            self._pulses_at_ms.popleft()
            self.pulses_dropped += 1
        relay = self._wiring.opens
        is_due = bool(self._pulses_at_ms) and self._pulses_at_ms[0] <= now_ms
        if relay is None or not is_due or relay in self._off_at_ms:
            return ()
        self._pulses_at_ms.popleft()
        self._off_at_ms[relay] = now_ms + self._wiring.pulse_ms
        return (Switch(relay, is_on=True, is_pulse=True),)

    def _next_pulse_ms(self) -> float:
        last_ms = self._pulses_at_ms[-1] if self._pulses_at_ms else None
        if last_ms is not None:
            return last_ms + 2 * self._wiring.pulse_ms
        off_ms = self._off_at_ms.get(self._wiring.opens or 0, float("-inf"))
        return off_ms + self._wiring.pulse_ms

    def _light(self, relay: int | None, for_ms: int, now_ms: float) -> tuple[Switch, ...]:
        if relay is None:
            return ()
        is_dark = relay not in self._off_at_ms
        self._off_at_ms[relay] = now_ms + for_ms
        return (Switch(relay, is_on=True),) if is_dark else ()

    def _dark(self, relay: int | None) -> tuple[Switch, ...]:
        if relay is None or self._off_at_ms.pop(relay, None) is None:
            return ()
        return (Switch(relay, is_on=False),)
