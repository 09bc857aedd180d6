from pathlib import Path

import pytest

from bench.walls.play import prepare_for_play


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walls") / "data"
    prepare_for_play(folder)
    return folder
