"""What is done with a signed request for a template. Loaded only where the port is open."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from wa_support.flow.notify import KeyUsed, Notify, Taken, TakenBefore
from wa_support.ports.outside import Clock
from wa_support.web.notify_answers import Answer, refusal
from wa_support.web.notify_key import KEY_SAYS, Wrong, is_key
from wa_support.web.notify_request import read_request


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """`numbers` are our phone number ids."""

    notify: Notify
    numbers: Sequence[str]
    clock: Clock

    def take(self, body: bytes) -> Answer:
        try:
            asked = read_request(body, numbers=self.numbers, now=self.clock.now())
        except Wrong as wrong:
            return _invalid(wrong)
        match self.notify.take(asked):
            case Taken() as taken:
                result = "repeated" if isinstance(taken, TakenBefore) else "accepted"
                return Answer(result=result, status=202, body=asdict(taken))
            case KeyUsed():
                why = "this idempotency_key stands for another request; take a new one"
                return refusal(409, "key_used", why)
            case refused:
                return refusal(422, refused.code, refused.why)

    def outcome(self, key: str | None) -> Answer:
        if not is_key(key):
            return _invalid(Wrong("key", KEY_SAYS))
        outcome = self.notify.outcome(key)
        if outcome is None:
            return refusal(404, "unknown_key", "nothing was taken under this key")
        return Answer(result="known", status=200, body=asdict(outcome))


def _invalid(wrong: Wrong) -> Answer:
    return refusal(400, "invalid", wrong.why, field=wrong.field)
