"""What is kept in git: no leftovers, no heavy binaries, no dead links in what people read."""

from __future__ import annotations

import re

# In pieces, so that this file is no finding of its own.
LEFTOVERS = re.compile(
    r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b"
)
BINARY_BYTES_MAX = 200_000
# Heavy for a reason; each with it.
HEAVY = {
    "resources/fonts": "a font is one file, and every screen and ticket needs it",
}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


def test_nothing_is_left_for_later_in_a_comment(kept_files, checkout):
    found = []
    for path in kept_files:
        if (
            path.suffix in (".py", ".sh", ".toml", ".md", ".cmd", ".txt", ".qss")
            or path.name == "Makefile"
        ):
            text = (checkout / path).read_text(encoding="utf-8")
            found += [
                f"{path}:{number} {line.strip()}"
                for number, line in enumerate(text.splitlines(), start=1)
                if LEFTOVERS.search(line)
            ]
    assert found == []


def test_no_heavy_binary_is_kept(kept_files, checkout):
    heavy = [
        f"{path}: {len(content)} bytes"
        for path in kept_files
        if not any(path.is_relative_to(folder) for folder in HEAVY)
        and b"\0" in (content := (checkout / path).read_bytes())[:8192]
        and len(content) > BINARY_BYTES_MAX
    ]
    assert heavy == []


def test_nothing_that_is_made_is_kept(kept_files):
    made = [
        str(path)
        for path in kept_files
        if path.suffix in (".pyc", ".sqlite", ".db", ".whl", ".log")
    ]
    assert made == []


def test_links_in_the_documents_lead_somewhere(kept_files, checkout):
    dead = []
    for path in kept_files:
        if path.suffix != ".md":
            continue
        text = (checkout / path).read_text(encoding="utf-8")
        for target in LINK.findall(text):
            if not leads_somewhere(checkout / path, target):
                dead.append(f"{path}: {target}")
    assert dead == []


def test_the_licence_is_the_whole_text(checkout):
    """Articles 1 to 15 and the appendix; a shortened licence is none."""
    text = (checkout / "LICENSE").read_text(encoding="utf-8")
    articles = [int(number) for number in re.findall(r"^(\d+)\.[A-Z]", text, re.MULTILINE)]
    assert articles == list(range(1, 16))
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
    assert text.endswith("require the production of a new EUPL version.\n")


def leads_somewhere(document, target):
    if re.match(r"[a-z]+:", target):
        return True
    name, _, anchor = target.partition("#")
    file = document.parent / name if name else document
    if not file.exists():
        return False
    return not anchor or anchor in anchors(file.read_text(encoding="utf-8"))


def anchors(text):
    """The names that GitHub and its kin give to headings."""
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"[`*_]", "", heading).lower()).replace(" ", "-")
        for heading in HEADING.findall(text)
    }
