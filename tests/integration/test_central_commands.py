"""`podium-desk central …` as a person and a script use it: JSON, exit status, never a traceback."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from podium_desk.commands.central import app
from sync.store.schema import put_setting

EVENT = {
    "@id": "https://example.org/events/event-1",
    "mainLanguage": "nl",
    "name": {"nl": "Stuk"},
    "terms": [{"id": "0.55.0.0.0", "domain": "eventtype"}],
    "location": {"name": {"nl": "Zaal"}},
    "calendarType": "single",
    "startDate": "2099-12-01T20:00:00+01:00",
    "endDate": "2099-12-01T22:00:00+01:00",
    "priceInfo": [{"category": "base", "price": 20, "priceCurrency": "EUR"}],
}


@pytest.fixture
def run():
    """Run a command; its exit status and its JSON document, or its words."""
    runner = CliRunner()

    def run_it(*words):
        result = runner.invoke(app, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        if "--json" not in words:
            return result.exit_code, result.output
        return result.exit_code, json.loads(result.stdout)

    return run_it


@pytest.fixture
def store(run, tmp_path):
    folder = tmp_path / "centrale"
    assert run("init", folder, "--cluster", "Proef")[0] == 0
    assert run("house", "add", folder, "CC De Sluis", "--slug", "sluis")[0] == 0
    return folder


@pytest.fixture
def season(tmp_path):
    path = tmp_path / "season.json"
    path.write_text(json.dumps(EVENT), encoding="utf-8")
    return path


def test_a_new_store_says_its_cluster_and_where_it_is(run, tmp_path):
    status, said = run("init", tmp_path / "new", "--cluster", "Podia", "--json")
    assert (status, said["cluster"]) == (0, "Podia")
    assert said["url"].startswith("sqlite:///")


def test_a_second_store_in_the_same_folder_is_refused(run, store):
    status, said = run("init", store, "--cluster", "Ander", "--json")
    assert (status, said["refused"]) == (1, "exists")


def test_what_is_no_database_is_refused_without_showing_it(run, tmp_path):
    for url in ("mysql://podium:geheim@db/podium", "podium:geheim@db"):
        status, said = run("init", tmp_path, "--cluster", "P", "--database-url", url, "--json")
        assert (status, said["refused"]) == (1, "unknown_database")
        assert "geheim" not in said["message"]


def test_a_store_on_a_database_server_works_as_one_in_a_file(run, tmp_path, postgres_url, season):
    url = postgres_url + "&password=geheim"
    words = ("init", tmp_path, "--cluster", "P", "--database-url", url, "--json")
    status, said = run(*words)
    assert (status, said["cluster"]) == (0, "P")
    assert "geheim" not in json.dumps(said)
    assert said["url"].startswith("postgresql://")
    assert (tmp_path / "database.url").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "central.sqlite").exists()
    assert run("house", "add", tmp_path, "CC De Sluis", "--slug", "sluis")[0] == 0
    assert run("import", tmp_path, "--house", "sluis", season, "--json")[1]["imported"] == 1
    assert run("import", tmp_path, "--house", "sluis", season, "--json")[1]["unchanged"] == 1
    assert run("totals", tmp_path, "--json")[1]["tickets"] == 0
    assert run(*words)[1]["refused"] == "exists"
    assert run("init", tmp_path, "--cluster", "P", "--json")[1]["refused"] == "exists"


def test_a_database_that_is_in_use_is_left_alone(run, tmp_path, postgres_store, postgres_url):
    postgres_store.run("CREATE TABLE somebody_elses (k INTEGER PRIMARY KEY)")
    words = ("init", tmp_path, "--cluster", "P", "--database-url", postgres_url, "--json")
    assert (run(*words)[0], run(*words)[1]["refused"]) == (1, "database_not_empty")
    assert postgres_store.tables() == ["somebody_elses"]
    assert not (tmp_path / "database.url").exists()


def test_a_database_that_is_away_or_newer_is_said_without_its_password(
    run, tmp_path, postgres_url, postgres_store
):
    url = "postgresql://podium:geheim@127.0.0.1:1/podium"
    words = ("init", tmp_path, "--cluster", "P", "--database-url")
    status, said = run(*words, url, "--json")
    assert (status, said["fault"]) == (3, "database_unreachable")
    assert "geheim" not in said["message"]
    assert run(*words, postgres_url, "--json")[0] == 0
    put_setting(postgres_store, "schema", b"99")
    status, said = run("totals", tmp_path, "--json")
    assert (status, said["fault"]) == (3, "newer_data")
    (tmp_path / "database.url").write_text("postgresql://podium:geheim@[:x/")
    status, said = run("totals", tmp_path, "--json")
    assert (status, said["fault"]) == (3, "database_unreachable")
    assert "geheim" not in json.dumps(said)


def test_houses_are_added_and_listed(run, store):
    status, said = run("house", "add", store, "GC Het Anker", "--language", "nl", "--json")
    assert (status, said["house"]["id"], said["house"]["slug"]) == (0, 2, "gc-het-anker")
    _, listed = run("house", "list", store, "--json")
    assert [house["slug"] for house in listed["houses"]] == ["sluis", "gc-het-anker"]


def test_an_import_says_what_it_took_and_what_not(run, store, season, tmp_path):
    (tmp_path / "wrong.json").write_text("{", encoding="utf-8")
    files = (season, tmp_path / "wrong.json")
    status, said = run("import", store, "--house", "sluis", *files, "--json")
    assert (status, said["imported"], said["updated"]) == (0, 1, 0)
    assert [(item["file"], item["reason"]) for item in said["refused"]] == [
        ("wrong.json", "file_not_json")
    ]
    _, again = run("import", store, "--house", "1", season, "--json")
    assert (again["imported"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_an_import_that_took_nothing_is_refused(run, store, tmp_path):
    status, said = run("import", store, "--house", "sluis", tmp_path / "gone.json", "--json")
    assert (status, said["refused"][0]["reason"]) == (1, "file_unreadable")


def test_an_import_for_people_shows_each_refusal_and_a_total(run, store, season, tmp_path):
    (tmp_path / "wrong.json").write_text("{", encoding="utf-8")
    _, said = run("import", store, "--house", "sluis", season, tmp_path / "wrong.json")
    assert "wrong.json is geen geldige JSON" in said
    assert "Nieuw: 1" in said


def test_an_unknown_house_is_refused_with_those_that_are_known(run, store, season):
    status, said = run("import", store, "--house", "anker", season, "--json")
    assert (status, said["refused"]) == (1, "unknown_house")
    assert "sluis" in said["message"]


def test_a_code_for_a_device_has_an_end(run, store):
    status, said = run("enrol-code", store, "--house", "sluis", "--role", "door", "--json")
    assert (status, len(said["one_time"]), len(said["code"])) == (0, 9, 24)
    assert said["expires"] > "2026"
    _, words = run("enrol-code", store, "--house", "sluis", "--role", "counter")
    assert "█" in words


@pytest.mark.parametrize("written", ["Rang 2", "=85", "Rang 2=veel", "Rang 2=1001"])
def test_a_price_rank_in_another_form_is_wrong_use(run, store, written):
    status, _ = run(
        "plan", store, "--house", "sluis", "--performance", "all", "--plan", "Zaal",
        "--rank", written, "--json",
    )  # fmt: skip
    assert status == 2


def test_an_unknown_plan_is_refused(run, store, season):
    status, said = run(
        "plan", store, "--house", "sluis", "--performance", "all", "--plan", "Zaal", "--json"
    )
    assert (status, said["refused"]) == (1, "unknown_plan")


@pytest.mark.parametrize("command", [("house", "list"), ("totals",), ("serve",)])
def test_a_folder_without_a_store_is_a_fault_with_advice(run, tmp_path, command):
    status, said = run(*command, tmp_path / "nothing", "--json")
    assert (status, said["fault"]) == (3, "not_a_central_store")
    assert "central init" in said["message"]


def test_a_damaged_database_is_a_fault(run, store):
    (store / "central.sqlite").write_bytes(b"no database at all" * 400)
    status, said = run("house", "list", store, "--json")
    assert (status, said["fault"]) == (3, "replica_damaged")


@pytest.mark.parametrize("options", [("--tls-key", "key.pem"), ("--tls-certificate", "c.pem")])
def test_half_of_what_tls_needs_is_a_fault_and_never_plain_http(run, store, options):
    status, said = run("serve", store, "--host", "0.0.0.0", *options, "--json")
    assert (status, said["fault"]) == (3, "wrong_tls")
    assert "--tls-certificate" in said["message"]
