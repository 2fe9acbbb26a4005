"""Every family of printers gets a ticket over its line, and its paper says the ticket's code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podium_desk.proving.paper_gallery import KINDS, print_all

FAMILIES = [kind for kind in KINDS if not kind.name.endswith(("58mm", "200", "band-203"))]


@pytest.mark.parametrize("kind", FAMILIES, ids=lambda kind: kind.name)
def test_a_ticket_is_read_back_from_the_bytes_that_were_sent(kind):
    (*tickets,) = print_all((replace(kind, has_all=False),))
    assert [paper.is_read for paper in tickets] == [True] * 4
