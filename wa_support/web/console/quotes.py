"""What a bubble replies to, in one line above its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.delivery import Author
from wa_support.domain.gate.questions import is_abuse
from wa_support.domain.views import Quote, TranscriptLine
from wa_support.web.console.language import code_word
from wa_support.web.console.signs import unbroken

TAPS: Final = frozenset({"button", "interactive"})
_WORDS_ALONE: Final = TAPS | {"text", "buttons", "list", "edit"}
_SHOWN: Final = 120
_READ: Final = 2_000
"""Characters that are looked at: a hundred thousand blanks cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedBubble:
    """`to` is the id of its own bubble where it is shown; `who` None: it is not here."""

    who: str | None
    text: str
    kind: str | None
    to: str | None
    folded: bool


def quotes(lines: Sequence[TranscriptLine], abusive: frozenset[str]) -> Mapping[str, QuotedBubble]:
    """By the id of the bubble that replies. A tap on what stands right above needs no quote to be
    understood."""
    shown = frozenset(line.id for line in lines)
    above = [None, *(line.id for line in lines)]
    return {
        line.id: _quoted(line.quote, shown, abusive)
        for line, before in zip(lines, above, strict=False)
        if line.quote is not None and not (line.type in TAPS and line.quote.id == before)
    }


def who_of(said: TranscriptLine | Quote) -> str:
    return said.agent or code_word("author", said.author)


def _quoted(quote: Quote, shown: frozenset[str], abusive: frozenset[str]) -> QuotedBubble:
    words = " ".join(quote.text[:_READ].split())
    return QuotedBubble(
        who=who_of(quote) if quote.id is not None else None,
        text=unbroken(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"),
        kind=None if quote.type in _WORDS_ALONE else quote.type,
        to=quote.id if quote.id in shown else None,
        folded=quote.id in abusive or (quote.author == Author.CUSTOMER and is_abuse(quote.text)),
    )
