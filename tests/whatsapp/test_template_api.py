"""Graph's answers about templates: what each proves, and that one bad item costs no other."""

import json
import re
import socket
from typing import Any

import pytest
import responses

from tests.whatsapp.graph import BASE, TOKEN, StillClock, server
from tests.whatsapp.test_client_sockets import close_after_request
from tests.whatsapp.test_template_components import TEMPLATE
from wa_support.domain.delivery import NotStarted, Unknown
from wa_support.domain.templates.looks import (
    Done,
    Listing,
    Look,
    Made,
    NoSuchTemplate,
    Refused,
    UploadedSample,
    why,
)
from wa_support.domain.templates.template import TemplateKey
from wa_support.whatsapp.template_api import GraphTemplates

ACCOUNT = "100000000000001"
LIST = f"{BASE}/v26.0/{ACCOUNT}/message_templates"
ITEM = {
    "id": "551",
    "name": "order_shipped",
    "language": "ko",
    "status": "APPROVED",
    "category": "UTILITY",
    "components": [{"type": "BODY", "text": "출고"}],
    "rejected_reason": "NONE",
    "quality_score": {"score": "GREEN", "date": 1_795_312_800},
}
REFUSED = {
    "message": "Invalid parameter", "code": 100, "error_subcode": 2388299,
    "error_user_title": "Variables can't be at the start or end",
    "error_user_msg": "Leading or trailing params are not allowed.",
}  # fmt: skip


def api(base_url: str = BASE) -> GraphTemplates:
    return GraphTemplates(
        base_url=base_url, version="v26.0", account=ACCOUNT, token=TOKEN, clock=StillClock()
    )


def page(*items: object, after: str | None = None) -> dict[str, Any]:
    paging: dict[str, Any] = {"cursors": {"before": "b", "after": after or "last"}}
    if after:
        paging["next"] = f"https://graph.facebook.com/elsewhere?after={after}&access_token=x"
    return {"data": list(items), "paging": paging}


def named(name: str, id: str) -> dict[str, Any]:
    return {**ITEM, "name": name, "id": id}


def test_a_list_is_read_page_by_page_and_no_further() -> None:
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page(named("a", "1"), after="c1"))
        graph.get(LIST, json=page(named("b", "2")))
        listing = api().all()
        asked = [call.request.url or "" for call in graph.calls]
    assert isinstance(listing, Listing)
    assert [look.key.name for look in listing.looks] == ["a", "b"]
    assert listing.whole
    assert ["after=c1" in url for url in asked] == [False, True]
    assert all(url.startswith(BASE) for url in asked)


def test_what_is_read_of_one() -> None:
    with responses.RequestsMock() as graph:
        graph.get(re.compile(re.escape(f"{BASE}/v26.0/551")), json={**ITEM, "language": "en-US"})
        look = api().one("551")
    assert look == Look(
        key=TemplateKey(name="order_shipped", language="en_US"), meta_id="551", status="APPROVED",
        category="UTILITY", asked_at=0, quality="GREEN",
        components=({"type": "BODY", "text": "출고"},),
    )  # fmt: skip


@pytest.mark.parametrize(
    "bad",
    [
        None,
        7,
        "x",
        {},
        {**ITEM, "name": None},
        {**ITEM, "name": "a/b"},
        {**ITEM, "status": 3},
        {**ITEM, "id": []},
    ],
)
def test_one_that_cannot_be_read_stops_none_and_makes_the_list_less_than_whole(bad: Any) -> None:
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page(named("a", "1"), bad, named("b", "2")))
        listing = api().all()
    assert isinstance(listing, Listing)
    assert [look.key.name for look in listing.looks] == ["a", "b"]
    assert not listing.whole


def test_odd_fields_of_a_template_count_as_not_said() -> None:
    odd = {**ITEM, "quality_score": "GREEN", "components": "none", "rejected_reason": 1}
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page(odd))
        listing = api().all()
    assert isinstance(listing, Listing)
    (look,) = listing.looks
    assert (look.quality, look.components, look.reason) == (None, (), None)


@pytest.mark.parametrize(
    ("seconds", "lives_ms"),
    [(43_200, 43_200_000), ("60", 60_000), (-1, None), (None, None), (True, None), ("soon", None),
     (1e308, int(1e308) * 1000)],
)  # fmt: skip
def test_a_time_to_live_is_read_where_one_is_told(seconds: object, lives_ms: int | None) -> None:
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page({**ITEM, "message_send_ttl_seconds": seconds}))
        listing = api().all()
        (asked,) = [call.request.url or "" for call in graph.calls]
    assert isinstance(listing, Listing)
    assert [look.lives_ms for look in listing.looks] == [lives_ms]
    assert "message_send_ttl_seconds" in asked


def test_a_cursor_that_meta_forgot_begins_the_list_anew_once() -> None:
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page(named("a", "1"), after="c1"))
        graph.get(LIST, json={"error": {"code": 131059, "message": "cursor"}}, status=400)
        graph.get(LIST, json=page(named("b", "2")))
        listing = api().all()
    assert isinstance(listing, Listing)
    assert [look.key.name for look in listing.looks] == ["b"]


def test_a_list_that_never_ends_ends() -> None:
    with responses.RequestsMock() as graph:
        for number in range(200):
            graph.get(LIST, json=page(named(f"t{number}", str(number)), after=f"c{number}"))
        listing = api().all()
    assert isinstance(listing, Listing)
    assert (len(listing.looks), listing.whole) == (200, False)


def test_a_list_in_a_circle_is_less_than_whole() -> None:
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page(named("a", "1"), after="c1"))
        graph.get(LIST, json=page(named("b", "2"), after="c1"))
        listing = api().all()
    assert isinstance(listing, Listing)
    assert (len(listing.looks), listing.whole) == (2, False)


def test_a_next_page_without_a_cursor_is_a_page_that_is_missing() -> None:
    with responses.RequestsMock() as graph:
        first = {"data": [named("a", "1")], "paging": {"next": "https://graph.facebook.com/x"}}
        graph.get(LIST, json=first)
        listing = api().all()
    assert isinstance(listing, Listing)
    assert (len(listing.looks), listing.whole) == (1, False)


def test_a_name_is_compared_here_too() -> None:
    with responses.RequestsMock() as graph:
        graph.get(LIST, json=page(named("order", "1"), named("order_shipped", "2")))
        listing = api().named("order")
    assert isinstance(listing, Listing)
    assert [look.meta_id for look in listing.looks] == ["1"]


def test_a_creation_answers_with_id_status_and_metas_category() -> None:
    with responses.RequestsMock() as graph:
        graph.post(LIST, json={"id": "77", "status": "PENDING", "category": "MARKETING"})
        made = api().create(TEMPLATE, None)
        sent = json.loads(graph.calls[0].request.body or b"")
    assert made == Made(meta_id="77", status="PENDING", category="MARKETING")
    assert (sent["name"], sent["parameter_format"]) == ("order_shipped", "NAMED")


def test_a_refusal_has_metas_words_and_a_cure_of_ours() -> None:
    with responses.RequestsMock() as graph:
        graph.post(LIST, json={"error": REFUSED}, status=400)
        refused = api().create(TEMPLATE, None)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.subcode, refused.later) == (100, 2388299, False)
    assert why(refused) == (
        "Meta refused it (100/2388299): Variables can't be at the start or end: Leading or "
        "trailing params are not allowed; the text begins or ends with a variable: put words there"
    )


@pytest.mark.parametrize("code", [4, 80007, 613])
def test_limits_are_worth_another_try_later(code: int) -> None:
    with responses.RequestsMock() as graph:
        graph.post(LIST, json={"error": {"code": code, "message": "slow down"}}, status=400)
        refused = api().create(TEMPLATE, None)
    assert isinstance(refused, Refused)
    assert refused.later


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, ""),
        (200, "[]"),
        (200, "{}"),
        (200, '{"status":"PENDING"}'),
        (302, ""),
        (400, "<html>"),
        (500, '{"error":{"code":1}}'),
        (502, "<html>"),
    ],
)
def test_an_answer_that_proves_nothing_is_unknown(status: int, body: str) -> None:
    with responses.RequestsMock() as graph:
        graph.post(LIST, body=body, status=status)
        assert isinstance(api().create(TEMPLATE, None), Unknown)
    with responses.RequestsMock() as graph:
        graph.delete(LIST, body=body, status=status)
        assert isinstance(api().delete("a", None), Unknown)


def test_no_connection_is_not_started_and_a_lost_answer_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert isinstance(api(f"http://127.0.0.1:{port}").create(TEMPLATE, None), NotStarted)
    with server(close_after_request) as url:
        assert isinstance(api(url).create(TEMPLATE, None), Unknown)
        assert isinstance(api(url).delete("a", "1"), Unknown)


def test_a_template_that_is_not_there() -> None:
    gone = {"error": {"code": 100, "error_subcode": 33, "message": "does not exist"}}
    with responses.RequestsMock() as graph:
        graph.get(re.compile(re.escape(f"{BASE}/v26.0/9")), json=gone, status=400)
        assert api().one("9") == NoSuchTemplate()


def test_deletions_by_name_and_by_id() -> None:
    with responses.RequestsMock() as graph:
        graph.delete(LIST, json={"success": True})
        graph.delete(LIST, json={"success": True})
        assert api().delete("a", None) == Done()
        assert api().delete("a", "55") == Done()
        queries = [(call.request.url or "").partition("?")[2] for call in graph.calls]
    assert queries == ["name=a", "hsm_id=55&name=a"]


SESSION = "upload:QXR0?sig=ab12"


def test_a_sample_is_uploaded_with_the_other_kind_of_authorization() -> None:
    with responses.RequestsMock() as graph:
        graph.post(f"{BASE}/v26.0/app/uploads", json={"id": SESSION})
        graph.post(f"{BASE}/v26.0/{SESSION}", json={"h": "4::handle"})
        result = api().upload(b"picture", media_type="image/png", name="shop.png")
        first, second = (call.request for call in graph.calls)
    assert result == UploadedSample(handle="4::handle")
    assert "file_length=7" in (first.url or "")
    assert second.headers["Authorization"] == f"OAuth {TOKEN}"
    assert second.headers["file_offset"] == "0"


def test_an_upload_that_broke_off_goes_on_where_meta_has_it() -> None:
    with responses.RequestsMock() as graph:
        graph.post(f"{BASE}/v26.0/app/uploads", json={"id": SESSION})
        graph.post(f"{BASE}/v26.0/{SESSION}", body="<html>", status=502)
        graph.get(f"{BASE}/v26.0/{SESSION}", json={"id": SESSION, "file_offset": 4})
        graph.post(f"{BASE}/v26.0/{SESSION}", json={"h": "4::handle"})
        result = api().upload(b"picture", media_type="image/png", name="shop.png")
        last = graph.calls[-1].request
    assert result == UploadedSample(handle="4::handle")
    assert last.headers["file_offset"] == "4"
    assert last.body == b"ure"


@pytest.mark.parametrize("id", ["https://elsewhere.example/", "upload:a b", "upload:\n", "", 7])
def test_a_session_that_is_no_session_is_not_followed(id: object) -> None:
    with responses.RequestsMock() as graph:
        graph.post(f"{BASE}/v26.0/app/uploads", json={"id": id})
        result = api().upload(b"picture", media_type="image/png", name="shop.png")
        assert len(graph.calls) == 1
    assert isinstance(result, Unknown)
