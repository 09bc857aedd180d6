"""Resumable uploads, and the headers that want their handles."""

from urllib.parse import quote

import pytest
import requests

from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import APP, with_header

_OAUTH = {"Authorization": "OAuth token"}
_PHOTO = b"\xff\xd8\xff" + b"x" * 997


def _begin(graph: Graph, app: str = "app", **asked: str) -> requests.Response:
    wanted = {"file_length": "1000", "file_type": "image/jpeg", "file_name": "a.jpg"} | asked
    return graph.ask("POST", f"{app}/uploads", params=wanted)


def _put(
    graph: Graph, session: str, content: bytes, offset: object = 0, **headers: str
) -> requests.Response:
    headers = _OAUTH | {"file_offset": str(offset)} | headers
    return graph.ask("POST", session, data=content, headers=headers)


def _image(handle: str) -> dict[str, object]:
    return with_header(format="IMAGE", example={"header_handle": [handle]})


@pytest.mark.parametrize("app", ["app", APP])
def test_a_file_becomes_a_handle_that_a_header_may_name(graph: Graph, app: str) -> None:
    session = _begin(graph, app).json()["id"]
    assert session.startswith("upload:")
    handle = _put(graph, session, _PHOTO).json()["h"]
    assert handle.startswith("4::")
    template_id = graph.created(_image(handle))
    example = graph.told(template_id)["components"][0]["example"]
    assert example["header_handle"][0].startswith("https://")


def test_a_handle_of_another_kind_or_of_nobody_is_refused(graph: Graph) -> None:
    session = _begin(graph, file_type="application/pdf").json()["id"]
    handle = _put(graph, session, _PHOTO).json()["h"]
    for wrong in (handle, "4::nobody", "https://shop.example/a.jpg"):
        assert error_of(graph.create(_image(wrong))) == (400, 100, 2388047)


def test_a_cut_upload_is_taken_up_where_it_was_cut(graph: Graph) -> None:
    session = _begin(graph).json()["id"]
    graph.simulator.fault(failed_uploads=1)
    assert _put(graph, session, _PHOTO).status_code == 500
    state = graph.ask("GET", session, headers=_OAUTH).json()
    assert state == {"id": session, "file_offset": 500}
    assert error_of(_put(graph, session, _PHOTO[400:], 400))[1] == 100
    assert _put(graph, session, _PHOTO[500:], 500).json()["h"]


def test_part_of_a_file_tells_how_far_it_came(graph: Graph) -> None:
    session = _begin(graph).json()["id"]
    assert _put(graph, session, _PHOTO[:10]).json() == {"id": session, "file_offset": 10}
    assert error_of(_put(graph, session, _PHOTO, 10))[1] == 100


def test_a_session_may_be_named_with_its_query_escaped(graph: Graph) -> None:
    session = _begin(graph).json()["id"]
    assert _put(graph, quote(session, safe=":"), _PHOTO).json()["h"]


@pytest.mark.parametrize("asked", [
    {"file_type": "image/gif"}, {"file_type": ""}, {"file_length": "0"}, {"file_length": "x"},
    {"file_length": str((5 << 20) + 1)},
])  # fmt: skip
def test_a_file_that_no_header_shows_is_refused(graph: Graph, asked: dict[str, str]) -> None:
    assert error_of(_begin(graph, **asked))[:2] == (400, 100)


def test_bytes_want_an_offset_and_the_token_as_oauth(graph: Graph) -> None:
    session = _begin(graph).json()["id"]
    assert error_of(_put(graph, session, _PHOTO, Authorization="Bearer token"))[:2] == (401, 190)
    assert error_of(graph.ask("POST", session, data=_PHOTO, headers=_OAUTH))[1] == 100
    assert error_of(_put(graph, "upload:nobody", _PHOTO))[1:] == (100, 33)
    assert error_of(_begin(graph, "999"))[1:] == (100, 33)
