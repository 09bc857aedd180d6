"""What doctor says of a language model: a real local server of one, looked at as it is used."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.service import settings_in, simulator
from tests.models.asking import KEY, MODEL, REQUEST, Ticking, serving
from wa_support.bootstrap.doctor import run_doctor
from wa_support.bootstrap.language_model import language_model, model_facts
from wa_support.config.secret import Secret
from wa_support.config.settings import Settings
from wa_support.domain.checkup.finding import Finding, State
from wa_support.domain.checkup.language_model import about_language_model
from wa_support.domain.checkup.model_facts import ModelFacts, NoList
from wa_support.domain.errors import ConfigurationError
from wa_support.simulator.model.answers import Says
from wa_support.simulator.model.server import RunningModel

WORDS = '{"intent":"order_status","order_id":null,"next_action":"answer"}'
AT_OPENAI = ModelFacts(
    base_url="https://api.openai.com/v1", openai=True, named=MODEL, listed=frozenset({MODEL})
)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningModel]:
    running = serving(lambda _asked: Says(text=WORDS))
    yield running
    running.stop()


@pytest.fixture
def settings(server: RunningModel, tmp_path: Path) -> Settings:
    more = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url, "OPENAI_MODEL": MODEL}
    return settings_in(tmp_path / "data", "http://127.0.0.1:9", **more)


def looked(settings: Settings, **changes: Any) -> Finding:
    return about_language_model(model_facts(replace(settings, **changes)))


def test_a_key_that_works_and_a_model_that_is_there(
    settings: Settings, server: RunningModel
) -> None:
    found = looked(settings)
    assert (found.state, found.found) == (
        State.OK, f"{server.url} accepts the key and has {MODEL}",
    )  # fmt: skip


def test_without_a_key_nothing_is_asked_and_nothing_is_wrong(settings: Settings) -> None:
    found = looked(settings, openai_api_key=None, openai_base_url="http://127.0.0.1:9/v1")
    assert (found.state, "OPENAI_API_KEY is not set" in found.found) == (State.OK, True)
    without = replace(settings, openai_api_key=None)
    assert language_model(without, Ticking()) is None


def test_a_key_that_is_refused(settings: Settings) -> None:
    found = looked(settings, openai_api_key=Secret("sk-wrong-key-00009999"))
    assert found.state is State.PROBLEM
    assert "OPENAI_API_KEY" in str(found.cure)
    assert "9999" not in repr(found)


def test_nobody_at_the_address(settings: Settings) -> None:
    found = looked(settings, openai_base_url="http://127.0.0.1:9/v1")
    assert (found.state, "firewall" in str(found.cure)) == (State.PROBLEM, True)


def test_an_address_without_a_list_of_models(settings: Settings, server: RunningModel) -> None:
    found = looked(settings, openai_base_url=server.url.removesuffix("/v1"))
    assert (found.state, "/v1" in str(found.cure)) == (State.COULD_NOT_LOOK, True)


def test_a_model_that_is_not_named(settings: Settings) -> None:
    found = looked(settings, openai_model=None)
    assert (found.state, f"it lists {MODEL}" in str(found.cure)) == (State.PROBLEM, True)
    with pytest.raises(ConfigurationError, match="OPENAI_MODEL: not set"):
        language_model(replace(settings, openai_model=None), Ticking())


@pytest.mark.parametrize(("openai", "state"), [(True, State.PROBLEM), (False, State.WARNING)])
def test_a_model_that_is_not_listed(openai: bool, state: State) -> None:
    many = frozenset(f"model-{at:03}" for at in range(200))
    found = about_language_model(replace(AT_OPENAI, openai=openai, listed=many))
    assert (found.state, found.found) == (
        state, f"https://api.openai.com/v1 accepts the key, but does not list {MODEL}",
    )  # fmt: skip
    assert str(found.cure).endswith("model-006, model-007, …")


@pytest.mark.parametrize(
    ("kind", "state", "cure"),
    [
        ("refused_key", State.PROBLEM, "platform.openai.com → API keys"),
        ("timeout", State.PROBLEM, "firewall"),
        ("server_error", State.COULD_NOT_LOOK, "wait a minute"),
        ("rate_limited", State.COULD_NOT_LOOK, "wait a minute"),
        ("unreadable", State.COULD_NOT_LOOK, "OPENAI_BASE_URL"),
    ],
)
def test_every_way_of_getting_no_list_has_a_cure(kind: str, state: State, cure: str) -> None:
    found = about_language_model(replace(AT_OPENAI, listed=NoList(kind=kind)))
    assert (found.state, cure in str(found.cure)) == (state, True)


def test_it_stands_among_doctors_findings_and_shows_no_key(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cloud = simulator()
    try:
        found = run_doctor(replace(settings, graph_api_base_url=cloud.url))
    finally:
        cloud.stop()
    assert [one.state for one in found if one.check == "language_model"] == [State.OK]
    assert KEY not in repr(found) + caplog.text + repr(settings)


def test_the_model_of_the_settings_answers(settings: Settings) -> None:
    model = language_model(settings, Ticking())
    assert model is not None
    assert (model.name, model.reply(REQUEST, within_s=20).text) == (MODEL, WORDS)
