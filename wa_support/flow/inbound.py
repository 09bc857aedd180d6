"""One event becomes rows: messages, ownership, consent. Nothing here speaks to a model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from wa_support.domain.content import Media, Tap, Text, words_of
from wa_support.domain.conversations import WINDOW_MS, Conversation, Move, Owner
from wa_support.domain.customers import Consent
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.delivery import Author
from wa_support.domain.events import Event
from wa_support.domain.gate.shapes import asks_for_person, is_hard_denied
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.satisfaction import PERSON, SurveyTap
from wa_support.domain.text import MaskedText, language_of
from wa_support.domain.turns import JournalKind, StoredMessage, Turn, TurnState, due_at
from wa_support.flow.announcing import Announcing
from wa_support.flow.consent import consent_in, hear_at_phone, record_consent
from wa_support.flow.handoffs import Handing
from wa_support.flow.identity import recognise
from wa_support.flow.journal import decision_as_json
from wa_support.flow.only_people import only_people
from wa_support.flow.ownership import change_owner
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.reaching import conversation_with
from wa_support.flow.satisfaction import Hearing, said_of_it
from wa_support.flow.speaking import wording_for
from wa_support.flow.waiting import ELSEWHERE_MS, answer_while_waiting
from wa_support.flow.waits import wait_for_next
from wa_support.flow.waking import wake
from wa_support.flow.writing_down import written_down
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

QUIET_MS = WINDOW_MS
"""A conversation that was quiet this long starts anew: the bot introduces itself again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Applies one message inside one transaction. `found` are the kinds that masking removed."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def message(self, event: Event, *, found: tuple[str, ...]) -> None:
        conversation = self._conversation(event)
        if conversation is None:
            return
        said = said_of_it(conversation, event.content)
        if said is not None and said.said != PERSON:
            self._answered_us(conversation, event, said)
            return
        conversation = self._heard(conversation, event)
        wake(self.tx, conversation.id, actor="customer", now=self.now)
        stored = self._store(conversation, event)
        hear_at_phone(self.tx, event.customer, conversation, stored, now=self.now)
        conversation, asked_for_it = self._announcing.customer_wrote(conversation, stored)
        if asked_for_it:
            self.tx.conversations.save(conversation)
            return
        at_once = self._at_once(conversation, stored, found, asked=said is not None)
        if at_once is None and conversation.owner is Owner.AUTOMATED:
            self._wants_a_turn(conversation, stored)
            return
        self.tx.conversations.save(conversation)
        if conversation.owner is Owner.AGENT:
            wait_for_next(self.tx, self.rulebook.policy.people, conversation, now=self.now)
        if at_once is not None:
            at_once()
        elif not self._back_from_waiting(conversation, stored):
            self.tx.messages.done([stored.id], turn_id=None)

    def echo(self, event: Event) -> None:
        """A person wrote from the phone app, or another system did: the thread is theirs now."""
        if event.id and self.tx.sends.attempt(wamid=event.id) is not None:
            return
        conversation = self._conversation(event)
        if conversation is None:
            return
        if event.content is not None:
            self.tx.messages.add(self._row(conversation, event, Author.PHONE_APP), pending=False)
        self.elsewhere(conversation, at=self._at(event))

    def edited(self, event: Event) -> None:
        """An edit starts no turn, but whoever reads the conversation must see it."""
        conversation = self._conversation(event)
        if conversation is not None:
            self.tx.messages.add(self._row(conversation, event, Author.CUSTOMER), pending=False)

    def elsewhere(self, conversation: Conversation, *, at: int) -> None:
        """Old news (Meta repeats for 7 days) moves nothing: not after a day, and not a customer
        who has asked for a person since."""
        handoff = self.tx.handoffs.current(conversation.id)
        if self.now - at > ELSEWHERE_MS or (handoff is not None and at < handoff.opened_at):
            return
        changed = change_owner(
            self.tx,
            conversation,
            Move.GONE_ELSEWHERE,
            now=at,
            actor="meta",
            reason=Reason.ELSEWHERE,
        )
        if changed is None:
            last = max(conversation.elsewhere_at or 0, at)
            self.tx.conversations.save(replace(conversation, elsewhere_at=last))
        if handoff is not None:  # whoever answered there ended the wait here
            self.tx.handoffs.save(replace(handoff, closed_at=self.now))

    def routed(self, event: Event) -> None:
        """Conversation Routing: `standby` is not ours, a handover says whose it is."""
        conversation = self._conversation(event)
        if conversation is None:
            return
        if event.handover is not None and event.handover.type == "control_passed":
            handing = Handing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
            handing.back_from_elsewhere(conversation, actor="meta")
        else:
            self.elsewhere(conversation, at=self._at(event))

    def _conversation(self, event: Event) -> Conversation | None:
        if event.customer is None or not event.customer.known or event.phone_number_id is None:
            return None
        recognised = recognise(self.tx, event.customer, ids=self.ids, now=self.now)
        if recognised.clash is not None:
            clash = {"customers": [recognised.customer.id, recognised.clash.id]}
            self.tx.events.keep(event, clash, state="clash", now=self.now)
        who, number = recognised.customer.id, event.phone_number_id
        return conversation_with(self.tx, who, number, ids=self.ids, now=self.now)

    def _at(self, event: Event) -> int:
        """By Meta's clock, but never in our future."""
        return min(event.at or self.now, self.now)

    def _heard(self, conversation: Conversation, event: Event) -> Conversation:
        """Window, language and quiet, as of this message; not saved yet."""
        at = self._at(event)
        last = conversation.last_message_at
        typed = isinstance(event.content, Text | Media)  # a label we wrote ourselves says nothing
        words = words_of(event.content) if event.content and typed else MaskedText("")
        configured = self.rulebook.policy.languages
        language = language_of(words, last=conversation.language, configured=configured)
        if language is None:  # a script outside ours
            language = conversation.language or ("en" if "en" in configured else configured[0])
        quiet = last is not None and at - last > QUIET_MS
        anew = conversation.owner is Owner.CLOSED or quiet
        tries = 0 if quiet else conversation.memory.proof_tries
        heard = replace(
            conversation.heard_at(at),
            language=language,
            memory=conversation.memory.anew(proof_tries=tries)
            if anew and conversation.owner is not Owner.AGENT
            else conversation.memory,
        )
        reopened = change_owner(self.tx, heard, Move.CUSTOMER_WROTE, now=self.now, actor="customer")
        return reopened or heard

    def _answered_us(self, conversation: Conversation, event: Event, said: SurveyTap) -> None:
        """Satisfaction is no wish: it starts no turn and opens nothing that was closed. An answer
        that waits for them goes out all the same."""
        hearing = Hearing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        row = self._row(conversation, event, Author.CUSTOMER)
        if conversation.owner is not Owner.CLOSED:
            heard = conversation.heard_at(row.at)
            conversation, _ = self._announcing.customer_wrote(heard, row)
        hearing.hear(conversation, said, row)

    @property
    def _announcing(self) -> Announcing:
        return Announcing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)

    def _store(self, conversation: Conversation, event: Event) -> StoredMessage:
        stored = self._row(conversation, event, Author.CUSTOMER)
        self.tx.messages.add(stored, pending=True)
        if isinstance(event.content, Media):
            self.tx.messages.want_media(stored, event.content, self.now)
        return stored

    def _row(self, conversation: Conversation, event: Event, author: Author) -> StoredMessage:
        at = self._at(event)
        return written_down(self.tx, self.ids, conversation, event, author, at=at, now=self.now)

    def _at_once(
        self, conversation: Conversation, stored: StoredMessage, found: tuple[str, ...], asked: bool
    ) -> Callable[[], None] | None:
        """What holds whatever a running turn does: a late message, consent, personal data, asking
        for a person, a person's answer from long ago, and a customer whom only people answer."""
        hand_over = partial(self._hand_over, conversation, stored)
        consent = consent_in(stored)
        if consent is not None:
            return partial(self._consent, conversation, stored, consent)
        if not conversation.window_open(self.now):
            return partial(hand_over, Reason.WINDOW_CLOSED, tell=False)
        late = self._announcing.left_to_people(conversation)
        if asked or (isinstance(stored.content, Tap) and stored.content.id == "person"):
            return partial(hand_over, Reason.ASKED)
        if found:
            prefix = self._never_accepted(conversation, found)
            return partial(hand_over, Reason.PERSONAL_DATA, prefix=prefix)
        if asks_for_person(stored.text) and not is_hard_denied(stored.text):
            return partial(hand_over, Reason.ASKED)
        if late:
            return partial(hand_over, Reason.WINDOW_CLOSED)
        why = only_people(self.tx, self.rulebook.policy, conversation, self.now)
        return partial(hand_over, why[0], tell=why[1]) if why is not None else None

    def _back_from_waiting(self, conversation: Conversation, stored: StoredMessage) -> bool:
        """True when the customer went back to the assistant, which then answers this tap."""
        return conversation.owner is Owner.QUEUED and answer_while_waiting(
            self.tx, conversation, stored, ids=self.ids, rulebook=self.rulebook, now=self.now
        )

    def _hand_over(
        self,
        conversation: Conversation,
        stored: StoredMessage,
        reason: Reason,
        *,
        prefix: str | None = None,
        tell: bool = True,
    ) -> None:
        handing = Handing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        turn_id = self.ids.new("trn")
        queued = handing.over(
            conversation,
            reason=reason,
            cause=f"message:{stored.id}",
            prefix=prefix,
            tell=tell,
            turn_id=turn_id,
        )
        if queued is None:
            self.tx.messages.done([stored.id], turn_id=None)
            return
        decision = GateDecision(verdict=Verdict.HAND_OFF, reason=reason, decided_by=DecidedBy.RULE)
        self._tell_why(queued, stored, turn_id, decision, messages=int(tell))

    def _tell_why(
        self,
        conversation: Conversation,
        stored: StoredMessage,
        turn_id: str,
        decision: GateDecision,
        *,
        messages: int,
    ) -> None:
        """What intake decided by itself has a journal too: every word we say has a story."""
        turn = Turn(
            id=turn_id,
            conversation_id=conversation.id,
            policy_version=self.rulebook.version,
            started_at=self.now,
        )
        self.tx.turns.start(turn)
        self.tx.turns.write(turn_id, JournalKind.GATE, decision_as_json(decision), now=self.now)
        handed = decision.verdict is Verdict.HAND_OFF
        outcome = {
            "what": "handed_off" if handed else "replied",
            "messages": messages,
            "waited_ms": 0,
            "reason": decision.reason,
            "owner": conversation.owner,
        }
        self.tx.turns.write(turn_id, JournalKind.OUTCOME, outcome, now=self.now)
        state = TurnState.HANDED_OFF if handed else TurnState.ANSWERED
        self.tx.turns.save(replace(turn, state=state), now=self.now)
        self.tx.messages.done([stored.id], turn_id=turn_id)

    def _never_accepted(self, conversation: Conversation, found: tuple[str, ...]) -> str:
        wording = wording_for(self.rulebook, conversation, now=self.now)
        kinds = ", ".join(wording.word(f"pii_{kind}") for kind in dict.fromkeys(found))
        return wording.say("personal_data", kinds=kinds)

    def _consent(self, conversation: Conversation, stored: StoredMessage, consent: Consent) -> None:
        turn_id = self.ids.new("trn")
        said = record_consent(
            self.tx,
            conversation,
            consent,
            said_at=stored.at,
            ids=self.ids,
            rulebook=self.rulebook,
            now=self.now,
            cause=f"message:{stored.id}",
            turn_id=turn_id,
        )
        wanted = consent is Consent.PROMOTIONS_WANTED
        reason = Reason.OPT_IN if wanted else Reason.OPT_OUT
        decision = GateDecision(verdict=Verdict.ASK, reason=reason, decided_by=DecidedBy.RULE)
        self._tell_why(conversation, stored, turn_id, decision, messages=int(said))

    def _wants_a_turn(self, conversation: Conversation, stored: StoredMessage) -> None:
        first = conversation.first_pending_at or self.now
        due = due_at(stored.content, now=self.now, first_pending_at=first)
        self.tx.conversations.save(replace(conversation, first_pending_at=first, due_at=due))
