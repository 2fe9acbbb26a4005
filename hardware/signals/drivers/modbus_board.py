"""A relay board or turnstile over Modbus, on the network (TCP) or on a serial line (RTU).

Relays are coils (function 5), contacts are discrete inputs (function 2), numbered from 0 as in the
protocol. The library retries by itself; here nothing is tried twice, for a relay that was
switched once more is a turnstile that opened once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.signals.port import BoardAbsent, BoardLost

if TYPE_CHECKING:
    from pymodbus.client import ModbusSerialClient, ModbusTcpClient

ANSWER_S = 1.0


class ModbusBoard:
    """One board; the line is opened at the first call, and again after it was lost."""

    def __init__(self, name: str, client: ModbusTcpClient | ModbusSerialClient, unit: int) -> None:
        self.name = name
        self._client = client
        self._unit = unit

    def switch(self, relay: int, *, is_on: bool) -> None:
        """Switch one coil."""
        from pymodbus.exceptions import ModbusException

        self._open()
        try:
            answer = self._client.write_coil(relay, is_on, device_id=self._unit)
        except (ModbusException, OSError) as error:
            raise self._lost(str(error)) from error
        if answer.isError():
            raise self._lost(f"relay {relay}: {answer}")

    def contact(self, number: int) -> bool:
        """Read one input."""
        from pymodbus.exceptions import ModbusException

        self._open()
        try:
            answer = self._client.read_discrete_inputs(number, count=1, device_id=self._unit)
        except (ModbusException, OSError) as error:
            raise self._lost(str(error)) from error
        if answer.isError():
            raise self._lost(f"contact {number}: {answer}")
        return bool(answer.bits[0])

    def close(self) -> None:
        """Close the line."""
        self._client.close()  # type: ignore[no-untyped-call]

    def _open(self) -> None:
        try:
            is_open = self._client.is_socket_open() or self._client.connect()
        except OSError as error:
            raise BoardAbsent(self.name, str(error)) from error
        if not is_open:
            raise BoardAbsent(self.name, "it does not answer")

    def _lost(self, why: str) -> BoardLost:
        self._client.close()  # type: ignore[no-untyped-call]
        return BoardLost(self.name, why)


def on_the_network(host: str, port: int, unit: int) -> ModbusBoard:
    """A board at this address."""
    from pymodbus.client import ModbusTcpClient

    client = ModbusTcpClient(host, port=port, timeout=ANSWER_S, retries=0)
    return ModbusBoard(f"{host}:{port}", client, unit)


def on_a_line(port: str, baud: int, unit: int) -> ModbusBoard:
    """A board on a serial line."""
    from pymodbus.client import ModbusSerialClient

    client = ModbusSerialClient(port, baudrate=baud, timeout=ANSWER_S, retries=0)
    return ModbusBoard(port, client, unit)
