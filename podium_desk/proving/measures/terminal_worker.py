"""An emulated card terminal (ZVT) as a process of its own: it shares no lock of the interpreter
with the counter. Its customers look for their card for a while, and pay."""

from __future__ import annotations

import sys
import threading
import time

from hardware.emulators.card_customer import CardFaults, CardTill
from hardware.emulators.zvt_terminal import ZvtServer

CUSTOMER_S = 2.5
A_MOMENT_S = 0.1


def main() -> None:
    """Serve until the input ends; the first line is the address."""
    till = CardTill(CardFaults(customer="slow"))

    def pay_now_and_then() -> None:
        while True:
            time.sleep(CUSTOMER_S)
            till.customer_pays()
            # Whoever comes after this one looks for a card too.
            time.sleep(A_MOMENT_S)
            till.customer_decides.clear()

    threading.Thread(target=pay_now_and_then, daemon=True).start()
    with ZvtServer(till) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
