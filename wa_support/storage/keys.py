"""The two keys: WA_DATA_KEY, which people keep, wraps the installation key, which the data has.

So WA_DATA_KEY can be changed without sealing everything again.
"""

import base64
import binascii
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select

from wa_support.domain.errors import ConfigurationError
from wa_support.storage.cipher import CannotOpen, Cipher
from wa_support.storage.private_files import create_durably, private_folder
from wa_support.storage.schema import meta
from wa_support.storage.transactions import Engine

_LENGTH: Final = 32
_ROW: Final = "installation_key"

Random = Callable[[int], bytes]


def data_key(
    settings_value: str | None, data_dir: Path, *, local_sqlite: bool, random: Random
) -> bytes:
    """The 32 bytes of WA_DATA_KEY; on local SQLite, without the setting, those of `data_dir/key`,
    which is made when it is missing. Raises `ConfigurationError`."""
    if settings_value:
        return _decoded(settings_value, "WA_DATA_KEY")
    if not local_sqlite:
        raise ConfigurationError(
            ["WA_DATA_KEY is missing: make one with `openssl rand -base64 32` and keep it safe"]
        )
    return _key_file(private_folder(data_dir) / "key", random)


def installation_key(engine: Engine, data_key: bytes, random: Random) -> bytes:
    """The 32 bytes that everything in this database is sealed under, made on first use.

    Raises `ConfigurationError` when `data_key` is not the one that wrapped it.
    """
    with engine.read() as connection:
        wrapped = _wrapped(connection)
    if wrapped is None:
        wrapped = _make_once(engine, Cipher(data_key, random).seal(random(_LENGTH)))
    try:
        return Cipher(data_key, random).open(wrapped)
    except CannotOpen:
        raise ConfigurationError(
            ["WA_DATA_KEY is not the key that this database was made with; set that one"]
        ) from None


def _make_once(engine: Engine, wrapped: bytes) -> bytes:
    with engine.alone() as connection:
        already = _wrapped(connection)
        if already is not None:
            return already
        connection.execute(insert(meta).values(key=_ROW, value=wrapped))
        return wrapped


def _wrapped(connection: Connection) -> bytes | None:
    value = connection.execute(select(meta.c.value).where(meta.c.key == _ROW)).scalar()
    return None if value is None else bytes(value)


def _key_file(path: Path, random: Random) -> bytes:
    if not path.exists():
        # Where another process is first, its key is the key.
        with suppress(FileExistsError):
            create_durably(path, base64.b64encode(random(_LENGTH)) + b"\n")
    return _decoded(path.read_text("ascii", "replace"), str(path))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _LENGTH:
        raise ConfigurationError(
            [f"{where} is not base64 of 32 bytes; `openssl rand -base64 32` makes one"]
        )
    return key
