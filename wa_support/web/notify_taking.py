"""What is done with a signed request for a template. Loaded only where the port is open."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from werkzeug.wrappers import Response

from wa_support.flow.notify import KeyUsed, Notify, Taken
from wa_support.ports.outside import Clock
from wa_support.web.notify_answers import as_json, refusal
from wa_support.web.notify_request import Wrong, read_key, read_request


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """`numbers` are our phone number ids."""

    notify: Notify
    numbers: Sequence[str]
    clock: Clock

    def take(self, body: bytes) -> Response:
        try:
            asked = read_request(body, numbers=self.numbers, now=self.clock.now())
        except Wrong as wrong:
            return _invalid(wrong)
        match self.notify.take(asked):
            case Taken() as taken:
                return as_json(202, asdict(taken))
            case KeyUsed():
                why = "this idempotency_key stands for another request; take a new one"
                return refusal(409, "key_used", why)
            case refused:
                return refusal(422, refused.code, refused.why)

    def outcome(self, key: str | None) -> Response:
        try:
            outcome = self.notify.outcome(read_key(key, field="key"))
        except Wrong as wrong:
            return _invalid(wrong)
        if outcome is None:
            return refusal(404, "unknown_key", "nothing was taken under this key")
        return as_json(200, asdict(outcome))


def _invalid(wrong: Wrong) -> Response:
    return refusal(400, "invalid", wrong.why, field=wrong.field)
