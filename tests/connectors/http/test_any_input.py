"""Whatever a slot or an answer holds, the address stays and only typed fields come through."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.http.connected import declared
from wa_support.config.connect_urls import url_of
from wa_support.connectors.http.answers import AnswerReading, Misfit
from wa_support.connectors.http.field_values import Readers
from wa_support.connectors.http.filling import CannotFill, filled
from wa_support.domain.connector_specs import Request
from wa_support.domain.orders import order_from_json

_URL = url_of(
    "https://api.shop.example/a/{reason}/x-{reason}/end?q={reason}&fixed=1",
    slots=("reason",),
    in_paths=("reason",),
    private_hosts=(),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
_ORDER = declared(80).tools["get_order"].gives
_LIKE_AN_ORDER = st.fixed_dictionaries(
    {
        "no": st.integers(0) | st.text(),
        "buyer": st.fixed_dictionaries({"phone": st.just("010-1234-5678") | _JSON, "name": _JSON}),
        "status": st.sampled_from(["PAID", "DONE", "paid", "LOST"]) | _JSON,
        "lines": st.lists(st.fixed_dictionaries({"title": st.text(), "qty": st.integers()}))
        | _JSON,
        "total": st.fixed_dictionaries({"amount": st.integers(), "currency": st.just("KRW")})
        | _JSON,
        "created_at": st.datetimes().map(str) | _JSON,
    }
)


@given(
    st.text(st.characters(), min_size=1)
    | st.sampled_from(["..", ".", "/", "\\", "a/../b", "%2e%2e", "?x=1#y"])
)
def test_no_value_changes_host_path_or_names_of_the_query(value: str) -> None:
    try:
        url = filled(Request(method="GET", url=_URL), {"reason": value}, {}, {}).url
    except CannotFill:
        return
    sent = urlsplit(str(requests.Request("GET", url).prepare().url))
    assert (sent.scheme, sent.netloc, sent.fragment) == ("https", "api.shop.example", "")
    readable = value.encode("utf-8", "replace").decode()
    parts = sent.path.split("/")
    assert (len(parts), parts[1], parts[4]) == (5, "a", "end")
    assert parts[2] not in ("", ".", "..")
    assert dict(parse_qsl(sent.query, keep_blank_values=True)) == {"q": readable, "fixed": "1"}


@given(_JSON | _LIKE_AN_ORDER)
def test_any_answer_is_a_typed_order_or_a_misfit(tree: Any) -> None:
    reading = AnswerReading(readers=Readers(languages=("ko",), timezone="Asia/Seoul"), asked={})
    try:
        fields = reading.fields(_ORDER, tree)
    except Misfit:
        return
    order = order_from_json(fields["order"])
    assert order.phone.isdigit()
    assert type(order.amount) is int
