import json
from collections.abc import Iterator

import pytest
import responses

from tests.whatsapp.graph import BASE, NUMBER, TOKEN, client, server
from wa_support.domain.content import MediaKind
from wa_support.domain.delivery import NotStarted, Rejected, Remedy, Uploaded
from wa_support.domain.outbound import OutMedia, OutTemplate, as_json, from_json
from wa_support.simulator.accounts import Number
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.server import start_simulator
from wa_support.whatsapp.bodies import build_body

JPEG = b"\xff\xd8\xff\r\n--B\r\n pixels"
URL = f"{BASE}/v26.0/{NUMBER}/media"


@pytest.fixture
def graph() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def upload(address: str = BASE) -> Uploaded | Rejected | NotStarted:
    return client(address).upload(
        NUMBER, content=JPEG, media_type="image/jpeg", name='사"진\r\n.jpg'
    )


def test_an_upload_gives_an_id(graph: responses.RequestsMock) -> None:
    graph.post(URL, json={"id": "4711"})
    assert upload() == Uploaded(media_id="4711")
    request = graph.calls[0].request
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=file-")


@pytest.mark.parametrize(
    ("code", "status", "remedy"),
    [(131053, 400, Remedy.FIX), (130429, 400, Remedy.BACK_OFF), (190, 401, Remedy.HOLD)],
)
def test_a_clear_no_is_kept_with_its_code(
    graph: responses.RequestsMock, code: int, status: int, remedy: Remedy
) -> None:
    graph.post(URL, json={"error": {"code": code, "message": "no"}}, status=status)
    result = upload()
    assert isinstance(result, Rejected)
    assert (result.code, result.remedy) == (code, remedy)


@pytest.mark.parametrize(("status", "body"), [(500, "{}"), (200, "{}"), (200, "<html>"), (404, "")])
def test_what_proves_nothing_is_tried_again(
    graph: responses.RequestsMock, status: int, body: str
) -> None:
    graph.post(URL, body=body, status=status)
    assert isinstance(upload(), NotStarted)


def test_a_lost_answer_is_tried_again() -> None:
    with server(lambda connection: connection.close()) as address:
        assert isinstance(upload(address), NotStarted)


def test_a_server_reads_exactly_the_bytes() -> None:
    simulator = start_simulator(
        SimulatorConfig(
            callback_url="http://127.0.0.1:9/webhook",
            app_secret="s",
            access_token=TOKEN,
            verify_token="v",
            phone_numbers=(Number(id=NUMBER),),
        )
    )
    try:
        result = client(simulator.url).upload(
            NUMBER, content=JPEG, media_type="image/jpeg", name="a.jpg"
        )
        assert isinstance(result, Uploaded)
        stored = simulator.cloud.media.get(result.media_id)
        assert stored is not None
        assert (stored.content, stored.mime_type) == (JPEG, "image/jpeg")
    finally:
        simulator.stop()


@pytest.mark.parametrize(
    ("message", "content"),
    [
        (
            OutMedia(kind=MediaKind.IMAGE, name="a.jpg", body="hi", media_id="1"),
            {"type": "image", "image": {"id": "1", "caption": "hi"}},
        ),
        (
            OutMedia(kind=MediaKind.DOCUMENT, name="a.pdf", media_id="1"),
            {"type": "document", "document": {"id": "1", "filename": "a.pdf"}},
        ),
        (
            OutMedia(kind=MediaKind.AUDIO, name="a.ogg", body="hi", media_id="1"),
            {"type": "audio", "audio": {"id": "1"}},
        ),
    ],
)
def test_a_file_is_named_by_its_id(message: OutMedia, content: dict[str, object]) -> None:
    body = build_body(message, phone="821012345678", bsuid=None, attempt_id="att_1")
    assert {key: body[key] for key in content} == content
    assert from_json(json.loads(json.dumps(as_json(message)))) == message


def test_a_file_that_whatsapp_does_not_have_is_not_sent(graph: responses.RequestsMock) -> None:
    graph.assert_all_requests_are_fired = False
    message = OutMedia(kind=MediaKind.IMAGE, name="a.jpg")
    result = client().send(NUMBER, phone="82", bsuid=None, message=message, attempt_id="att_1")
    assert isinstance(result, Rejected)
    assert not graph.calls


def test_a_template_without_the_file_of_its_header_is_not_called_out() -> None:
    message = OutTemplate(
        name="news", language="ko", category="utility", version_id="tpv_1", body="소식",
        header_kind=MediaKind.IMAGE,
    )  # fmt: skip
    result = client(BASE).send(
        NUMBER, phone="821000000001", bsuid=None, message=message, attempt_id="att_1"
    )
    assert isinstance(result, Rejected)
    assert "never uploaded" in result.details
