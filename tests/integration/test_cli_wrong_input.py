"""Each line of wrong input: a sentence that says what to do, in the language of the device."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from harness.processes import HALL, Said, StoreProcess, call, environment_of, program

from podium_desk.bootstrap import open_device, wall_ms
from podium_desk.commands.output import Answer
from podium_desk.commands.session import warn_of_clock
from podium_desk.enrolment import Newcomer, Told, enrol
from podium_desk.resources import resource_path
from sync.identity.fingerprint import CODE_ALPHABET

DAY_MS = 86_400_000
NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path_factory.mktemp("store")) as process:
        yield process


@pytest.fixture(scope="module", params=["nl", "en"])
def counter(
    store: StoreProcess, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A counter in each language."""
    data = tmp_path_factory.mktemp("kassa") / f"kassa-{request.param}"
    store.enrol(data, "counter", "--language", request.param)
    return data


@pytest.fixture
def web_server() -> Iterator[str]:
    """A web server that is no store."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def said_no(said: Said, status: int, code: str) -> str:
    """The sentence of a "no": the same in the JSON and on stderr, once."""
    assert said.status == status, said
    assert code in (said.json.get("refused"), said.json.get("fault")), said
    message = str(said.json["message"])
    assert said.err.splitlines().count(message) == 1
    return message


def in_its_language(data: Path, dutch: str, english: str) -> str:
    return dutch if data.name.endswith("nl") else english


def sell(data: Path, performance: int, *words: object) -> Said:
    return call("sell", data, "--performance", performance, "--pay", "cash", *words, "--json")


def enrolling(data: Path, url: str, code: str, *words: object, **environment: str) -> Said:
    return call(
        "device", "enrol", data, "--url", url, "--code", code, "--name", "Kassa", *words, "--json",
        **environment,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "reason", "dutch", "english"),
    [
        (
            ("--best", 2, "--tariff", "gratis"),
            "unknown_tariff",
            "Kies uit: base",
            "Choose from: ba",
        ),
        (("--seats", "Z-99"), "unknown_seat", "‘Z-99’ is er niet", "no seat ‘Z-99’"),
        (("--best", 900), "not_enough_together", "Neem er minder", "Take fewer"),
        (("--best", 1, "--tendered", 5), "not_enough_money", "te weinig", "too little"),
        (("--seats", "SEAT,SEAT", "--section", "Tribune"), "double_line", "twee keer", "twice"),
    ],
)
def test_a_sale_that_cannot_be(
    store: StoreProcess, counter: Path, words: tuple[object, ...], reason: str, dutch: str,
    english: str,
) -> None:  # fmt: skip
    # A seat that was held for a moment may stay in that counter's reserve: each its own.
    seat = in_its_language(counter, "1-1", "2-1")
    words = tuple(word.replace("SEAT", seat) if isinstance(word, str) else word for word in words)
    before = store.totals()
    message = said_no(sell(counter, store.performances[0], *words), 1, reason)
    assert in_its_language(counter, dutch, english) in message
    assert store.totals() == before


def test_a_performance_or_a_ticket_that_does_not_exist(store: StoreProcess, counter: Path) -> None:
    message = said_no(sell(counter, 7, "--best", 1), 1, "unknown_performance")
    assert in_its_language(counter, "nummer 7", "number 7") in message
    output = ("--output", counter / "ticket.png")
    for words in (("refund", counter, "9.9.9.9"), ("reissue", counter, "9.9.9.9"),
                  ("ticket", "render", counter, "9.9.9.9", *output)):  # fmt: skip
        message = said_no(call(*words, "--json"), 1, "unknown_ticket")
        assert in_its_language(counter, "kennen we hier niet", "not known here") in message
    wrong = call("refund", counter, "abc", "--json")
    assert (wrong.status, "2.0.3.0" in wrong.err) == (2, True)


def test_a_door_that_wants_to_sell(store: StoreProcess, tmp_path: Path) -> None:
    door = tmp_path / "deur"
    store.enrol(door, "door")
    message = said_no(sell(door, store.performances[0], "--best", 1), 1, "role_may_not")
    assert "verantwoordelijke" in message


@pytest.mark.parametrize(
    ("language", "code_of", "reason", "sentence"),
    [
        ("nl", "mistyped", "enrol_code_unknown", "Kijk de acht tekens na"),
        ("en", "mistyped", "enrol_code_unknown", "Check the eight characters"),
        ("nl", "used", "enrol_code_used", "Vraag een nieuwe code"),
        ("en", "used", "enrol_code_used", "Ask the house manager"),
        ("nl", "expired", "enrol_code_expired", "Vraag een nieuwe code"),
        ("en", "expired", "enrol_code_expired", "Ask the house manager"),
    ],
)
def test_an_enrolment_code_that_is_not_good(
    store: StoreProcess, tmp_path: Path, language: str, code_of: str, reason: str, sentence: str
) -> None:
    codes = {"mistyped": mistyped, "used": used, "expired": expired}
    code = codes[code_of](store, tmp_path)
    data = tmp_path / "kassa"
    assert sentence in said_no(enrolling(data, store.url, code, LANG=f"{language}_BE"), 1, reason)
    good = enrolling(data, store.url, store.code("door"))
    assert good.status == 0
    assert good.json.keys() >= {"device", "house", "role"}


def mistyped(store: StoreProcess, _folder: Path) -> str:
    code = store.code("door")
    letter = next(one for one in CODE_ALPHABET if one != code[0])
    return letter + code[1:]


def used(store: StoreProcess, folder: Path) -> str:
    code = store.code("door")
    assert enrolling(folder / "other", store.url, code).status == 0
    return code


def expired(store: StoreProcess, _folder: Path) -> str:
    code = store.code("door")
    with closing(apsw.Connection(str(store.folder / "central.sqlite"))) as connection:
        connection.execute("UPDATE enrolment SET expires_ms = 1 WHERE used_by IS NULL")
    return code


@pytest.mark.parametrize(
    ("url", "status", "reason", "dutch", "english"),
    [
        (NOBODY, 3, "store_away", "Kijk het adres", "Check the address"),
        ("no address", 1, "bad_address", "is geen adres", "is not an address"),
        ("http://10.1.2.3:8470", 1, "insecure_address", "https://", "https://"),
        ("http://[:1", 1, "bad_address", "is geen adres", "is not an address"),
    ],
)
def test_a_store_address_that_is_wrong_or_down(
    store: StoreProcess, tmp_path: Path, url: str, status: int, reason: str, dutch: str,
    english: str,
) -> None:  # fmt: skip
    data, code = tmp_path / "kassa", store.code("door")
    assert dutch in said_no(enrolling(data, url, code), status, reason)
    in_english = enrolling(data, url, code, "--language", "en")
    assert english in said_no(in_english, status, reason)
    assert enrolling(data, store.url, code).status == 0


def test_a_web_server_that_is_no_store(
    store: StoreProcess, tmp_path: Path, web_server: str
) -> None:
    data, code = tmp_path / "kassa", store.code("counter")
    said = enrolling(data, web_server, code, LANG="en_GB.UTF-8")
    assert "Something other" in said_no(said, 3, "not_a_store")
    assert enrolling(data, store.url, code).status == 0
    settings = data / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace(store.url, web_server), "utf-8")
    sold = sell(data, store.performances[0], "--best", 1)
    assert (sold.status, sold.json["offline"]) == (0, True)
    assert "iets anders dan de centrale" in sold.err
    assert "iets anders" in said_no(call("sync", data, "--json"), 3, "not_a_store")


def test_a_clock_that_is_a_day_off_is_told_and_sells_on(
    store: StoreProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "kassa"

    def late_ms() -> int:
        return wall_ms() + DAY_MS

    newcomer = Newcomer(store.url, store.code("counter"), "Kassa")
    enrol(data, newcomer, Told(), late_ms)
    device = open_device(data, now_ms=late_ms)
    try:
        assert device.line.once(device.work).fault is None
        assert abs(device.work.clock.now_ms() - wall_ms()) < 60_000
        for language, sentence in (("nl", "zet de klok juist"), ("en", "set the clock right")):
            warn_of_clock(device, Answer(as_json=False, language=language))
            assert sentence in capsys.readouterr().err
    finally:
        device.close()
    # The clock was set right since: the next round measures it again.
    assert "klok" not in sell(data, store.performances[0], "--best", 1).err


def test_a_printer_that_is_absent_keeps_the_sale_and_the_tickets(
    store: StoreProcess, counter: Path, tmp_path: Path
) -> None:
    language = counter.name[-2:]
    data = tmp_path / f"printer-{language}"
    store.enrol(data, "counter", "--language", language, "--printer", "escpos+tcp://127.0.0.1:1")
    said = sell(data, store.performances[0], "--best", 1, "--print")
    assert said.status == 0
    assert in_its_language(data, "de tickets wachten", "the tickets wait") in said.err
    bad = tmp_path / f"bad-{language}"
    address = ("--printer", "lpt1", "--language", language)
    refused = enrolling(bad, store.url, store.code("door"), *address)
    assert in_its_language(bad, "geen printer", "not a printer") in said_no(
        refused, 3, "printer_bad_url"
    )


def test_a_picture_that_cannot_be_read(counter: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    for words in (("scan", counter), ("decode",)):
        said = call(*words, *(("--image",) if words[0] == "scan" else ()), broken, "--json")
        assert said.status == 3
        assert "broken.png" in said.err
    message = said_no(call("scan", counter, "--image", broken, "--json"), 3, "unreadable_picture")
    assert in_its_language(counter, "geen leesbare afbeelding", "not a picture") in message
    missing = tmp_path / "missing.png"
    assert "missing.png" in said_no(
        call("scan", counter, "--image", missing, "--json"), 3, "unreadable_picture"
    )


def test_a_code_of_another_cluster_a_forged_one_and_no_code(
    store: StoreProcess, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    with StoreProcess(foreign, hours=1, cluster="Andere") as other:
        other.enrol(foreign / "kassa")
        sold = sell(foreign / "kassa", other.performances[0], "--best", 1)
        code = sold.json["tickets"][0]["code"]
    door = tmp_path / "deur"
    store.enrol(door, "door")
    own = tmp_path / "kassa"
    store.enrol(own)
    good = sell(own, store.performances[0], "--best", 1).json["tickets"][0]["code"]
    changed = good[:-1] + ("B" if good[-1] != "B" else "C")
    for scanned, reason in ((code, "unknown"), (changed, "forged"), ("www.example.org", "unknown")):
        said = call("scan", door, scanned, "--json")
        assert (said.status, said.json["verdict"], said.json["reason"]) == (1, "refuse", reason)
        assert said.json["ticket"] is None
    assert call("scan", door, good, "--json").json["verdict"] == "admit"


@pytest.mark.parametrize(
    ("content", "code", "dutch"),
    [
        ('langauge = "nl"\n', "settings_unknown_key", "‘langauge’"),
        ("clerk = An\n", "settings_unreadable", "Verbeter die regel"),
        ("clerk = 3\n", "settings_not_text", "aanhalingstekens"),
        ('language = "xx"\n', "settings_unknown_language", "nl, fr, de, en"),
    ],
)
def test_settings_that_cannot_be_used(
    store: StoreProcess, tmp_path: Path, content: str, code: str, dutch: str
) -> None:
    data = tmp_path / "kassa"
    store.enrol(data, "door")
    settings = data / "settings.toml"
    good = settings.read_text("utf-8")
    settings.write_text(content, "utf-8")
    for words in (("device", "status"), ("performances",), ("sync",), ("doctor",)):
        message = said_no(call(*words, data, "--json"), 3, code)
        assert dutch in message
    english = call("doctor", data, "--repair", "--json", LANG="en_US.UTF-8")
    assert said_no(english, 3, code) not in message
    settings.write_text(good, "utf-8")
    assert call("doctor", data, "--json").status == 0


def test_a_folder_that_is_not_enrolled_speaks_the_terminals_language(tmp_path: Path) -> None:
    for words in (
        ("device", "status"), ("performances",), ("sync",), ("refund",), ("scan",),
        ("sell", "--performance", 1, "--best", 1, "--pay", "cash"), ("doctor", "--repair"),
    ):  # fmt: skip
        extra = {"refund": ("1.0.1.0",), "scan": ("CODE",)}.get(str(words[0]), ())
        data = tmp_path / "nothing"
        command = [*words[:2], data, *words[2:]] if words[0] == "device" else (
            [words[0], data, *extra, *words[1:]]
        )  # fmt: skip
        for environment, sentence in (
            ({}, "nog niet gekoppeld"), ({"LANG": "C.UTF-8"}, "nog niet gekoppeld"),
            ({"LANG": "nl_BE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "not enrolled"),
        ):  # fmt: skip
            said = call(*command, "--json", **environment)
            assert sentence in said_no(said, 1, "not_enrolled")
        assert not data.exists()


def test_the_device_keeps_its_language_whatever_the_terminal_says(
    store: StoreProcess, counter: Path
) -> None:
    for environment in ("nl_BE.UTF-8", "en_GB.UTF-8"):
        said = call("sell", counter, "--performance", 7, "--best", 1, "--pay", "cash",
                    LANG=environment)  # fmt: skip
        assert in_its_language(counter, "Er is geen", "There is no") in said.err
        assert said.out == ""


def test_an_enrolment_that_was_cut_off_goes_on_with_the_same_code(
    store: StoreProcess, tmp_path: Path
) -> None:
    def unplug(_left: int) -> None:
        raise KeyboardInterrupt

    data, code = tmp_path / "kassa", store.code("door")
    with pytest.raises(KeyboardInterrupt):
        enrol(data, Newcomer(store.url, code, "Kassa"), Told(unplug))
    assert enrolling(data, store.url, code).status == 0
    assert said_no(enrolling(data, store.url, code), 1, "already_enrolled")


def test_an_enrolled_folder_is_not_enrolled_again(store: StoreProcess, counter: Path) -> None:
    settings = (counter / "settings.toml").read_bytes()
    said = enrolling(counter, store.url, store.code("counter"), "--printer", "sim://printer")
    message = said_no(said, 1, "already_enrolled")
    assert in_its_language(counter, "Kies een lege map", "Choose an empty folder") in message
    assert (counter / "settings.toml").read_bytes() == settings


@pytest.mark.parametrize("spoilt", ["membership", "device.key"])
def test_a_device_that_forgot_who_it_is_says_so(
    store: StoreProcess, tmp_path: Path, spoilt: str
) -> None:
    data = tmp_path / "kassa"
    store.enrol(data, "door")
    good = (data / spoilt).read_bytes()
    for bad in (b"", b"\x00" * 32, good[:-1] + bytes([good[-1] ^ 1])):
        (data / spoilt).write_bytes(bad)
        for words in (("sync",), ("doctor", "--repair")):
            said = call(words[0], data, *words[1:], "--json")
            assert "kopie" in said_no(said, 3, "identity_damaged")
    (data / spoilt).write_bytes(good)
    assert call("sync", data).status == 0


def test_plan_and_event_files_that_are_broken_or_foreign(
    store: StoreProcess, tmp_path: Path
) -> None:
    files = {
        "broken.json": "{", "foreign.json": '{"hello": 1}', "empty.json": "",
        "picture.json": "\x89PNG", "tariffs.csv": "a;b\n1;2\n",
        "plan.json": plan_with_one_seat_twice(),
    }  # fmt: skip
    for name, content in files.items():
        path = tmp_path / name
        path.write_text(content, "utf-8")
        said = store.central("import", path, "--house", "anker")
        assert (said.status, said.json["imported"]) == (1, 0), said
        (refused,) = said.json["refused"]
        assert refused["file"].endswith(name)
        assert refused["message"]
    assert store.central("import", tmp_path / "gone.json", "--house", "anker").status in (1, 3)
    again = store.central("plan", "--house", "anker", "--performance", "all", "--plan", HALL)
    assert again.status == 0


def plan_with_one_seat_twice() -> str:
    path = resource_path("demo", "plans", "gc-het-anker-theaterzaal.json")
    plan = json.loads(path.read_text("utf-8"))
    row = plan["zones"][0]["rows"][0]
    row["seats"].append(row["seats"][0])
    return json.dumps({**plan, "name": "Dubbele zaal"})


def test_a_command_in_a_process_of_its_own_has_clean_streams(
    store: StoreProcess, counter: Path
) -> None:
    done = subprocess.run(
        program("sell", counter, "--performance", 7, "--best", 1, "--pay", "cash", "--json"),
        capture_output=True, text=True, check=False, env=environment_of(LANG="de_DE.UTF-8"),
    )  # fmt: skip
    said = Said(done.returncode, done.stdout, done.stderr)
    assert said_no(said, 1, "unknown_performance")
    assert os.linesep.join(said.err.splitlines()) + os.linesep == said.err


def test_a_reader_that_has_seen_enough_is_no_fault(counter: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            program("performances", counter), stdout=writing, stderr=subprocess.PIPE,
            text=True, check=False, env=environment_of(PYTHONUNBUFFERED="1"),
        )  # fmt: skip
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 1
