"""A central store in a temporary folder, with one house, a small hall and hand-made events."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from podium_desk.central.bootstrap import create_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.importing import Importing
from podium_desk.i18n.words import Words

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
HALL = "Kleine zaal"


@pytest.fixture
def central(tmp_path):
    made = create_central(CentralFolder(tmp_path / "centrale"), "Proefcluster")
    yield replace(made, now_ms=lambda: int(NOW.timestamp() * 1000))
    made.close()


@pytest.fixture
def house(central):
    return add_house(central, NewHouse("CC De Proef", slug="proef"))


@pytest.fixture
def bring(central, house, tmp_path):
    """Import documents by file name; a text is written as it is."""

    def import_them(documents, dates=None, into=None):
        paths = []
        for name, document in documents.items():
            path = tmp_path / name
            text = document if isinstance(document, str) else json.dumps(document)
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        importing = Importing(central, into or house, Words("nl"), dates)
        return importing.files(paths, lambda _name, _done, _total: None)

    return import_them


@pytest.fixture
def event():
    """An event with a date for each start; `price` is in euro."""

    def make(*starts, number=1, price=20, **fields):
        return {
            "@id": f"https://example.org/events/event-{number}",
            "@type": "Event",
            "mainLanguage": "nl",
            "name": {"nl": f"Stuk {number}"},
            "terms": [{"id": "0.55.0.0.0", "domain": "eventtype"}],
            "location": {"@id": "https://example.org/places/p", "name": {"nl": HALL}},
            "calendarType": "multiple" if len(starts) > 1 else "single",
            "subEvent": [{"startDate": start, "endDate": start} for start in starts],
            "priceInfo": [
                {"category": "base", "name": {"nl": "Basistarief"}, "price": price,
                 "priceCurrency": "EUR"},
                {"category": "tariff", "name": {"nl": "-26 jaar"}, "price": price / 2,
                 "priceCurrency": "EUR"},
            ],
            **fields,
        }  # fmt: skip

    return make


@pytest.fixture
def plan():
    """A hall of `rows` rows of ten seats; the first row is "Rang 1", the others "Rang 2"."""

    def make(name=HALL, rows=4, guids="seat"):
        return {
            "name": name,
            "categories": [
                {"name": "Rang 1", "color": "#111"},
                {"name": "Rang 2", "color": "#222"},
            ],
            "size": {"width": 400, "height": 300},
            "zones": [
                {
                    "name": "Zaal",
                    "position": {"x": 0, "y": 0},
                    "rows": [row(guids, number) for number in range(1, rows + 1)],
                    "areas": [],
                }
            ],
        }

    def row(guids, number):
        return {
            "row_number": str(number),
            "position": {"x": 10, "y": 30 * number},
            "seats": [
                {
                    "seat_number": str(seat),
                    "seat_guid": f"{guids}-{number}-{seat}",
                    "category": "Rang 1" if number == 1 else "Rang 2",
                    "position": {"x": 20 * seat, "y": 0},
                }
                for seat in range(1, 11)
            ],
        }

    return make
