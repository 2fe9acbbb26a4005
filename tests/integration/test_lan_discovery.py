"""Devices find each other by DNS-SD, and whole device folders speak on the venue's network."""

from __future__ import annotations

import ipaddress
import secrets
import time

import pytest
from zeroconf import ServiceInfo

from sync.exchange.dns_sd import SERVICE, DnsSd, own_addresses

LOOPBACK = ("127.0.0.1",)


def until(is_so, seconds=8.0):
    ends_at = time.monotonic() + seconds
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.05)
    return is_so()


def test_devices_of_one_house_find_each_other_and_no_others():
    tag, other = secrets.token_hex(8), secrets.token_hex(8)
    first, second, stranger = (
        DnsSd(one, secrets.token_hex(6), LOOPBACK) for one in (tag, tag, other)
    )
    looking = DnsSd(tag, secrets.token_hex(6), LOOPBACK)
    try:
        for number, one in enumerate((first, second, stranger)):
            one.start(40_001 + number)
        looking.start(None)
        both = {"127.0.0.1:40001", "127.0.0.1:40002"}
        assert until(lambda: looking.now() == both), looking.now()
        assert until(lambda: first.now() == {"127.0.0.1:40002"}), first.now()
        second.stop()
        assert until(lambda: looking.now() == {"127.0.0.1:40001"}), looking.now()
    finally:
        for one in (first, second, stranger, looking):
            one.stop()


def test_own_addresses_are_not_the_loopback_and_say_no_card():
    for address in own_addresses():
        assert not ipaddress.ip_address(address).is_loopback


@pytest.mark.parametrize(
    ("announced", "ours", "reached"),
    [
        (["fd00::7"], ["192.168.1.2"], "[fd00::7]:40001"),
        (["fd00::7", "192.168.1.7"], ["192.168.1.2"], "192.168.1.7:40001"),
        (["192.168.1.7", "fd00::7"], ["fd00::2"], "[fd00::7]:40001"),
        (["192.168.1.7", "fd00::7"], ["192.168.1.2", "fd00::2"], "192.168.1.7:40001"),
    ],
)
def test_an_address_is_taken_that_this_device_can_reach(announced, ours, reached):
    info = ServiceInfo(
        SERVICE, f"x.{SERVICE}", port=40_001, parsed_addresses=announced, properties={"g": "tag"}
    )
    assert DnsSd("tag", "own", ours)._address(info) == reached
    assert DnsSd("other", "own", ours)._address(info) is None
