"""Layouts as files: what a house may change, what it is told when it went wrong, and that a bad
one never keeps a paper from coming out."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis.strategies import data, integers, sampled_from
from paper_samples import said
from PIL import Image

from podium_desk.documents.layout_trial import faults_on_paper
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.documents.layouts.file import read_layout
from podium_desk.documents.layouts.lines import lines_of
from podium_desk.documents.layouts.phrase import Phrase
from podium_desk.documents.layouts.shelf import (
    LAYOUTS,
    HeadSize,
    LayoutShelf,
    bundled_file,
    bundled_layout,
    bundled_paper,
    ticket_layout,
)
from podium_desk.documents.page import Image as PageImage
from podium_desk.documents.page import Sheet
from podium_desk.documents.samples import TICKET, sample_content
from podium_desk.documents.terms import TERMS
from podium_desk.documents.ticket import ticket_content
from podium_desk.i18n.words import Words

NL = Words("nl")
TICKET_TOML = bundled_file("ticket-80mm").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_terms_of_a_document_are_what_its_content_has(name):
    content, terms = sample_content(name, NL), TERMS[LAYOUTS[name]]
    assert terms.fields == content.fields.keys()
    assert terms.parts == content.parts.keys()


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("name", [name for name in LAYOUTS if LAYOUTS[name] == "ticket"])
def test_every_ticket_says_all_of_the_checklist_in_every_language(name, language):
    words = Words(language)
    content = ticket_content(TICKET, words)
    text = " ".join(_said(bundled_paper(name, content))).replace("\n", " ")
    for field in ("title", "when", "doors_open", "hall", "door", "zone", "tariff", "price", "vat",
                  "organiser", "ticket_number", "order_number", "conditions"):  # fmt: skip
        assert _plain(content.fields[field]) in text, field
    assert re.search(rf"\b{TICKET.row}\b.*\b{TICKET.number}\b", text)


def test_a_house_changes_the_order_and_adds_a_text_in_the_customers_language(tmp_path):
    changed = TICKET_TOML.replace(
        '  { text = "{house}", style = "house", below_mm = 1 },\n', ""
    ).replace('  { part = "training_foot" },', '  { text = "{wish} {house}" },') + (
        '[texts]\nwish = { nl = "Tot dan bij", fr = "À bientôt à" }\n'
    )  # fmt: skip
    shelf = _shelf(tmp_path, "ticket-80mm", changed)
    for language, wish in (("nl", "Tot dan bij"), ("fr", "À bientôt à"), ("de", "Tot dan bij")):
        lines = _said(shelf.paper("ticket-80mm", ticket_content(TICKET, Words(language))))
        assert lines[0] == "King Lear"
        assert lines[-1] == f"{wish} CC De Sluis"
    assert shelf.faults() == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("{title}", "{titel}", 15, "het veld “titel” bestaat niet. Er zijn: all_in, code"),
        ('part = "notices"', 'part = "notes"', 11, "Er zijn: large_seat, notices, training_foot"),
        ("height_mm = 14", "hoogte = 14", 12, "“hoogte” bestaat hier niet. Er is: image"),
        ("size_mm = 44", 'size_mm = "groot"', 31, "“size_mm” is groot, en moet zijn: 8…120"),
        ('style = "title"', 'style = "titel"', 15, "moet zijn: small, label"),
        ('"beside_code"]', '"besides"]', 24, "de lijst “besides” staat niet onder [blocks]"),
        ('{ text = "{when}"', '{ txet = "{when}"', 16, "een regel begint met een van: text"),
        ('  { text = "{price}", style = "price" },\n', "", 0, "moet ook staan: price"),
        ("{organiser}\\n{seller}", "{seller}", 0, "moet ook staan: organiser"),
        ('{ gap = 2.2 }', '{ text = "' + "x" * 401 + '" }', 19, "telt 401 letters; hoogstens 400"),
        ('{ gap = 2.2 }', '{ text = "{title" }', 19, "klopt een accolade niet"),
        ("width_mm = 72", "width_mm = 72\nwidth_mm = 80", 8, "dit is geen TOML"),
        ('document = "ticket"', 'document = "receipt"', 4, "dit bestand is voor “ticket”"),
        ('{ gap = 2.2 }', '{ columns = ["main"] }', 19, "staat in zichzelf"),
        ("main = [", "mian = [", 0, "ontbreekt de lijst “main”"),
        ("[paper]\nwidth_mm = 72", "paper = 72", 6, "“paper” is 72, en moet zijn: [paper]"),
        ("[paper]", "panel = [1]\n[paper]\nheight_mm = 50", 6, "“panel” is 1"),
        ("[paper]", "[papier]", 0, "“papier” bestaat hier niet. Er is: document, paper"),
        ("", '[texts]\nprice = "gratis"\n', 43, "“price” is de naam van een veld"),
    ],
)  # fmt: skip
def test_a_fault_names_the_file_the_line_and_what_there_is(tmp_path, old, new, line, told):
    assert old in TICKET_TOML
    changed = TICKET_TOML.replace(old, new) if old else TICKET_TOML + new
    shelf = _shelf(tmp_path, "ticket-80mm", changed)
    (fault,) = shelf.faults()
    assert fault.line == line
    assert told in fault.told(NL)
    assert fault.told(NL).startswith("ticket-80mm.toml")


@given(data())
@settings(max_examples=40, deadline=None)
def test_whatever_is_typed_into_a_layout_is_used_or_told(data):
    place = data.draw(integers(0, len(TICKET_TOML) - 1))
    typed = data.draw(sampled_from(("", '"', "{", "}", "[", "]", "=", "nan", "\n", "#")))
    toml = TICKET_TOML[:place] + typed + TICKET_TOML[place + data.draw(integers(0, 12)) :]
    with TemporaryDirectory() as folder:
        shelf = _shelf(Path(folder), "ticket-80mm", toml)
        paper = shelf.paper("ticket-80mm", ticket_content(TICKET, NL))
        told = [fault.told(NL) for fault in shelf.faults()]
        is_own = shelf.layout("ticket-80mm").file.parent == Path(folder)
    assert _said(paper)
    assert is_own != bool(told)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_bad_layout_never_keeps_a_ticket_from_coming_out(tmp_path, language):
    shelf = _shelf(tmp_path, "ticket-80mm", "document = ")
    content = ticket_content(TICKET, Words(language))
    assert shelf.paper("ticket-80mm", content) == bundled_paper("ticket-80mm", content)
    (fault,) = shelf.faults()
    assert "ticket-80mm.toml" in fault.told(Words(language))


def test_a_layout_is_read_again_once_it_was_put_right(tmp_path):
    shelf = _shelf(tmp_path, "receipt", "nonsense")
    assert len(shelf.faults()) == 1
    file = tmp_path / "receipt.toml"
    file.write_text(bundled_file("receipt").read_text("utf-8").replace("{thanks}", "Dag!"), "utf-8")
    assert shelf.faults() == ()
    assert "Dag!" in _said(shelf.paper("receipt", sample_content("receipt", NL)))


def test_a_file_that_is_no_layout_is_told_with_the_names_that_there_are(tmp_path):
    (fault,) = _shelf(tmp_path, "tiket", TICKET_TOML).faults()
    assert "zo heet geen lay-out. Er zijn: ticket-80mm, ticket-58mm" in fault.told(NL)


def test_a_logo_beside_the_layouts_comes_on_every_paper_that_has_a_place_for_it(tmp_path):
    Image.new("L", (300, 100), 0).save(tmp_path / "logo.png")
    shelf = LayoutShelf(tmp_path)
    for name in ("ticket-80mm", "receipt", "voucher"):
        page = shelf.paper(name, sample_content(name, NL))
        assert [block for block in page.blocks if isinstance(block, PageImage)]
    assert shelf.faults() == ()


def test_a_logo_of_forty_megapixels_is_refused_from_its_head_and_tickets_go_on(tmp_path):
    Image.new("1", (8000, 5000)).save(tmp_path / "logo.png")
    shelf = LayoutShelf(tmp_path)
    content = sample_content("ticket-80mm", NL)
    assert shelf.paper("ticket-80mm", content) == bundled_paper("ticket-80mm", content)
    told = [fault.told(NL) for fault in shelf.faults()]
    assert told
    assert all("logo.png telt 40 miljoen beeldpunten; hoogstens 4." in one for one in told)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"this is no picture", "is geen afbeelding"), (b"\x89PNG\r\n\x1a\n cut", "is geen"),
     (b"", "is geen afbeelding"), (bytes(5_000_001), "is 5 MB groot")],
)  # fmt: skip
def test_a_logo_that_is_no_picture_is_told(tmp_path, content, told):
    (tmp_path / "logo.png").write_bytes(content)
    assert told in LayoutShelf(tmp_path).faults()[0].told(NL)


def test_a_picture_comes_from_the_folder_of_the_layouts_only(tmp_path):
    changed = TICKET_TOML.replace('"logo.png"', '"../logo.png"')
    (fault,) = _shelf(tmp_path, "ticket-80mm", changed).faults()
    assert (fault.line, fault.code) == (12, "picture_name")


def test_a_house_says_its_conditions_once_for_all_its_tickets(tmp_path):
    (tmp_path / "texts.toml").write_text(
        'conditions = { nl = "Zie sluis.example", fr = "Voir sluis.example" }\n', "utf-8"
    )
    shelf = LayoutShelf(tmp_path)
    assert shelf.conditions("fr") == "Voir sluis.example"
    assert shelf.conditions("en") == "Zie sluis.example"
    (tmp_path / "texts.toml").write_text('conditions = "{title}"\n', "utf-8")
    assert shelf.conditions("fr") == ""
    assert shelf.faults()[0].code == "unknown_field"


def test_a_sheet_names_a_panel_outside_it(tmp_path):
    boca = bundled_file("ticket-boca").read_text("utf-8")
    (tmp_path / "ticket-boca.toml").write_text(boca.replace("x_mm = 107", "x_mm = 110"), "utf-8")
    (fault,) = LayoutShelf(tmp_path).faults()
    assert fault.code == "panel_outside"
    assert boca.splitlines()[fault.line - 1] == "[[panel]]"
    with pytest.raises(LayoutFault, match="panel_outside"):
        read_layout(tmp_path / "ticket-boca.toml", "ticket", None, {})


def test_words_between_points_go_with_their_fields():
    phrase = Phrase({"": "{hall} · {door}\nZaal: {hall}\nVrij"})
    assert phrase.told({"hall": "", "door": "deur 2"}, "nl") == "deur 2\nVrij"
    assert phrase.told({"hall": "A", "door": ""}, "nl") == "A\nZaal: A\nVrij"


def test_lines_are_found_past_remarks_and_texts_that_look_like_lists():
    toml = '# a = [{\n[blocks]\nmain = [ # {\n  { text = "[{" }, { gap = 1 },\n  { gap = 2 },\n]\n'
    assert {key: line for key, line in lines_of(toml).items() if key[1] >= 0} == {
        ("blocks", 0): 2, ("main", 0): 4, ("main", 1): 4, ("main", 2): 5,
    }  # fmt: skip


def test_a_ticket_is_laid_out_for_the_roll_of_its_printer_unless_the_settings_say_otherwise():
    assert ticket_layout("", HeadSize(576, 203)) == "ticket-80mm"
    assert ticket_layout("", HeadSize(384, 203)) == "ticket-58mm"
    assert ticket_layout("boca", HeadSize(576, 203)) == "ticket-boca"


def test_every_bundled_layout_is_good():
    for name in LAYOUTS:
        assert bundled_layout(name).document == LAYOUTS[name]


def _shelf(folder, name: str, toml: str) -> LayoutShelf:
    (folder / f"{name}.toml").write_text(toml, encoding="utf-8")
    return LayoutShelf(folder)


def _said(paper) -> list[str]:
    pages = [panel.page for panel in paper.panels] if isinstance(paper, Sheet) else [paper]
    return [line for page in pages for line in said(page.blocks)]


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_only_shows_on_paper_is_found_by_trying_it(tmp_path):
    band = bundled_file("ticket-wristband").read_text("utf-8")
    for old, new, code in (
        ("module_mm_min = 0.36", "module_mm_min = 0.75", "does_not_fit"),
        ('"zone", size_pt = 13', '"zone", size_pt = 60', "words_small"),
    ):
        assert old in band
        (tmp_path / "ticket-wristband.toml").write_text(band.replace(old, new), "utf-8")
        faults = _tried(LayoutShelf(tmp_path).layout("ticket-wristband"))
        assert [fault.code for fault in faults] == [code]
    assert _tried(bundled_layout("ticket-wristband")) == []


def test_a_code_that_is_not_read_back_is_told():
    faults = faults_on_paper(
        bundled_layout("voucher"), lambda words: (sample_content("voucher", words),), _reads_nothing
    )
    told = [(fault.code, fault.details) for fault in faults]
    assert told == [("code_unread", {"language": "nl"})]


def _reads_nothing(_width: int, _rows: bytes) -> set[str]:
    return set()


def _tried(layout) -> list[LayoutFault]:
    content = sample_content("ticket-wristband", NL)
    return faults_on_paper(layout, lambda _words: (content,), lambda *_dots: {TICKET.code})
