"""A language model's help for an agent. Nothing of it is sent, and nobody waits long for it."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore, Lock
from typing import Final

from wa_support.domain.answer_checks import Grounds, violations
from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Author
from wa_support.domain.views import TranscriptLine
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.speaking import wording_for
from wa_support.flow.understanding.asking import Reply
from wa_support.flow.understanding.drafting import (
    MOST_CHARACTERS,
    draft_request,
    facts_of,
    translation_request,
    words_in,
)
from wa_support.flow.understanding.judging import links_of
from wa_support.flow.understanding.talk import masked, said_before
from wa_support.ports.database import Database
from wa_support.ports.language_model import Correction, ModelRequest, ModelUnavailable
from wa_support.ports.outside import Clock, Masker

_WITHIN_S: Final = 10.0
_LEAST_S: Final = 1.0
_AT_ONCE: Final = 6
"""Of the console's 16 threads; more who ask meanwhile are told that the model cannot."""
_LINES: Final = 30
_TURNS: Final = 6
_REMEMBERED: Final = 2_000
_log = logging.getLogger("wa_support.desk_model")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """A conversation as it is now."""

    conversation: Conversation
    rulebook: Rulebook
    lines: tuple[TranscriptLine, ...]
    facts: tuple[str, ...]
    language: str
    today: str


@dataclass(slots=True, kw_only=True)
class ModelHelp:
    """Implements the console's `DeskModel`. `mask_for` takes the policy's pattern of order ids;
    `key_of` hashes a text by a key, so that what is remembered is not found by its words."""

    database: Database
    clock: Clock
    book: PolicyBook
    reply_for: Callable[[Rulebook], Reply]
    mask_for: Callable[[str], Masker]
    key_of: Callable[[str], bytes]
    _places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))
    _known: OrderedDict[bytes, str] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def draft(self, conversation_id: str, *, agent: str) -> str | None:  # noqa: ARG002
        """Held against the facts like an answer of the bot; corrected at most once."""
        picture = self._picture(conversation_id)
        request = draft_request(
            picture.rulebook.policy,
            picture.rulebook.policy.purpose(picture.conversation.purpose),
            said_before(picture.lines),
            picture.facts,
            language=picture.language,
            today=picture.today,
            safety_id=self.key_of(f"safety:{picture.conversation.customer_id}").hex(),
        )
        until = self.clock.monotonic() + _WITHIN_S
        for _ in range(2):
            words = self._asked(request, "draft", picture, until)
            faults = violations(words, _grounds(picture)) if words else ()
            if not faults:
                return words
            again = Correction(answer=words or "", violation=" ".join(faults))
            request = replace(request, lines=(*request.lines, again))
        return None

    def translate(self, text: str, *, into: str, conversation_id: str) -> str | None:
        """Numbers that nobody may see are masked first, the agent's own too."""
        picture = self._picture(conversation_id, lines=0)
        plain, _ = self.mask_for(picture.rulebook.policy.order_id_pattern)(text.strip())
        if not plain or len(plain) > MOST_CHARACTERS:
            return None
        key = self.key_of(f"translation:{into}:{plain}")
        if (known := self._remembered(key)) is not None:
            return known
        safety_id = self.key_of(f"safety:{picture.conversation.customer_id}").hex()
        request = translation_request(plain, language=into, safety_id=safety_id)
        until = self.clock.monotonic() + _WITHIN_S
        words = self._asked(request, "translation", picture, until)
        if words is not None:
            self._remember(key, words)
        return words

    def _picture(self, conversation_id: str, *, lines: int = _LINES) -> _Picture:
        now = self.clock.now()
        with self.database.read() as tx:
            conversation = tx.conversations.get(conversation_id)
            rulebook = self.book.current(tx)
            wording = wording_for(rulebook, conversation, now=now)
            said = tx.desk.transcript(conversation.id, limit=lines) if lines else ()
            stories = tx.desk.stories(conversation.id, limit=_TURNS) if lines else ()
        return _Picture(
            conversation=conversation,
            rulebook=rulebook,
            lines=masked(said, self.mask_for(rulebook.policy.order_id_pattern)),
            facts=tuple(facts_of(stories, wording.language)),
            language=wording.language,
            today=f"{wording.today:%Y-%m-%d %A}",
        )

    def _asked(
        self, request: ModelRequest, name: str, picture: _Picture, until: float
    ) -> str | None:
        """`until` is a monotonic moment."""
        within_s = until - self.clock.monotonic()
        if within_s < _LEAST_S or not self._places.acquire(blocking=False):
            return None
        try:
            reply = self.reply_for(picture.rulebook)(
                request,
                within_s=within_s,
                turn_id=f"{name}:{picture.conversation.id}",
                customer_id=picture.conversation.customer_id,
            )
        except ModelUnavailable as why:
            _log.info("no %s: %s", name, why.kind)
            return None
        finally:
            self._places.release()
        return words_in(reply, name)

    def _remembered(self, key: bytes) -> str | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def _remember(self, key: bytes, words: str) -> None:
        with self._lock:
            self._known[key] = words
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


def _grounds(picture: _Picture) -> Grounds:
    customers = (line.text for line in picture.lines if line.author == Author.CUSTOMER)
    return Grounds(
        facts=picture.facts,
        customer_words="\n".join(customers),
        language=picture.language,
        links=links_of(picture.rulebook.policy),
    )
