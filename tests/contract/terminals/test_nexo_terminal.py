"""What only nexo has: encryption, certificates, references in answers, and a terminal's memory."""

from __future__ import annotations

import base64
import json
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hardware.device_url import BadDeviceUrl
from hardware.emulators.card_customer import CardTill
from hardware.emulators.nexo_terminal import POI, NexoServer
from hardware.registry import open_terminal
from hardware.terminals.nexo_crypto import NexoGuard, NexoKey, NotAuthentic
from hardware.terminals.nexo_messages import NexoGarbage, cents_of, read_json, service_id
from hardware.terminals.port import (
    Contradiction,
    PaymentOutcome,
    PaymentRequest,
    TerminalUnreachable,
)

ASKED = PaymentRequest("a sale's own reference", 2205)
APPROVED, UNKNOWN, PENDING = (
    PaymentOutcome.APPROVED,
    PaymentOutcome.UNKNOWN,
    PaymentOutcome.PENDING,
)


def paid(terminal, request=ASKED):
    report = terminal.authorise(request, 2)
    for _ in range(20):
        if report.outcome is not PENDING:
            return report
        report = terminal.status(request, 1)
    raise AssertionError("the payment never came to an end")


def guard(passphrase="12345678901234567890123456789012"):
    return NexoGuard(NexoKey("kassa", 1, passphrase), lambda: bytes(range(16)))


def test_a_signature_is_that_of_adyens_own_example():
    signature = guard().sign(b"0123456789abcdef0123456789abcdef")

    assert base64.b64encode(signature).decode() == "GWYcM3JVYrY3b9CSLCuJ+THMxclBG9jJ05n+RR6DkQE="


def test_what_was_changed_or_written_by_another_is_not_opened():
    secured = guard().protect(b'{"a": 1}', {})
    changed = {**secured, "NexoBlob": base64.b64encode(bytes(16)).decode()}

    assert guard().open(secured) == b'{"a": 1}'
    for wrong in (changed, {}, {**secured, "SecurityTrailer": {}}):
        with pytest.raises(NotAuthentic):
            guard().open(wrong)
    with pytest.raises(NotAuthentic):
        guard("another").open(secured)


def test_an_encrypted_payment_shows_no_amount_on_the_line(tmp_path):
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse\n")
    with NexoServer(CardTill(), "correct horse") as server:
        terminal = open_terminal(f"{server.url}&key=kassa&passphrase-file={secret}")

        assert paid(terminal).outcome is APPROVED
        assert b"22.05" not in server.seen[0]
        assert b"SaleTransactionID" not in server.seen[0]


def test_an_answer_under_another_passphrase_is_not_believed(tmp_path):
    secret = tmp_path / "passphrase"
    secret.write_text("another")
    with NexoServer(CardTill(), "correct horse") as server:
        terminal = open_terminal(f"{server.url}&key=kassa&passphrase-file={secret}")

        assert paid(terminal).outcome is UNKNOWN


def test_a_payment_of_another_reference_is_never_taken_for_ours():
    with NexoServer(CardTill()) as server:
        server.till.faults.answers_reference = "another"
        report = paid(open_terminal(server.url))

        assert (report.outcome, report.contradiction) == (UNKNOWN, Contradiction.REFERENCE)


def test_a_payment_that_the_terminal_has_forgotten_is_unknown():
    with NexoServer(CardTill()) as server:
        server.till.faults.drops_after = True
        terminal = open_terminal(server.url)
        server.remembers = False

        assert paid(terminal).outcome is UNKNOWN
        assert terminal.status(ASKED, 1).outcome is UNKNOWN


def test_a_service_id_is_short_and_the_same_for_the_same_payment():
    assert service_id("a") == service_id("a") != service_id("b")
    assert len(service_id("a")) == 10
    assert service_id("a").isalnum()


@pytest.mark.parametrize(
    ("written", "cents"), [("10.99", 1099), ("10", 1000), ("0.1", 10), ("1e1", 1000)]
)
def test_amounts_are_whole_cents(written, cents):
    assert cents_of(read_json(f'{{"a": {written}}}'.encode())["a"]) == cents


@pytest.mark.parametrize("written", ["10.999", '"much"', "null", "true", "[]"])
def test_what_is_no_amount_is_no_answer(written):
    with pytest.raises(NexoGarbage):
        cents_of(read_json(json.dumps({"a": json.loads(written)}).encode())["a"])


def test_a_terminal_shows_a_certificate_of_its_own_name(tmp_path):
    ours = _certified(tmp_path / "ours", f"{POI}.test.terminal.adyen.com")
    with NexoServer(CardTill(), tls=ours) as server:
        terminal = open_terminal(f"{server.url}&ca={tmp_path / 'ours.pem'}")

        assert paid(terminal).outcome is APPROVED


def test_a_certificate_of_another_terminal_or_another_maker_is_refused(tmp_path):
    other = _certified(tmp_path / "other", "V400m-999.test.terminal.adyen.com")
    _certified(tmp_path / "maker", f"{POI}.test.terminal.adyen.com")
    with NexoServer(CardTill(), tls=other) as server:
        for ca in ("other", "maker"):
            terminal = open_terminal(f"{server.url}&ca={tmp_path / ca}.pem")
            with pytest.raises(TerminalUnreachable):
                terminal.authorise(ASKED, 1)


@pytest.mark.parametrize(
    "url",
    [
        "nexo+https://h?poi=V400m-1",
        "nexo+https://h?poi=V400m-1&ca=/none.pem",
        "nexo+http://h",
        "nexo+http://h?poi=V400m-1&passphrase-file=/none",
        "nexo+http://h?poi=V400m-1&ca=/none.pem",
        "zvt+tcp://",
        "zvt+tcp://h?password=1234",
        "zvt+tcp://h?patience=0",
    ],
)
def test_an_address_that_lacks_something_is_refused_before_anybody_pays(url):
    with pytest.raises(BadDeviceUrl):
        open_terminal(url)


def _certified(path, name: str) -> ssl.SSLContext:
    """A server's side that shows a certificate of this name, which stands in `path`.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, secret = path.with_suffix(".pem"), path.with_suffix(".key")
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, secret)
    return context
