import pytest

from wa_support.domain.content import MediaKind
from wa_support.domain.outbound import (
    Choice,
    Outbound,
    OutButtons,
    OutList,
    OutTemplate,
    OutText,
)
from wa_support.whatsapp.bodies import Body, build_body, read_body

TEXT = OutText(body="곧 도착해요")


def built(message: Outbound, phone: str | None = "821000000001") -> Body:
    return build_body(message, phone=phone, bsuid="KR.1", attempt_id="att_1")


def test_a_known_phone_is_written_with_a_plus_and_without_the_bsuid() -> None:
    assert built(TEXT) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+821000000001",
        "type": "text",
        "text": {"body": "곧 도착해요", "preview_url": False},
        "biz_opaque_callback_data": "att_1",
    }


def test_without_a_phone_the_bsuid_is_the_recipient() -> None:
    body = built(TEXT, phone=None)
    assert body["recipient"] == "KR.1"
    assert "to" not in body


def test_buttons_are_reply_buttons() -> None:
    message = OutButtons(body="무엇을 도와드릴까요?", buttons=(Choice(id="track", title="배송"),))
    assert built(message)["interactive"] == {
        "type": "button",
        "body": {"text": "무엇을 도와드릴까요?"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "track", "title": "배송"}}]},
    }


def test_a_list_has_one_section_and_only_the_descriptions_it_has() -> None:
    rows = (Choice(id="1", title="A", description="today"), Choice(id="2", title="B"))
    interactive = built(OutList(body="Which?", button="Choose", rows=rows))["interactive"]
    assert interactive["type"] == "list"
    assert interactive["action"] == {
        "button": "Choose",
        "sections": [
            {"rows": [{"id": "1", "title": "A", "description": "today"}, {"id": "2", "title": "B"}]}
        ],
    }


def test_a_read_mark_shows_typing_only_when_wanted() -> None:
    assert read_body("wamid.1", typing=False) == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.1",
    }
    assert read_body("wamid.1", typing=True)["typing_indicator"] == {"type": "text"}


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (MediaKind.IMAGE, {"id": "4711"}),
        (MediaKind.VIDEO, {"id": "4711"}),
        (MediaKind.DOCUMENT, {"id": "4711", "filename": "terms.pdf"}),
    ],
)
def test_a_templates_file_goes_by_its_id_and_only_a_document_by_name(
    kind: MediaKind, shown: dict[str, str]
) -> None:
    message = OutTemplate(
        name="news", language="ko", category="utility", version_id="tpv_1", body="소식",
        header_kind=kind, media_name="terms.pdf", media_id="4711",
    )  # fmt: skip
    (header,) = built(message)["template"]["components"]
    parameter = {"type": str(kind), str(kind): shown}
    assert header == {"type": "header", "parameters": [parameter]}
