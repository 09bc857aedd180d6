from pathlib import Path

import pytest

from tests.flow.house import prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walls") / "data"
    prepare(folder)
    return folder
