"""A terminal that speaks Adyen's Terminal API behind a TCP port, with its own books and faults.

Written from Adyen's documentation and its example terminal
(adyen-examples/adyen-mock-terminal-api), not from the driver: its messages and its cryptography
are made here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hardware.emulators.card_customer import Booking, CardTill
from hardware.emulators.switched_server import TURN_S, SwitchedServer

STAMP = "2026-11-30T20:14:05+01:00"
POI = "V400m-123456789"


class NexoServer(SwitchedServer):
    """Serves `till` on a free port, as a context; with `passphrase` it wants all encrypted. What it
    booked outlives a restart."""

    def __init__(
        self, till: CardTill, passphrase: str = "", tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(lambda address, is_off: _Server(address, self, is_off))
        self.till = till
        self.passphrase = passphrase
        self.tls = tls
        self.wants_login = True
        self.remembers = True
        """Whether it tells of payments that are over."""
        self.answers: dict[str, dict[str, Any]] = {}
        self.seen: list[bytes] = []
        """The bodies of the requests as they came over the line."""

    @property
    def url(self) -> str:
        """The address in the notation of the registry."""
        scheme = "nexo+http" if self.tls is None else "nexo+https"
        return f"{scheme}://127.0.0.1:{self.port}?poi={POI}&sale=kassa1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], terminal: NexoServer, is_off: threading.Event
    ) -> None:
        self.terminal, self.is_off = terminal, is_off
        self.in_progress = ""
        """The service id of the payment that a customer is busy with."""
        self.aborted = threading.Event()
        super().__init__(address, _Request)
        if terminal.tls is not None:
            self.socket = terminal.tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """A till that hung up is no fault of the terminal."""


class _Gone(Exception):
    """The answer is never sent."""


class _Request(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """A terminal is silent."""

    def do_POST(self) -> None:
        """Answer one message."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        terminal = self.server.terminal
        terminal.seen.append(body)
        try:
            answer = self._answer(self._opened(json.loads(body)))
        except _Gone:
            self.close_connection = True
            return
        self._send(json.dumps(self._closed(answer)).encode() if answer else b"ok")

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        header = message["MessageHeader"]
        category = header["MessageCategory"]
        body = message[f"{category}Request"]
        made = self._made(category, header, body)
        if not made:
            return {}
        return {
            "MessageHeader": {**header, "MessageType": "Response"},
            f"{category}Response": made,
        }

    def _made(self, category: str, header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        match category:
            case "Payment":
                return self._payment(header, body)
            case "TransactionStatus":
                return self._status(header, body)
            case "Abort":
                return self._abort(body)
            case "Reversal":
                return self._reversal(body)
            case "Reconciliation":
                return self._reconciliation(body)
            case "Login":
                self.server.terminal.wants_login = False
                return {"Response": {"Result": "Success"}}
            case _:
                return _no("MessageFormat")

    def _payment(self, header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        server, till = self.server, self.server.terminal.till
        if till.faults.is_busy or server.in_progress:
            return _no("Busy")
        service = header["ServiceID"]
        server.in_progress = service
        server.aborted.clear()
        try:
            made = self._customer(body)
            server.terminal.answers[service] = made
        finally:
            server.in_progress = ""
        self._after_the_money(made)
        return made

    def _customer(self, body: dict[str, Any]) -> dict[str, Any]:
        till = self.server.terminal.till
        faults = till.faults
        if faults.customer == "slow":
            while not till.customer_decides.wait(TURN_S):
                if self.server.is_off.is_set():
                    raise _Gone
                if self.server.aborted.is_set():
                    till.has_stopped.set()
                    return _no("Aborted")
        if faults.customer == "decline":
            return _no("Refusal")
        cents = round(body["PaymentTransaction"]["AmountsReq"]["RequestedAmount"] * 100)
        told = cents if faults.answers_cents is None else faults.answers_cents
        reference = body["SaleData"]["SaleTransactionID"]["TransactionID"]
        booking = till.book(told, reference)
        return self._paid(booking)

    def _paid(self, booking: Booking) -> dict[str, Any]:
        faults = self.server.terminal.till.faults
        reference = faults.answers_reference or booking.reference
        card = {"PaymentBrand": "bcmc", "MaskedPan": faults.card_number}
        return {
            "Response": {"Result": "Success", "AdditionalResponse": "tid=1"},
            "POIData": {"POITransactionID": {"TransactionID": _name(booking), "TimeStamp": STAMP}},
            "SaleData": {"SaleTransactionID": {"TransactionID": reference, "TimeStamp": STAMP}},
            "PaymentResult": {
                "AmountsResp": {
                    "AuthorizedAmount": booking.cents / 100,
                    "Currency": faults.answers_currency,
                },
                "PaymentInstrumentData": {"CardData": card, "PaymentInstrumentType": "Card"},
            },
        }

    def _after_the_money(self, made: dict[str, Any]) -> None:
        faults = self.server.terminal.till.faults
        if made["Response"]["Result"] != "Success":
            return
        if faults.drops_after:
            raise _Gone
        if faults.is_silent_after:
            while not self.server.is_off.wait(TURN_S) and faults.is_silent_after:
                pass
            raise _Gone
        if faults.is_garbage:
            self._send(b'{"SaleToPOIResponse": {"Mess')
            raise _Gone

    def _status(self, header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        about = body["MessageReference"]
        service = about["ServiceID"]
        if service == self.server.in_progress:
            return _no("InProgress")
        known = self.server.terminal.answers.get(service)
        if known is None or not self.server.terminal.remembers:
            return _no("NotFound")
        return {
            "MessageReference": about,
            "Response": {"Result": "Success"},
            "RepeatedMessageResponse": {
                "MessageHeader": {**header, "MessageCategory": "Payment", "ServiceID": service},
                "RepeatedResponseMessageBody": {"PaymentResponse": known},
            },
        }

    def _abort(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["MessageReference"]["ServiceID"] == self.server.in_progress:
            self.server.aborted.set()
        return {}

    def _reversal(self, body: dict[str, Any]) -> dict[str, Any]:
        till = self.server.terminal.till
        name = body["OriginalPOITransaction"]["POITransactionID"]["TransactionID"]
        found = [one for one in till.bookings if _name(one) == name and not one.is_reversed]
        if not found or not till.faults.reverses:
            return _no("NotAllowed")
        till.give_back(found[0])
        if till.faults.drops_after:
            raise _Gone
        return {"Response": {"Result": "Success"}, "ReversedAmount": found[0].cents / 100}

    def _reconciliation(self, body: dict[str, Any]) -> dict[str, Any]:
        terminal = self.server.terminal
        if terminal.wants_login:
            return _no("LoggedOut")
        total = terminal.till.close_day()
        if terminal.till.faults.drops_after:
            raise _Gone
        line = {"TransactionType": "Debit", "TransactionCount": 1, "TransactionAmount": total / 100}
        return {
            "Response": {"Result": "Success"},
            "ReconciliationType": body["ReconciliationType"],
            "POIReconciliationID": 1007,
            "TransactionTotals": [
                {"PaymentInstrumentType": "Card", "PaymentCurrency": "EUR", "PaymentTotals": [line]}
            ],
        }

    def _send(self, data: bytes) -> None:
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n"
        )
        whole = head.encode() + data
        size = self.server.terminal.till.faults.piece_bytes or len(whole)
        for start in range(0, len(whole), size):
            self.wfile.write(whole[start : start + size])
        self.close_connection = True

    def _opened(self, message: dict[str, Any]) -> dict[str, Any]:
        whole = message["SaleToPOIRequest"]
        passphrase = self.server.terminal.passphrase
        if not passphrase:
            return dict(whole)
        plain = _decrypt(passphrase, whole)
        return dict(json.loads(plain)["SaleToPOIRequest"])

    def _closed(self, answer: dict[str, Any]) -> dict[str, Any]:
        passphrase = self.server.terminal.passphrase
        whole = {"SaleToPOIResponse": answer}
        if not passphrase:
            return whole
        secured = _encrypt(passphrase, json.dumps(whole).encode(), answer["MessageHeader"])
        return {"SaleToPOIResponse": secured}


def _no(why: str) -> dict[str, Any]:
    return {"Response": {"Result": "Failure", "ErrorCondition": why}}


def _name(booking: Booking) -> str:
    return f"BV0q{booking.number:09d}.ABC"


def _keys(passphrase: str) -> tuple[bytes, bytes, bytes]:
    made = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), b"AdyenNexoV1Salt", 4000, 80)
    return made[:32], made[32:64], made[64:]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _decrypt(passphrase: str, secured: dict[str, Any]) -> bytes:
    signing, cipher, start = _keys(passphrase)
    trailer = secured["SecurityTrailer"]
    first = _xor(start, base64.b64decode(trailer["Nonce"]))
    opener = Cipher(algorithms.AES(cipher), modes.CBC(first)).decryptor()
    padded = opener.update(base64.b64decode(secured["NexoBlob"])) + opener.finalize()
    unpadder = padding.PKCS7(128).unpadder()
    plain = unpadder.update(padded) + unpadder.finalize()
    if hmac.digest(signing, plain, "sha256") != base64.b64decode(trailer["Hmac"]):
        raise _Gone
    return plain


def _encrypt(passphrase: str, plain: bytes, header: dict[str, Any]) -> dict[str, Any]:
    signing, cipher, start = _keys(passphrase)
    nonce = secrets.token_bytes(16)
    padder = padding.PKCS7(128).padder()
    closer = Cipher(algorithms.AES(cipher), modes.CBC(_xor(start, nonce))).encryptor()
    blob = closer.update(padder.update(plain) + padder.finalize()) + closer.finalize()
    signature = hmac.digest(signing, plain, "sha256")
    return {
        "MessageHeader": header,
        "NexoBlob": base64.b64encode(blob).decode(),
        "SecurityTrailer": {
            "AdyenCryptoVersion": 1,
            "KeyIdentifier": "kassa",
            "KeyVersion": 1,
            "Nonce": base64.b64encode(nonce).decode(),
            "Hmac": base64.b64encode(signature).decode(),
        },
    }
