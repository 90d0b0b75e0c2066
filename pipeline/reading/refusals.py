"""What a reader raises when it would have to guess."""

from __future__ import annotations

from pipeline.reading.words import printable, sentence


class Refused(Exception):  # noqa: N818  # not an error of the program: a reading given up
    """A cell, a row or a file that cannot be read without doubt.

    `reason`, `remedy` and `expected` are French and never quote the data: a cell may be
    personal. `suggestion` is a value to type, or several joined by « ou »: it tells what the
    cell says, so it is dropped for a personal column. Where a whole file is refused, `line` is
    the one to look at, `column` that of the contract, `title` and `letter` those of the file.
    """

    def __init__(
        self, code: str, reason: str, remedy: str, expected: str = "", suggestion: str = ""
    ) -> None:
        """Keep the texts that a fault will show."""
        super().__init__(reason)
        self.code = code
        self.reason = sentence(reason)
        self.remedy = sentence(remedy)
        self.expected = expected
        self.suggestion = suggestion
        self.line = 0
        self.column = self.title = self.letter = ""

    def on(self, line: int) -> Refused:
        """The same refusal, with the line of the file that shows why, unless it has one."""
        self.line = self.line or line
        return self

    def at(self, letter: str, title: str, column: str = "") -> Refused:
        """The same refusal, at that column of the file and of the contract."""
        self.letter, self.title, self.column = letter, printable(title.strip()), column
        return self
