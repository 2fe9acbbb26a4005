"""The fixed addresses of other devices in the settings, as people write them."""

from __future__ import annotations

import pytest

from podium_desk.config import Settings, SettingsError
from podium_desk.venue_network import listed_addresses


def test_fixed_addresses_are_names_ipv4_or_ipv6_with_a_port_or_the_usual_one():
    settings = Settings(lan_peers="kassa2, 192.168.1.40:9000,[fd00::7]:9000 , fd00::8,[::1]")
    assert listed_addresses(settings) == {
        "kassa2:8471", "192.168.1.40:9000", "[fd00::7]:9000", "[fd00::8]:8471", "[::1]:8471",
    }  # fmt: skip
    assert listed_addresses(Settings()) == frozenset()


@pytest.mark.parametrize("text", ["kassa2:poort", "[fd00::7", "kassa2:0", ":9000"])
def test_one_that_is_none_is_said(text):
    with pytest.raises(SettingsError) as refused:
        listed_addresses(Settings(lan_peers=f"kassa1, {text}"))
    assert refused.value.details == {"value": text}
