"""The page of a performance's lists as frozen values: guests, who waits, who came, what is owed."""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass


class Tab(StrEnum):
    """The lists of a performance."""

    BACK = "back"
    """What is paid back when it does not go on."""
    GUESTS = "guests"
    WAITING = "waiting"
    ATTENDANCE = "attendance"
    """Who came."""
    SEATS = "seats"
    """Who sits where, on paper."""


class Deed(StrEnum):
    """What can be asked of a list; each has its own key, whatever it means in a list."""

    MAIN = "main"
    """With the marked row: Enter."""
    ADD = "add"
    SPECIAL = "special"
    ALL = "all"
    REMOVE = "remove"
    READ = "read"
    """A file is read."""
    WRITE = "write"
    """A file is written."""
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its name, what is said of it, and at the right a sum or how it stands."""

    title: str
    detail: str = ""
    side: str = ""
    is_trouble: bool = False

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        return ". ".join(filter(None, (self.title, self.detail, self.side)))


@dataclass(frozen=True, slots=True)
class DeedView:
    """Something that can be asked now, in words."""

    deed: Deed
    text: str
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class FormField:
    """A line to type in."""

    label: str
    text: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked before something is done: a title, what it comes to, lines to type in."""

    title: str
    about: str
    yes: str
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work under way: so many of so many."""

    text: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ArrivalsPicture:
    """Bars of persons by time: `clocks` says when each step begins. `spoken` tells the same in a
    sentence; `start_step` is where the performance begins, in steps from the first."""

    title: str
    spoken: str
    clocks: tuple[str, ...]
    persons: tuple[int, ...]
    start_step: float
    start_text: str


@dataclass(frozen=True, slots=True)
class ListContent:
    """What a list shows: its rows and what can be done; `empty` stands where there are none."""

    rows: tuple[ListRow, ...] = ()
    summary: str = ""
    empty: str = ""
    deeds: tuple[DeedView, ...] = ()
    picture: ArrivalsPicture | None = None


@dataclass(frozen=True, slots=True)
class ListsView:
    """The whole page. `notice` is why something was not done, `said` what was."""

    title: str = ""
    subtitle: str = ""
    tabs: tuple[tuple[Tab, str], ...] = ()
    tab: Tab = Tab.WAITING
    content: ListContent = ListContent()
    marked: int = 0
    form: Form | None = None
    progress: Progress | None = None
    notice: str = ""
    said: str = ""
