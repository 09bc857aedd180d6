import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.flow.house import Home, at_home, prepare

_KEY = base64.b64encode(b"k" * 32).decode()
_TEMPLATE = "wa_flow_template"
_COPY = "wa_flow"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "data"
    prepare(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path, prepared: Path) -> Iterator[Home]:
    with at_home(tmp_path / "data", prepared) as opened:
        yield opened


@pytest.fixture(scope="session")
def prepared_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("house-on-postgres") / "data"
    prepare(folder, DATABASE_URL=postgres.create_database(_TEMPLATE), WA_DATA_KEY=_KEY)
    yield folder
    postgres.drop_database(_TEMPLATE)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home_on_each(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """As `home`, on each of the two databases."""
    if request.param == "sqlite":
        yield request.getfixturevalue("home")
        return
    prepared = request.getfixturevalue("prepared_postgres")
    url = postgres.create_database(_COPY, template=_TEMPLATE)
    with at_home(tmp_path / "data", prepared, DATABASE_URL=url, WA_DATA_KEY=_KEY) as opened:
        yield opened
    postgres.drop_database(_COPY)
