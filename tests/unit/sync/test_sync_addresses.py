"""Addresses of devices, typed by people: names, IPv4 and IPv6, with a port or without."""

from __future__ import annotations

import pytest

from sync.exchange.addresses import NotAnAddress, joined_address, split_address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("kassa1:8471", "kassa1", 8471),
        ("192.168.1.40:9000", "192.168.1.40", 9000),
        ("[::1]:9000", "::1", 9000),
        (" [fe80::1%eth0]:9000 ", "fe80::1%eth0", 9000),
    ],
)
def test_an_address_is_read_and_written_alike(text, host, port):
    assert split_address(text) == (host, port)
    assert joined_address(host, port) == text.strip()


@pytest.mark.parametrize("text", ["kassa1", "192.168.1.40", "[::1]", "::1", "2001:db8::8471"])
def test_one_without_a_port_gets_the_usual_one_and_is_none_without_it(text):
    assert split_address(text, 8471) == (text.strip("[]"), 8471)
    with pytest.raises(NotAnAddress):
        split_address(text)


@pytest.mark.parametrize(
    "text", ["", ":8471", "kassa1:", "kassa1:0", "kassa1:70000", "kassa1:x", "[::1", "[::1]8471",
             "[kassa1]:8471", "[]:8471", "::1:x"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(NotAnAddress):
        split_address(text)
