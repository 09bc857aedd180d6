import base64
import os
import threading
from pathlib import Path

import pytest

from wa_support.domain.errors import ConfigurationError
from wa_support.storage.engine import Engine
from wa_support.storage.keys import data_key, installation_key


def test_local_sqlite_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    made = data_key(None, tmp_path / "data", local_sqlite=True, random=os.urandom)
    assert data_key(None, tmp_path / "data", local_sqlite=True, random=os.urandom) == made
    assert (tmp_path / "data" / "key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_elsewhere_the_key_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="WA_DATA_KEY is missing"):
        data_key(None, tmp_path, local_sqlite=False, random=os.urandom)
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("value", ["short", base64.b64encode(b"x" * 31).decode(), "é" * 44])
def test_a_key_of_another_shape_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match="32 bytes"):
        data_key(value, tmp_path, local_sqlite=True, random=os.urandom)


def test_a_given_key_is_used_as_it_is(tmp_path: Path) -> None:
    value = base64.b64encode(b"d" * 32).decode() + "\n"
    assert data_key(value, tmp_path, local_sqlite=False, random=os.urandom) == b"d" * 32


def test_the_installation_key_is_made_once(engine: Engine) -> None:
    made = installation_key(engine, b"d" * 32, os.urandom)
    assert installation_key(engine, b"d" * 32, os.urandom) == made
    assert len(made) == 32
    assert made != b"d" * 32


def test_processes_that_start_together_agree_on_one_installation_key(engine: Engine) -> None:
    made: list[bytes] = []
    threads = [
        threading.Thread(
            target=lambda: made.append(installation_key(engine, b"d" * 32, os.urandom))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_a_wrong_data_key_is_one_clear_line(engine: Engine) -> None:
    installation_key(engine, b"d" * 32, os.urandom)
    with pytest.raises(ConfigurationError, match="not the key that this database") as refused:
        installation_key(engine, b"x" * 32, os.urandom)
    assert len(refused.value.faults) == 1
