"""What a model is told of the conversation: what was said before, what is known, what is new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Memory
from wa_support.domain.delivery import Author
from wa_support.domain.text import MaskedText
from wa_support.domain.views import Quote, TranscriptLine
from wa_support.flow.understanding.fence import fenced
from wa_support.ports.language_model import Line, Said, Speaker
from wa_support.ports.outside import Masker

_EARLIER: Final = 16
"""Bubbles before this turn that are told in full."""
_MOST_OF_A_BUBBLE: Final = 800
_MOST_OF_A_QUOTE: Final = 300
_MOST_NOW: Final = 4_000
_PEOPLE: Final = frozenset({Author.AGENT, Author.PHONE_APP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """`earlier` oldest first, without this burst; `words`, `files` and `quoted` are this burst's.
    `today` is a local date with its weekday, `language` ko, en, …"""

    earlier: Sequence[TranscriptLine]
    words: str
    files: int
    memory: Memory
    today: str
    language: str
    quoted: Sequence[str] = ()

    def lines(self) -> tuple[Line, ...]:
        return (*self._before(), Said(by=Speaker.CUSTOMER, text=self._now()))

    def customer_words(self) -> str:
        """Everything they said, now and before."""
        said = [line.text for line in self.earlier if line.author == Author.CUSTOMER]
        return "\n".join([*said, self.words])

    def _before(self) -> Iterator[Said]:
        yield from said_before(self.earlier[-_EARLIER:])

    def _now(self) -> str:
        """The service's own facts stand outside the fence, the customer's words inside."""
        return "\n".join([*self._known(), fenced("message", self.words, most=_MOST_NOW)])

    def _known(self) -> Iterator[str]:
        yield f"Today: {self.today}. Answer in: {self.language}."
        if self.memory.order_id:
            yield f"Order last talked about: {self.memory.order_id}."
        if self.memory.ticket_id:
            yield f"Open ticket: {self.memory.ticket_id}."
        promised = next((one.text for one in reversed(self.earlier) if one.author in _PEOPLE), None)
        if promised:
            yield "A colleague last wrote; keep to it: " + fenced(
                "colleague", promised, most=_MOST_OF_A_BUBBLE
            )
        for quoted in self.quoted:
            yield "What they reply to: " + fenced("quoted message", quoted, most=_MOST_OF_A_QUOTE)
        if self.files:
            yield f"{self.files} photo(s) or file(s) came with it; colleagues can see them."


def said_before(lines: Sequence[TranscriptLine]) -> list[Said]:
    """Bubbles with words in them; the customer's in a fence."""
    told = [(line, line.text[:_MOST_OF_A_BUBBLE]) for line in lines if line.text]
    return [
        Said(by=Speaker.CUSTOMER, text=fenced("earlier message", text))
        if line.author == Author.CUSTOMER
        else Said(by=_speaker(line.author), text=text)
        for line, text in told
    ]


def masked(lines: Iterable[TranscriptLine], mask: Masker) -> tuple[TranscriptLine, ...]:
    """What a model may read: customers' words are masked already, what agents wrote is not."""
    return tuple(
        replace(line, text=_masked(line, mask), quote=line.quote and _quote(line.quote, mask))
        for line in lines
    )


def _quote(quote: Quote, mask: Masker) -> Quote:
    return replace(quote, text=_masked(quote, mask))


def _masked(said: TranscriptLine | Quote, mask: Masker) -> MaskedText:
    return MaskedText(mask(said.text)[0]) if said.author == Author.AGENT else said.text


def since_it_came_back(lines: Sequence[TranscriptLine], memory: Memory) -> Sequence[TranscriptLine]:
    """A wish that people have dealt with must not be handed to them again; what they said holds."""
    since = memory.back_since or 0
    return [line for line in lines if line.at >= since or line.author in _PEOPLE]


def _speaker(author: str) -> Speaker:
    return Speaker.AGENT if author in _PEOPLE else Speaker.ASSISTANT
