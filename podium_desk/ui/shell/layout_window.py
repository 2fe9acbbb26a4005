"""A window beside an editor: the paper by its layout, drawn anew when the file is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from podium_desk.config import LANGUAGES
from podium_desk.documents.layouts.shelf import LAYOUTS, TEXTS, LayoutShelf, own_file
from podium_desk.documents.page import Page, PaperFault
from podium_desk.documents.preview import paper_png
from podium_desk.documents.raster import screen_raster
from podium_desk.documents.samples import sample_content
from podium_desk.i18n.words import Words
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.shell.application import the_application

SETTLE_MS = 60
"""An editor writes a file in several steps; one drawing is enough for all of them."""

_FRAME_PIXELS = 48
"""What a system puts around a window."""


class LayoutWindow(QWidget):
    """Shows one layout with a sample. What is wrong with it stands above, and the bundled layout
    below, as it would come out."""

    def __init__(self, folder: Path, layout: str, words: Words) -> None:
        super().__init__()
        self._folder, self._words = folder, words
        self._shelf = LayoutShelf(folder)
        self._picture = QPixmap()
        self.drawn = b""
        """The picture of the paper, as PNG."""
        self._layout, self._language = QComboBox(), QComboBox()
        self._says, self._paper = QLabel(), QLabel()
        self.own = QPushButton(words("layouts.change"))
        """Gives the house a file of its own to change, and opens it."""
        self.own.clicked.connect(self._change)
        self._build(layout)
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._watcher.directoryChanged.connect(self._settling.start)
        self._watcher.fileChanged.connect(self._settling.start)
        self._settling.timeout.connect(self.draw)
        self._layout.currentTextChanged.connect(self.draw)
        self._language.currentTextChanged.connect(self.draw)
        self.draw()

    @property
    def says(self) -> str:
        """What stands above the paper."""
        return self._says.text()

    @Slot()
    def draw(self) -> None:
        """Draw the paper as the files are now, and go on watching them."""
        self._watch()
        name, words = self._layout.currentText(), Words(self._language.currentText())
        paper = self._shelf.paper(name, sample_content(name, words))
        # The other layouts of the folder are not what is being changed.
        faults = [
            fault.told(self._words)
            for fault in self._shelf.faults()
            if fault.file.stem in (name, Path(TEXTS).stem)
        ]
        try:
            raster = screen_raster(paper)
        except PaperFault:
            faults.append(self._words("layouts.does_not_fit"))
        else:
            self.drawn = paper_png(raster, isinstance(paper, Page))
            self._picture.loadFromData(self.drawn)
            self._show_picture()
        self._tell(faults, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper is as wide as the window, once its parts have their places."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self._show_picture)

    def _build(self, layout: str) -> None:
        self.setWindowTitle(self._words("layouts.window"))
        self._layout.addItems(list(LAYOUTS))
        self._layout.setCurrentText(layout)
        self._layout.setAccessibleName(self._words("layouts.choose"))
        self._language.addItems(list(LANGUAGES))
        self._language.setCurrentText(self._words.language)
        self._language.setAccessibleName(self._words("layouts.language"))
        self._says.setWordWrap(True)
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._paper.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._paper.setAccessibleName(self._words("layouts.window"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._paper)
        choices = QHBoxLayout()
        choices.addWidget(self._layout, 1)
        choices.addWidget(self._language)
        choices.addWidget(self.own)
        column = QVBoxLayout(self)
        column.addLayout(choices)
        column.addWidget(self._says)
        column.addWidget(self._scroll, 1)
        self._add_close_key()
        self.resize(560, min(900, self.screen().availableGeometry().height() - _FRAME_PIXELS))

    @Slot()
    def _change(self) -> None:
        """Copy the bundled layout where the house has none, and open the file in an editor."""
        own = own_file(self._folder, self._layout.currentText())
        self.draw()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(own)))

    def _add_close_key(self) -> None:
        close = QAction(self)
        close.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        close.triggered.connect(self.close)
        self.addAction(close)

    def _watch(self) -> None:
        """Also files that came since; one that an editor replaced is watched anew."""
        folder = self._folder if self._folder.is_dir() else self._folder.parent
        files = list(self._folder.iterdir()) if self._folder.is_dir() else []
        wanted = {str(path) for path in (folder, *files)}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

    def _show_picture(self) -> None:
        if self._picture.isNull():
            return
        room = max(self._scroll.viewport().width(), 100)
        width = min(room, self._picture.width())
        mode = Qt.TransformationMode.SmoothTransformation
        self._paper.setPixmap(self._picture.scaledToWidth(width, mode))

    def _tell(self, faults: list[str], name: str) -> None:
        if faults:
            bundled = self._words("layouts.bundled_used")
            self._says.setText("\n".join((*faults, bundled)))
        elif name in self._shelf.own():
            self._says.setText(self._words("layouts.own_good", name=name))
        else:
            self._says.setText(self._words("layouts.is_bundled", name=name))
        look(self._says, "caution" if faults else "muted")


def watch_layout(folder: Path, layout: str, words: Words, screenshot: Path | None) -> int:
    """Run the window until it is closed, or until its picture was written."""
    application = the_application()
    window = LayoutWindow(folder, layout, words)
    window.show()
    if screenshot is not None:
        for _ in range(3):
            application.processEvents()
        window.grab().save(str(screenshot))
        return 0
    return application.exec()
