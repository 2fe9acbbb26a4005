"""Jobs that wait until they are run, as on a busy lane."""

from collections.abc import Callable
from functools import partial

from podium_desk.application.jobs import ImmediateJobs


class LateJobs:
    """Keeps jobs until they are run one by one."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, work, done, failed) -> None:
        self.waiting.append(lambda: ImmediateJobs().submit(work, done, failed))

    def run_all(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


class LateAnswers(LateJobs):
    """Does each job at once and keeps what came of it: what was read may be old when it is told."""

    def submit(self, work, done, failed) -> None:
        answers = []
        ImmediateJobs().submit(work, answers.append, failed)
        self.waiting += [partial(done, answer) for answer in answers]
