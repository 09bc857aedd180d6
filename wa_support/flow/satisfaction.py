"""Asks, once and by buttons, whether the matter was solved; hears the answer at once."""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.content import Content, Tap, Text
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.delivery import Author
from wa_support.domain.outbound import Outbound
from wa_support.domain.people import AuditRecord
from wa_support.domain.policy import Policy
from wa_support.domain.satisfaction import (
    DROP,
    ONCE_IN_MS,
    PERSON,
    QUIET_MS,
    Answer,
    Survey,
    SurveyKind,
    SurveyTap,
    read_tap,
    tap_id,
    typed_answer,
)
from wa_support.domain.turns import StoredMessage
from wa_support.flow.plan import Plan
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.speaking import Voice, wording_for
from wa_support.flow.wording import Draft, Wording
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_AT_ONCE: Final = 100
_STALE_MS: Final = 2 * 3600 * 1000
"""A question that could not be asked for this long asks about what is forgotten."""
_WE_SPEAK: Final = frozenset({Owner.AUTOMATED, Owner.CLOSED})
_NOTHING_DONE: Final = frozenset({Intent.DROP, Intent.REDO, Intent.TELL_US})


def plan_after_answer(
    tx: Tx, policy: Policy, conversation: Conversation, turn_id: str, *, now: int
) -> None:
    _plan(tx, policy, conversation, SurveyKind.BOT, turn_id, due_at=now + QUIET_MS)


def plan_after_people(
    tx: Tx, policy: Policy, conversation: Conversation, handoff_id: str, *, now: int
) -> None:
    _plan(tx, policy, conversation, SurveyKind.AGENT, handoff_id, due_at=now)


def answers_something(decision: GateDecision, plan: Plan) -> bool:
    """Not the menu, a refusal, an error or a question: what may have solved the matter."""
    admitted = decision.verdict is Verdict.ADMIT and decision.intent not in _NOTHING_DONE
    return admitted and plan.draft is not None and plan.draft.asked is None


def _plan(
    tx: Tx,
    policy: Policy,
    conversation: Conversation,
    kind: SurveyKind,
    subject: str,
    *,
    due_at: int,
) -> None:
    one_in = policy.satisfaction.one_in
    if one_in is None or tx.surveys.draw(conversation.id, subject) % one_in:
        return
    tx.surveys.plan(
        Survey(
            id=f"sur-{subject}",
            conversation_id=conversation.id,
            kind=kind,
            subject=subject,
            due_at=due_at,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Asks what is due."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def look(self) -> int:
        """How many were asked or dropped."""
        now = self.clock.now()
        with self.database.read() as tx:
            if not tx.surveys.any_due(now):
                return 0
        with self.database.write() as tx:
            rulebook = self.book.current(tx)
            due = tx.surveys.due(now, _AT_ONCE)
            for survey in due:
                conversation = tx.conversations.get(survey.conversation_id)
                if self._may(tx, survey, conversation, now):
                    self._ask(tx, survey, conversation, rulebook, now)
                else:
                    tx.surveys.drop(survey.id)
            return len(due)

    def _may(self, tx: Tx, survey: Survey, conversation: Conversation, now: int) -> bool:
        """Inside the window, never twice, never into talk, never to who stopped everything or for
        whom the bot is paused."""
        if not conversation.window_open(now) or now - survey.due_at > _STALE_MS:
            return False
        if tx.customers.get(conversation.customer_id).opted_out_of_all_at is not None:
            return False
        if tx.pauses.of(conversation.customer_id, now) is not None:
            return False
        if tx.surveys.asked_since(conversation.id, now - ONCE_IN_MS):
            return False
        if survey.kind is SurveyKind.AGENT:
            return conversation.owner is Owner.CLOSED
        last = conversation.last_message_at or 0
        quiet = last <= survey.due_at - QUIET_MS and conversation.due_at is None
        return quiet and conversation.owner is Owner.AUTOMATED

    def _ask(
        self, tx: Tx, survey: Survey, conversation: Conversation, rulebook: Rulebook, now: int
    ) -> None:
        wording = wording_for(rulebook, conversation, now=now)
        bot = survey.kind is SurveyKind.BOT
        voice = Voice(tx=tx, ids=self.ids, rulebook=rulebook, now=now)
        tx.conversations.save(
            voice.say(
                conversation,
                Draft(outbound=_question(wording, survey.id)),
                author=Author.BOT if bot else Author.NOTICE,
                cause=f"satisfaction:{survey.id}",
            )
        )
        tx.surveys.asked(survey.id, now)


def _question(wording: Wording, survey_id: str) -> Outbound:
    said = [tap_id(answer, survey_id) for answer in Answer]
    return wording.offer("satisfaction", said)


def said_of_it(conversation: Conversation, content: Content | None) -> SurveyTap | None:
    """The answer to our question, tapped, or typed while nobody else asks, by what was asked last;
    None for all else."""
    match content:
        case Tap(id=tap):
            return read_tap(tap)
        case Text(body=body) if conversation.owner in _WE_SPEAK:
            return typed_answer(body, conversation.memory.choices)
        case _:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Takes the answer in one transaction; opens nothing that was closed."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def hear(self, conversation: Conversation, said: SurveyTap, stored: StoredMessage) -> None:
        """Not solved: whether a person shall go on. `stored` is not in the database yet."""
        self.tx.messages.add(stored, pending=False)
        conversation = conversation.heard_at(stored.at)
        if said.said in {PERSON, DROP}:
            self.tx.conversations.save(_asked_nothing(conversation))
            return
        answer = Answer(said.said)
        survey = self.tx.surveys.answer(said.survey_id, answer, self.now)
        if survey is not None:
            self._note(conversation, survey, answer)
        speaks = conversation.owner in _WE_SPEAK
        if answer is Answer.NOT_SOLVED and speaks and conversation.window_open(self.now):
            self._shall_a_person(conversation, said.survey_id, stored)
        else:
            self.tx.conversations.save(_asked_nothing(conversation))

    def _note(self, conversation: Conversation, survey: Survey, answer: Answer) -> None:
        detail = {"kind": survey.kind, "about": survey.subject, "answer": answer}
        self.tx.audit.add(
            AuditRecord(
                at=self.now,
                actor="customer",
                action="satisfaction",
                subject=conversation.id,
                detail=detail,
            )
        )

    def _shall_a_person(
        self, conversation: Conversation, survey_id: str, stored: StoredMessage
    ) -> None:
        wording = wording_for(self.rulebook, conversation, now=self.now)
        taps = [tap_id(PERSON, survey_id), tap_id(DROP, survey_id)]
        voice = Voice(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        said = voice.say(
            conversation,
            Draft(outbound=wording.offer("satisfaction_no", taps)),
            author=Author.NOTICE,
            cause=f"satisfaction_no:{stored.id}",
        )
        self.tx.conversations.save(said)


def _asked_nothing(conversation: Conversation) -> Conversation:
    return replace(conversation, memory=replace(conversation.memory, choices=()))
