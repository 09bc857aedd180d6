"""Looks a question up in the articles that a purpose may use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from wa_support.domain.knowledge import (
    Passage,
    clearly_the_one,
    passage_as_json,
    passage_from_json,
)
from wa_support.domain.policy import Purpose
from wa_support.flow.tools import Read
from wa_support.ports.outside import Knowledge

_LOOKS_AT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingUp:
    """One question in the words of the burst. `today` is the shop's local day."""

    knowledge: Knowledge
    read: Read
    question: str
    language: str
    today: date

    def passage(self, purpose: Purpose) -> Passage | None:
        """The one that clearly answers, or None; raises ToolError when nothing can be read."""
        arguments = {"documents": ", ".join(purpose.knowledge), "language": self.language}
        read = self.read("kb_search", arguments, lambda: self._search(purpose))
        return passage_from_json(read["result"]) if read["found"] else None

    def _search(self, purpose: Purpose) -> Mapping[str, Any]:
        found = self.knowledge.search(
            self.question,
            documents=purpose.knowledge,
            language=self.language,
            today=self.today,
            limit=_LOOKS_AT,
        )
        passage = clearly_the_one(found)
        nearest = passage or (found[0].passage if found else None)
        return {
            "found": passage is not None,
            "result": passage_as_json(replace(nearest, asked="")) if nearest else None,
        }
