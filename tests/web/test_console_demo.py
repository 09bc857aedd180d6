"""The demo page exists only in the demo, and tells the truth about the plug."""

import re
from dataclasses import replace

from flask.testing import FlaskClient

from tests.web.console_world import NOW, SOURCE, Worker, World, demo_of, lively
from tests.web.signed_in import app_of, inside, post, text
from wa_support.domain.delivery import Author
from wa_support.web.console.plug import Tally, tally


def visitor(world: World, worker: Worker) -> FlaskClient:
    app = app_of(world, demo_of(world, worker))
    client = app.test_client()
    assert client.get("/enter/t0ken").headers["Location"] == "/demo"
    return client


def test_without_demo_wiring_there_is_no_demo() -> None:
    client = inside(lively())
    assert client.get("/demo").status_code == 404
    assert client.get("/demo/match").status_code == 404


def test_the_page_frames_the_phone_why_and_the_seat() -> None:
    page = text(visitor(lively(), Worker()), "/demo?lang=en")
    assert 'data-src="http://127.0.0.1:8093/phone?lang=en&amp;tz=Asia%2FSeoul"' in page
    assert 'id="why"' in page
    assert 'id="seat"' in page
    assert "version 1" in page


def test_the_shown_customers_conversation_is_found_else_the_newest() -> None:
    world = lively()
    client = visitor(world, Worker())
    waiting = world.summaries["co_wait"]
    late = replace(waiting.conversation, last_message_at=NOW + 1)
    world.summaries["co_wait"] = replace(waiting, conversation=late)
    assert client.get("/demo/match?bsuid=KR.co_auto").json == {
        "conversation": "co_auto",
        "version": 1,
    }
    assert client.get("/demo/match?phone=%2B821099999999").json["conversation"] == "co_wait"  # type: ignore[index]


def test_before_the_first_message_why_says_in_one_language_what_to_do() -> None:
    page = text(visitor(lively(), Worker()), "/demo/empty?lang=en")
    assert "Tap a sentence on the customer&#39;s phone." in page
    assert not re.search("[가-힣]", page)
    assert "<li>" not in page


def test_before_anybody_has_written_there_is_nothing_to_match() -> None:
    assert visitor(World(), Worker()).get("/demo/match").json == {
        "conversation": None,
        "version": None,
    }


def test_the_plug_says_who_died_and_that_the_worker_is_back_only_when_it_is() -> None:
    world, worker = lively(), Worker()
    client = visitor(world, worker)
    assert "워커가 죽었습니다 (pid 4242)" in post(client, "/demo/unplug").get_data(as_text=True)
    assert "되살아남" not in text(client, "/demo/worker?c=co_auto")
    worker.back()
    assert "되살아남, 질문 1 · 답 1" in text(client, "/demo/worker?c=co_auto")


def test_a_question_that_is_still_open_is_not_counted_as_answered() -> None:
    world = lively()
    world.say("co_auto", Author.CUSTOMER, "그거")
    world.say("co_auto", Author.CUSTOMER, "언제 와요?")
    assert tally(world.lines["co_auto"], NOW) == Tally(questions=1, answers=0)


def test_an_answer_sent_twice_is_counted_twice() -> None:
    world = lively()
    world.clock.at += 5000
    world.say("co_auto", Author.CUSTOMER, "언제 와요?")
    world.say("co_auto", Author.BOT, "내일입니다.")
    world.say("co_auto", Author.BOT, "내일입니다.")
    assert tally(world.lines["co_auto"], world.clock.now()) == Tally(questions=1, answers=2)


def test_an_edited_policy_is_published_byte_for_byte_as_the_next_version() -> None:
    world = lively()
    client = visitor(world, Worker())
    edited = SOURCE.replace("택배", "소포")
    answer = post(client, "/demo/policy", source=edited.replace("\n", "\r\n"))
    assert answer.status_code == 200
    assert "버전 2" in answer.get_data(as_text=True)
    assert world.versions[-1].source == edited.encode()


def test_a_faulty_policy_is_not_published_and_every_fault_has_its_place() -> None:
    world = lively()
    answer = post(visitor(world, Worker()), "/demo/policy", source="business: x")
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert '<a class="fault" href="#L1"><code>policies.yaml:1:1</code></a>' in page
    assert '<li id="L1" class="faulty"><span id="first-fault"></span>1</li>' in page
    assert "/tmp/" not in page
    assert len(world.versions) == 1
