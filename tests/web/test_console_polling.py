"""Polling an unchanged list costs nothing but looking."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.console_world import World, lively
from tests.web.signed_in import as_somebody, post, seated
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.web.console import seat

STEP = 20_000


def poll(client: FlaskClient, etag: str | None = None, path: str = "/queue") -> TestResponse:
    return client.get(path, headers={"If-None-Match": etag} if etag else {})


def seen(client: FlaskClient, path: str = "/queue") -> str:
    answer = poll(client, path=path)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def test_an_unchanged_list_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = seated(lively())
    etag = seen(client)

    def never(*_: object, **__: object) -> str:
        raise AssertionError("made again")

    monkeypatch.setattr(seat, "render_template", never)
    answer = poll(client, etag)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == etag


def _somebody_writes(world: World) -> None:
    world.say("co_wait", Author.CUSTOMER, "여보세요?")


def _somebody_comes(world: World) -> None:
    world.add("co_new", owner=Owner.QUEUED, name="박보라")


def _somebody_takes(world: World) -> None:
    world.take("co_wait", agent="현우")


def _somebody_tags(world: World) -> None:
    world.tag("co_wait", agent="현우", tag="급함")


def _a_minute_passes(world: World) -> None:
    world.clock.at += 60_000


@pytest.mark.parametrize(
    "change",
    [_somebody_writes, _somebody_comes, _somebody_takes, _somebody_tags, _a_minute_passes],
)
def test_whatever_changes_is_news(change: Callable[[World], None]) -> None:
    world = lively()
    client = seated(world)
    etag = seen(client)
    change(world)
    assert poll(client, etag).status_code == 200


def test_what_one_may_see_or_reads_is_part_of_it() -> None:
    world = lively()
    client = seated(world)
    etag = seen(client)
    viewer = as_somebody(client.application, world, role="viewer", name="소연")
    assert poll(viewer, etag).status_code == 200
    assert poll(client, etag, "/queue?c=co_wait").status_code == 200
    assert poll(client, etag, "/queue?lang=en").status_code == 200


def test_the_times_of_all_rows_move_on_together() -> None:
    world = lively()
    world.clock.at -= world.clock.at % STEP
    client = seated(world)
    etag = seen(client)
    for _ in range(3):
        world.clock.at += STEP // 4
        assert poll(client, etag).status_code == 304


def test_an_answer_to_many_shows_the_list_as_it_is_then() -> None:
    world = lively()
    client = seated(world)
    said = post(client, "/many", chosen="co_wait", text="곧 답하겠습니다", key="k1")
    assert said.status_code == 200
    assert "곧 답하겠습니다" in said.get_data(as_text=True)
