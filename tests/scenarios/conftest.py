from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.house import prepare
from tests.scenarios.spending import Spending

_spending = pytest.StashKey[Spending]()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "data"
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def spending(request: pytest.FixtureRequest) -> Iterator[Spending]:
    spent = Spending()
    yield spent
    request.config.stash[_spending] = spent


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    spent = config.stash.get(_spending, None)
    if spent is None or not spent.scenarios:
        return
    terminalreporter.section("what the dialogues would cost")
    for line in spent.lines():
        terminalreporter.write_line(line)
