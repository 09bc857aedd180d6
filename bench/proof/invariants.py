"""The checker: eight invariants, each a pure function from the rows of a run to violations."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Final, TypeVar

from bench.proof.evidence import AcceptedSend, AttemptRow, Evidence, SendRow
from wa_support.domain.delivery import AttemptOutcome, Author, SendState, further
from wa_support.domain.turns import TurnState

Row = TypeVar("Row", SendRow, AttemptRow)

_TO_A_PERSON: Final = frozenset({TurnState.HANDED_OFF, TurnState.FAILED})
_OVER: Final = frozenset(SendState) - {SendState.PLANNED, SendState.READY, SendState.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    invariant: str
    what: str


def check(evidence: Evidence) -> list[Violation]:
    """Everything that is wrong, in the order of the invariants."""
    return [
        Violation(invariant=name, what=what)
        for name, invariant in INVARIANTS.items()
        for what in invariant(evidence)
    ]


def stored_once(evidence: Evidence) -> Iterator[str]:
    """I1: every acknowledged update is taken in, every acknowledged message stored once."""
    rows = Counter(message.wamid for message in evidence.messages)
    for update in {update.key: update for update in evidence.acknowledged}.values():
        if update.key not in evidence.seen:
            yield f"acknowledged and not taken in: {update.wamid or update.attempt_id}"
        elif update.wamid is not None and rows[update.wamid] != 1:
            yield f"{update.wamid} is stored {rows[update.wamid]} times"
    if evidence.dead_letters:
        yield f"{evidence.dead_letters} updates ended as dead letters"


def every_turn_ends_once(evidence: Evidence) -> Iterator[str]:
    """I2: every message ends answered, handed over or visibly held; every turn ends once."""
    turns = {turn.id: turn for turn in evidence.turns}
    handed = {one.id for one in evidence.conversations if one.changed_hands}
    owed = {send.turn_id for send in evidence.sends if send.state in _OVER}
    for message in evidence.messages:
        turn = turns.get(message.turn_id or "")
        if message.pending:
            yield f"{message.wamid} still waits for an answer"
        elif turn is None and message.conversation_id not in handed:
            yield f"{message.wamid} was put away by nobody"
        elif turn and turn.state in _TO_A_PERSON and message.conversation_id not in handed:
            yield f"{message.wamid} is called {turn.state} and nobody has it"
    for turn in evidence.turns:
        if turn.state is TurnState.OPEN:
            yield f"{turn.id} never ended"
        elif turn.outcomes > 1:
            yield f"{turn.id} ended {turn.outcomes} times"
        elif turn.state is TurnState.ANSWERED and turn.id not in owed:
            yield f"{turn.id} is called answered and nothing was said"


def accepted_once(evidence: Evidence) -> Iterator[str]:
    """I3: no send is accepted twice, unless it was sent again knowingly after an unknown one, and
    no turn is answered by two sends."""
    sends, attempts = _by_id(evidence.sends), _by_id(evidence.attempts)
    answers = Counter(
        send.turn_id
        for send, _ in _first_accepted(evidence)
        if send.turn_id is not None and send.author is Author.BOT
    )
    yield from (f"{turn} was answered {n} times" for turn, n in answers.items() if n > 1)
    times: dict[str, list[AttemptRow]] = defaultdict(list)
    for accepted in evidence.accepted:
        attempt = attempts.get(accepted.attempt_id or "")
        if attempt is not None:
            times[attempt.send_id].append(attempt)
    for send_id, made in times.items():
        if len(made) > 1 and not (
            sends[send_id].resent and all(attempt.was_unknown for attempt in made[:-1])
        ):
            yield f"{send_id} was accepted {len(made)} times"


def only_what_we_owe(evidence: Evidence) -> Iterator[str]:
    """I4: everything accepted is an attempt of ours, at words that were still to be said then."""
    sends, attempts = _by_id(evidence.sends), _by_id(evidence.attempts)
    taken = {one.conversation_id: one.at for one in evidence.takeovers}
    for accepted in evidence.accepted:
        attempt = attempts.get(accepted.attempt_id or "")
        if attempt is None:
            yield f"accepted, and no attempt of ours: {accepted.attempt_id}"
            continue
        send = sends[attempt.send_id]
        if send.state in {SendState.CANCELLED, SendState.EXPIRED}:
            yield f"{send.id} is {send.state} and was accepted"
        since = taken.get(send.conversation_id)
        if send.author is Author.BOT and since is not None and attempt.started_at > since:
            yield f"the bot began {attempt.id} {attempt.started_at - since} ms after a person took"


def to_the_right_customer(evidence: Evidence) -> Iterator[str]:
    """I5: what was accepted went to the customer of its conversation."""
    phones = {one.id: one.phone for one in evidence.conversations}
    for send, accepted in _first_accepted(evidence):
        if accepted.to != phones[send.conversation_id]:
            yield f"{send.id} went to {accepted.to} instead of {phones[send.conversation_id]}"


def in_order(evidence: Evidence) -> Iterator[str]:
    """I6: within a conversation, the bot's words and a person's each arrive in their order."""
    lanes: dict[tuple[str, bool], list[SendRow]] = defaultdict(list)
    for send, _ in _first_accepted(evidence):
        lanes[send.conversation_id, send.author is Author.AGENT].append(send)
    for lane in lanes.values():
        for before, after in pairwise(lane):
            if before.seq > after.seq:
                yield f"{after.id} was owed before {before.id} and came after it"


def unknown_stays_unknown(evidence: Evidence) -> Iterator[str]:
    """I7: nothing is called again after an unknown outcome unless somebody chose to."""
    sends = _by_id(evidence.sends)
    attempts = sorted(evidence.attempts, key=lambda attempt: (attempt.send_id, attempt.n))
    for before, after in pairwise(attempts):
        again = before.send_id == after.send_id and before.was_unknown
        if again and not sends[after.send_id].resent:
            yield f"{after.send_id} was called again after attempt {before.n} had ended unknown"


def we_know_what_the_platform_knows(evidence: Evidence) -> Iterator[str]:
    """I8: our outcomes are the platform's, deliveries stand at their furthest, nothing is open."""
    accepted = {one.attempt_id for one in evidence.accepted}
    told = _furthest(evidence)
    for attempt in evidence.attempts:
        yield from _differences(attempt, attempt.id in accepted, told)
    for send in evidence.sends:
        if send.state not in _OVER:
            yield f"{send.id} is still {send.state}"
    for one in evidence.conversations:
        if one.leased:
            yield f"{one.id} is still leased"


INVARIANTS: Final[Mapping[str, Callable[[Evidence], Iterator[str]]]] = {
    "I1": stored_once,
    "I2": every_turn_ends_once,
    "I3": accepted_once,
    "I4": only_what_we_owe,
    "I5": to_the_right_customer,
    "I6": in_order,
    "I7": unknown_stays_unknown,
    "I8": we_know_what_the_platform_knows,
}


def _differences(attempt: AttemptRow, accepted: bool, told: Mapping[str, object]) -> Iterator[str]:
    match attempt.outcome:
        case AttemptOutcome.ATTEMPTING:
            yield f"{attempt.id} is still attempting"
        case AttemptOutcome.ACCEPTED if not accepted:
            yield f"{attempt.id} is called accepted, and the platform knows nothing of it"
        case AttemptOutcome.REJECTED | AttemptOutcome.NOT_STARTED if accepted:
            yield f"{attempt.id} is called {attempt.outcome}, and the platform accepted it"
        case AttemptOutcome.UNKNOWN if attempt.id in told:
            yield f"{attempt.id} is called unknown although a status came"
    if attempt.delivery != told.get(attempt.id):
        yield f"{attempt.id} stands at {attempt.delivery}, statuses say {told.get(attempt.id)}"


def _furthest(evidence: Evidence) -> dict[str, object]:
    """For each attempt that an acknowledged status named, how far they say it got."""
    heard = defaultdict(list)
    for update in evidence.acknowledged:
        if update.attempt_id is not None and update.status is not None:
            heard[update.attempt_id].append(update.status)
    return {attempt: reduce(further, statuses) for attempt, statuses in heard.items()}


def _first_accepted(evidence: Evidence) -> Iterator[tuple[SendRow, AcceptedSend]]:
    """Our sends in the order in which the platform first accepted them."""
    sends, attempts = _by_id(evidence.sends), _by_id(evidence.attempts)
    seen: set[str] = set()
    for accepted in evidence.accepted:
        attempt = attempts.get(accepted.attempt_id or "")
        if attempt is not None and attempt.send_id not in seen:
            seen.add(attempt.send_id)
            yield sends[attempt.send_id], accepted


def _by_id(rows: Sequence[Row]) -> dict[str, Row]:
    return {row.id: row for row in rows}
