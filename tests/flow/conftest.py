from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.house import Home, at_home, prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "data"
    prepare(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path, prepared: Path) -> Iterator[Home]:
    with at_home(tmp_path / "data", prepared) as opened:
        yield opened
