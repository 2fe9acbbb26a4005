"""One-time codes: once, in time, and not to be guessed."""

from __future__ import annotations

import itertools

import pytest
from harness.plain_sync import AUTHORITY, HOUSE, device_key

from sync.identity.certificate import CertificateError, check
from sync.identity.fingerprint import CODE_ALPHABET
from sync.server.enrolment import (
    WRONG_CODES_MAX,
    WRONG_CODES_OF_ONE_MAX,
    Enrolment,
    EnrolmentRefused,
    EnrolRefusal,
    NewDevice,
)
from sync.store.schema import create_tables
from sync.store.sqlite import memory_store

DESK = NewDevice("Kassa 1", device_key(2).public)


@pytest.fixture
def enrolment() -> Enrolment:
    sql = memory_store()
    create_tables(sql)
    return Enrolment(sql, AUTHORITY, cluster=5)


def code_of(enrolment: Enrolment, expires_ms: int = 1000) -> str:
    letters = itertools.cycle(CODE_ALPHABET)
    return enrolment.new_code(HOUSE, "counter", expires_ms, lambda _: next(letters))


def test_a_good_code_gives_a_certificate_of_this_cluster(enrolment: Enrolment) -> None:
    certificate = enrolment.enrol(code_of(enrolment), DESK, now_ms=1)
    claims = check(certificate, AUTHORITY.public)
    assert (claims.house, claims.role, claims.name) == (HOUSE, "counter", "Kassa 1")
    assert claims.public_key == DESK.public_key


def test_a_code_may_be_typed_in_lower_case_without_the_dash(enrolment: Enrolment) -> None:
    code = code_of(enrolment).replace("-", " ").lower()
    assert enrolment.enrol(code, DESK, now_ms=1).claims.device == 1


def test_a_code_works_once(enrolment: Enrolment) -> None:
    code = code_of(enrolment)
    enrolment.enrol(code, DESK, now_ms=1)
    with pytest.raises(EnrolmentRefused) as refused:
        enrolment.enrol(code, NewDevice("Kassa 2", device_key(3).public), now_ms=2)
    assert refused.value.refusal is EnrolRefusal.USED_CODE


def test_a_lost_answer_is_given_again_to_the_same_device(enrolment: Enrolment) -> None:
    code = code_of(enrolment)
    first = enrolment.enrol(code, DESK, now_ms=1)
    assert enrolment.enrol(code, DESK, now_ms=2) == first


def test_an_expired_code_is_refused(enrolment: Enrolment) -> None:
    with pytest.raises(EnrolmentRefused) as refused:
        enrolment.enrol(code_of(enrolment, expires_ms=10), DESK, now_ms=11)
    assert refused.value.refusal is EnrolRefusal.EXPIRED_CODE


def test_too_many_wrong_codes_close_the_door_for_a_while(enrolment: Enrolment) -> None:
    code = code_of(enrolment, expires_ms=10**9)
    for _ in range(WRONG_CODES_MAX):
        with pytest.raises(EnrolmentRefused) as refused:
            enrolment.enrol("WRNG-WRNG", DESK, now_ms=100)
        assert refused.value.refusal is EnrolRefusal.UNKNOWN_CODE
    with pytest.raises(EnrolmentRefused) as refused:
        enrolment.enrol(code, DESK, now_ms=200)
    assert refused.value.refusal is EnrolRefusal.TOO_MANY_TRIES
    assert enrolment.enrol(code, DESK, now_ms=100_000).claims.name == "Kassa 1"


def test_wrong_codes_are_remembered_over_a_restart_and_counted_for_each_address(
    enrolment: Enrolment,
) -> None:
    code = code_of(enrolment, expires_ms=10**9)
    for _ in range(WRONG_CODES_OF_ONE_MAX):
        with pytest.raises(EnrolmentRefused):
            enrolment.enrol("WRNG-WRNG", DESK, now_ms=100, address="10.0.0.9")
    restarted = Enrolment(enrolment._sql, enrolment._authority, enrolment._cluster)
    with pytest.raises(EnrolmentRefused) as refused:
        restarted.enrol(code, DESK, now_ms=200, address="10.0.0.9")
    assert refused.value.refusal is EnrolRefusal.TOO_MANY_TRIES
    assert restarted.enrol(code, DESK, now_ms=200, address="10.0.0.8").claims.name == "Kassa 1"


def test_a_certificate_of_another_cluster_is_not_believed(enrolment: Enrolment) -> None:
    certificate = enrolment.enrol(code_of(enrolment), DESK, now_ms=1)
    with pytest.raises(CertificateError):
        check(certificate, device_key(9).public)
