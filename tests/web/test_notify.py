"""`/notify` at the wire: who signed it, what is wrong with it, and what its description says."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

import pytest
from werkzeug.test import Client, TestResponse

from tests.web.test_door import NEW, ListInbox
from wa_support.domain.delivery import DeliveryStatus, SendState
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.flow.notify import KeyUsed, Notification, Notify, Outcome, Taken, TakenBefore
from wa_support.flow.template_sending import NotSendable
from wa_support.web import notify as notify_pages
from wa_support.web import notify_taking
from wa_support.web.metrics import Metrics
from wa_support.web.notify import AT_ONCE, BURST, NotifyPort, Pace
from wa_support.web.notify_request import NotifyRequest
from wa_support.web.notify_taking import Taking
from wa_support.web.webhook_app import create_webhook_app

SECRET = b"a notify secret of 32 characters."
NOW = 1_795_300_000_000
NUMBER = "100000000000042"
DESCRIBED: Any = json.loads(
    (Path(notify_pages.__file__).parent / "notify.openapi.json").read_text("utf-8")
)
ASKED = {
    "customer": {"phone": "+821055501042"},
    "template": "order_shipped",
    "parameters": {"order_id": "1042"},
    "idempotency_key": "order-1042",
}
TAKEN = Taken(send_id="snd_1", state="ready")
OUTCOME = Outcome(send_id="snd_1", state="done", reason=None, delivery=DeliveryStatus.READ)


@dataclass
class Still:
    at: int = NOW
    seconds: float = 1_000.0

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Caller:
    """The other system's end; `answer` is what the flow says, or raises."""

    answer: Any = TAKEN
    secret: bytes | None = SECRET
    numbers: tuple[str, ...] = (NUMBER,)
    clock: Still = field(default_factory=Still)
    heard: list[Notification] = field(default_factory=list)

    def __post_init__(self) -> None:
        flow = cast("Notify", self)
        port = self.secret and NotifyPort(
            secret=self.secret,
            taking=Taking(notify=flow, numbers=self.numbers, clock=self.clock),
            clock=self.clock,
            pace=Pace(clock=self.clock),
        )
        self.web = Client(
            create_webhook_app(
                inbox=ListInbox(), secrets=[NEW], verify_token="v", counts=None,
                worker_beat=lambda: None, metrics=Metrics(), notify=port or None, clock=self.clock,
            )
        )  # fmt: skip

    def take(self, asked: Notification) -> Any:
        self.heard.append(asked)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def outcome(self, key: str) -> Outcome | None:
        return OUTCOME if key == "order-1042" else None

    def signed(self, content: bytes, **changed: str) -> dict[str, str]:
        stamp = changed.get("stamp", str(self.clock.at // 1000))
        secret = changed.get("secret", SECRET.decode()).encode()
        digest = hmac.new(secret, stamp.encode() + b"." + content, hashlib.sha256).hexdigest()
        return {"X-WA-Timestamp": stamp, "X-WA-Signature": f"sha256={digest}"}

    def post(self, body: Any = ASKED, **changed: str) -> TestResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.web.post("/notify", data=raw, headers=self.signed(raw, **changed))

    def counted(self) -> dict[str, int]:
        """Of each answer, those that were given."""
        told = re.findall(r'notify_total{result="(\w+)"} (\d+)', self.web.get("/metrics").text)
        return {result: int(count) for result, count in told if int(count)}

    def get(self, query: str = "key=order-1042", **changed: str) -> TestResponse:
        return self.web.get(f"/notify?{query}", headers=self.signed(query.encode(), **changed))


def told_of(answer: TestResponse) -> Any:
    return answer.json


def test_what_is_asked_for_reaches_the_flow_as_it_was_meant() -> None:
    caller = Caller()
    answer = caller.post(
        {**ASKED, "language": "en_US", "from": NUMBER, "expires_at": "2026-12-01T00:00:00+09:00"}
    )
    assert (answer.status_code, answer.json) == (202, {"send_id": "snd_1", "state": "ready"})
    assert caller.heard == [
        Notification(
            key="order-1042", template="order_shipped", values={"order_id": "1042"},
            phone_number_id=NUMBER, phone="821055501042", language="en_US",
            not_after=1_796_050_800_000,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [("bsuid", "KR.1349"), ("id", "cus_01J")])
def test_a_customer_has_other_names(kind: tuple[str, str]) -> None:
    caller = Caller()
    assert caller.post({**ASKED, "customer": dict([kind])}).status_code == 202
    (heard,) = caller.heard
    assert (heard.bsuid, heard.customer_id) in {("KR.1349", None), (None, "cus_01J")}


UNSIGNED: Mapping[str, Callable[[Caller], TestResponse]] = {
    "another secret": lambda it: it.post(secret="another secret"),
    "no headers": lambda it: it.web.post("/notify", data=b"{}"),
    "another body": lambda it: it.web.post("/notify", data=b"{ }", headers=it.signed(b"{}")),
    "without a time": lambda it: it.post(stamp=""),
    "letters for a time": lambda it: it.post(stamp="soon"),
    "other digits": lambda it: it.post(stamp="١٧٩٥٣٠٠٠٠٠".encode().decode("latin-1")),
    "too old": lambda it: it.post(stamp=str(NOW // 1000 - 301)),
    "too new": lambda it: it.post(stamp=str(NOW // 1000 + 301)),
    "another key": lambda it: it.web.get("/notify?key=b", headers=it.signed(b"key=a")),
}


@pytest.mark.parametrize("how", UNSIGNED)
def test_who_did_not_sign_it_hears_the_same_whatever_was_wrong(how: str) -> None:
    caller = Caller()
    answer = UNSIGNED[how](caller)
    assert answer.status_code == 401
    assert answer.data == caller.web.post("/notify", data=b"x").data
    assert caller.heard == []


@pytest.mark.parametrize("off", [-300, 300])
def test_a_clock_may_be_five_minutes_off(off: int) -> None:
    assert Caller().post(stamp=str(NOW // 1000 + off)).status_code == 202


def test_without_a_secret_the_port_says_which_setting_opens_it() -> None:
    answer = Caller(secret=None).post()
    assert answer.status_code == 503
    assert "WA_NOTIFY_SECRET" in answer.text


WRONG: Mapping[str, Any] = {
    "body": b"{",
    "body ": b"[]",
    "body  ": b"\xff\xfe",
    "body   ": b"[" * 60_000,
    "body    ": b'{"template": "a", "template": "b"}',
    "customer": {**ASKED, "customer": "+821055501042"},
    "customer ": {**ASKED, "customer": {"phone": "+821055501042", "id": "cus_1"}},
    "customer  ": {**ASKED, "customer": {}},
    "customer   ": {**ASKED, "customer": {"name": "김민아"}},
    "customer.phone": {**ASKED, "customer": {"phone": "010-5550-1042"}},
    "customer.phone  ": {**ASKED, "customer": {"phone": "+8201055501042"}},
    "customer.phone ": {**ASKED, "customer": {"phone": 821055501042}},
    "customer.bsuid": {**ASKED, "customer": {"bsuid": "1349"}},
    "customer.id": {**ASKED, "customer": {"id": "con_1"}},
    "template": {**ASKED, "template": "Order Shipped"},
    "template ": {**ASKED, "template": None},
    "idempotency_key": {**ASKED, "idempotency_key": ""},
    "idempotency_key ": {**ASKED, "idempotency_key": "k" * 201},
    "idempotency_key  ": {**ASKED, "idempotency_key": "a\nb"},
    "parameters": {**ASKED, "parameters": ["1042"]},
    "parameters ": {**ASKED, "parameters": {"Order Id": "1042"}},
    "parameters.order_id": {**ASKED, "parameters": {"order_id": 1042}},
    "parameters.order_id ": {**ASKED, "parameters": {"order_id": "x" * 1025}},
    "parameters.order_id  ": {**ASKED, "parameters": {"order_id": "\ud800"}},
    "language": {**ASKED, "language": "Korean"},
    "from": {**ASKED, "from": "1"},
    "expires_at": {**ASKED, "expires_at": "2026-11-01T00:00:00Z"},
    "expires_at ": {**ASKED, "expires_at": "2026-12-01T00:00:00"},
    "expires_at  ": {**ASKED, "expires_at": "tomorrow"},
    "expires_at   ": {**ASKED, "expires_at": 1_796_050_800},
    "consent": {**ASKED, "consent": True},
}


@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_field_is_named_and_nothing_is_asked_of_the_flow(field: str) -> None:
    caller = Caller()
    answer = caller.post(WRONG[field])
    assert (answer.status_code, told_of(answer)["field"]) == (400, field.strip())
    assert told_of(answer)["error"] == "invalid"
    assert caller.heard == []


@pytest.mark.parametrize("missing", ["customer", "template", "idempotency_key"])
def test_a_missing_field_is_named(missing: str) -> None:
    answer = Caller().post({name: one for name, one in ASKED.items() if name != missing})
    assert (answer.status_code, told_of(answer)["field"]) == (400, missing)


def test_with_several_numbers_the_caller_says_which() -> None:
    caller = Caller(numbers=("1", "2"))
    assert told_of(caller.post())["field"] == "from"
    assert caller.post({**ASKED, "from": "2"}).status_code == 202
    assert caller.heard[0].phone_number_id == "2"


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (KeyUsed(), 409, "key_used"),
        (NotSendable(code="not_at_meta", why="order_shipped.ko is PAUSED"), 422, "not_at_meta"),
        (DatabaseUnavailable("the disk is full: /var/lib/x"), 503, "unavailable"),
    ],
)
def test_what_the_flow_refuses_is_told(answer: Any, status: int, error: str) -> None:
    told = Caller(answer=answer).post()
    assert (told.status_code, told_of(told)["error"]) == (status, error)
    assert "/var/lib" not in told.text
    assert ("Retry-After" in told.headers) == (status == 503)


def test_each_answer_is_counted() -> None:
    caller = Caller()
    caller.post()
    caller.post(secret="a stranger's")
    caller.post(b" " * (64 * 1024 + 1))
    caller.post(b"{}")
    for answer in (
        TakenBefore(send_id="snd_1", state="ready"), KeyUsed(), DatabaseUnavailable("full"),
        NotSendable(code="stopped_all", why="the customer stopped all messages"),
    ):  # fmt: skip
        caller.answer = answer
        caller.post()
    caller.get()
    assert caller.counted() == dict.fromkeys(
        ("accepted", "unsigned", "too_large", "invalid", "repeated", "key_used", "unavailable",
         "stopped_all"), 1,
    )  # fmt: skip
    shut = Caller(secret=None)
    shut.post()
    assert shut.counted() == {"not_configured": 1}


def test_answers_that_were_never_given_are_counted_as_none() -> None:
    assert 'wa_support_notify_total{result="too_many"} 0.0' in Caller().web.get("/metrics").text


def test_a_body_over_64_kilobytes_is_refused_before_it_is_signed() -> None:
    caller = Caller()
    assert caller.post(b" " * (64 * 1024 + 1)).status_code == 413
    assert caller.post(b" " * (64 * 1024)).status_code == 400


def test_a_key_tells_what_became_of_it() -> None:
    caller = Caller()
    told = caller.get()
    assert (told.status_code, told_of(told)["delivery"]) == (200, "read")
    assert caller.get("key=another").status_code == 404
    assert told_of(caller.get(""))["field"] == "key"


def test_more_than_the_burst_waits_for_the_next_second_and_strangers_use_none_of_it() -> None:
    caller = Caller()
    for _ in range(BURST):
        caller.post(secret="a stranger's")
    assert {caller.post().status_code for _ in range(BURST)} == {202}
    told = caller.post()
    assert (told.status_code, told.headers["Retry-After"]) == (429, "1")
    caller.clock.seconds += 0.06
    assert caller.post().status_code == 202
    assert caller.post().status_code == 429


def test_no_more_than_four_are_under_way_and_an_error_gives_its_place_back() -> None:
    caller = Caller(answer=RuntimeError("broken"))
    for _ in range(AT_ONCE + 1):
        assert caller.post().status_code == 500
    pace = Pace(clock=caller.clock)
    assert [pace.begin() for _ in range(AT_ONCE + 1)] == [True] * AT_ONCE + [False]
    pace.end()
    assert pace.begin()


def _schema(name: str) -> Any:
    return DESCRIBED["components"]["schemas"][name]


def test_the_description_has_the_fields_that_are_read() -> None:
    read = NotifyRequest.model_json_schema()
    customer = read.pop("$defs")["Customer"]
    read["properties"]["customer"] = customer
    parameters = read["properties"]["parameters"]
    ((names, texts),) = parameters.pop("patternProperties").items()
    parameters |= {"propertyNames": {"pattern": names}, "additionalProperties": texts}
    assert _plain(_schema("Notification")) == _plain(read)


def _plain(schema: Any) -> Any:
    """What a schema asks for, without what it is called and told."""
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(each) for name, each in schema.items() if name not in _TOLD}
    for one in plain.pop("anyOf", []):
        plain |= one if one != {"type": "null"} else {}
    return plain


_TOLD = {"title", "description", "default"}


def test_the_description_has_the_answers_that_are_given() -> None:
    assert set(_schema("Taken")["properties"]) == {one.name for one in fields(Taken)}
    assert set(_schema("Outcome")["properties"]) == {one.name for one in fields(Outcome)}
    assert _schema("State")["enum"] == [state.value for state in SendState]
    delivery = _schema("Outcome")["properties"]["delivery"]["enum"]
    assert delivery == [*(status.value for status in DeliveryStatus), None]
    given = {
        status
        for page in (notify_pages, notify_taking)
        for status in re.findall(
            r"(?:refusal\(|status=)(\d{3})", Path(str(page.__file__)).read_text("utf-8")
        )
    }
    paths = DESCRIBED["paths"]["/notify"]
    assert set(paths["post"]["responses"]) | set(paths["get"]["responses"]) == given
    assert set(paths) == {"post", "get"}


def test_the_description_has_the_headers_that_are_asked_for() -> None:
    named = {one["name"] for one in DESCRIBED["components"]["parameters"].values()}
    assert named == {notify_pages.SIGNATURE, notify_pages.TIMESTAMP}


def test_the_descriptions_own_example_is_taken() -> None:
    content = DESCRIBED["paths"]["/notify"]["post"]["requestBody"]["content"]
    assert Caller().post(content["application/json"]["example"]).status_code == 202
