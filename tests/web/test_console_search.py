"""Finding a customer: what is searched for never stands in an address."""

from urllib.parse import quote

import pytest

from tests.web.console_world import lively
from tests.web.signed_in import as_somebody, post, seated, text
from wa_support.web.console.searches import Searches


def test_a_search_leads_to_an_address_that_says_nothing() -> None:
    client = seated(lively())
    for words in ("하늘", "821055505678"):
        answer = post(client, "/search", q=words)
        assert answer.status_code == 303
        assert quote(words) not in answer.headers["Location"]
        assert words not in answer.headers["Location"]
        page = text(client, answer.headers["Location"])
        assert f'value="{words}"' in page


def test_words_in_an_address_are_not_read() -> None:
    page = text(seated(lively()), "/search?q=하늘")
    assert "하늘" not in page
    assert 'role="status"' not in page


def test_the_address_finds_the_same_again_and_nobody_elses() -> None:
    world = lively()
    client = seated(world)
    where = post(client, "/search", q="하늘").headers["Location"]
    post(client, "/search", q="다른 말")
    assert "/?c=co_wait" in text(client, where)
    other = as_somebody(client.application, world, role="agent", name="현우")
    assert "하늘" not in text(other, where)


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_to_search_for_leads_to_the_empty_page(words: str) -> None:
    client = seated(lively())
    assert post(client, "/search", q=words).headers["Location"] == "/search"


def test_a_search_from_another_site_is_refused() -> None:
    client = seated(lively())
    assert client.post("/search", data={"q": "하늘"}).status_code in {400, 403}


def test_the_forms_bring_their_token_without_a_script() -> None:
    client = seated(lively())
    assert 'name="csrf_token" form="find-form"' in text(client, "/")
    assert "csrf_token" not in text(client, "/queue")
    assert text(client, "/search").count('name="csrf_token"') == 2  # the other one signs out


def test_only_the_last_searches_are_remembered() -> None:
    searches = Searches()
    first = searches.keep("하나", by="acc_1", now=5)
    assert searches.words(first, by="acc_1") == "하나"
    for n in range(500):
        assert searches.keep(str(n), by="acc_2", now=5) != first
    assert searches.words(first, by="acc_1") == ""
