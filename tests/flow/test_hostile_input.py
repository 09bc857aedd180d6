"""What strangers write, name and send goes through the whole house and comes out as harmless text
on every page that shows it."""

import re

import pytest
from flask.testing import FlaskClient

from tests.flow.house import MINA, Home, contact, webhook
from wa_support.bootstrap.console import console_app_of
from wa_support.domain.accounts import Role
from wa_support.domain.delivery import Author

XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "</textarea></title><script>alert(1)</script>",
    '<a href="javascript:alert(1)" hx-get="/x" hx-trigger="load">x</a>',
)
SIGNS = (
    "\u202egnp.exe\u202c\u2066x\u2069",
    "a\u200b\u200d\ufeffb\u00ad",
    "\0\x1b[31m\x07",
)
LONG = ("가" * 100_000, "😀" * 1000, "a" * 100_000, "\u0301" * 5_000)
HOSTILE = (*XSS, *SIGNS, *LONG)
JPEG = b"\xff\xd8\xff pixels"
_ALIVE = re.compile(
    r"<script>alert|<img src=x|<svg/on|onerror=alert\(1\)>|<a href=\"javascript", re.IGNORECASE
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def desk(home: Home) -> FlaskClient:
    house = home.house
    account, _ = house.people().add(
        name="민지", login="minji@shop.example", role=Role.AGENT, by="test"
    )
    client = console_app_of(house).test_client()
    with client.session_transaction() as session:
        session["token"] = house.sign_in().let_in(account.id)
    return client


def _post(client: FlaskClient, path: str, **form: str) -> int:
    found = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/").get_data(as_text=True))
    assert found
    return client.post(path, data=form, headers={"X-CSRFToken": found[1]}).status_code


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = answer.get_data(as_text=True)
    assert not _ALIVE.search(text), path
    assert not _TURNING.search(text), path
    return text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_name_a_caption_a_file_name_and_words(
    home: Home, desk: FlaskClient, hostile: str
) -> None:
    item = {"id": "900001", "mime_type": "image/jpeg", "caption": hostile}
    photo = home.message({"type": "image", "image": item})
    paper = {"id": "900002", "mime_type": "application/pdf", "filename": hostile}
    document = home.message({"type": "document", "document": paper})
    said = home.message({"type": "text", "text": {"body": hostile}})
    for message in (photo, document, said):
        home.take(webhook(messages=[message], contacts=[contact(MINA, hostile)]))
    home.cloud.files = {"900001": JPEG, "900002": b"%PDF-1.7"}
    while (fetch := home.media.claim()) is not None:
        fetch()
    home.answer()
    talk = home.conversation().id
    lines = [line for line in home.transcript() if line.author == Author.CUSTOMER]
    assert [line.type for line in lines] == ["image", "document", "text"]
    for path in (f"/?c={talk}", f"/queue?view=everything&c={talk}", f"/c/{talk}/live"):
        assert len(shown(desk, path)) < 2_000_000
    assert home.counts()["dead_letters"] == 0
    for line in lines[:2]:
        answer = desk.get(f"/files/{line.id}")
        assert answer.status_code == 200
        header = answer.headers["Content-Disposition"]
        assert re.fullmatch(r"(inline|attachment); filename\*=UTF-8''[A-Za-z0-9%._~-]+", header)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_agents_search_note_and_tag(home: Home, desk: FlaskClient, hostile: str) -> None:
    home.say("상담원")
    home.answer()
    talk = home.conversation().id
    assert desk.get("/search", query_string={"q": hostile[:4000]}).status_code == 200
    assert _post(desk, f"/c/{talk}/note", text=hostile, key="k1") in {200, 409, 413}
    assert _post(desk, f"/c/{talk}/tag", tag=hostile) in {200, 409, 413}
    shown(desk, f"/c/{talk}/live")
    shown(desk, "/queue?view=everything")
