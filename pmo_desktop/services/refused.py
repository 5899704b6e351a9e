"""A change that the office's rules do not allow, as a sentence."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """`sentence` is an English source sentence that says what to do instead, with its `params`."""

    def __init__(self, sentence: str, **params: Any) -> None:
        self.sentence = sentence
        self.params = params
        super().__init__(sentence.format_map(params) if params else sentence)
