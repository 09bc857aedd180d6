"""Who did what. Once salt and payload are erased, the digest that stays tells nobody anything."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection, insert

from wa_support.domain.people import AuditRecord
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import audit

_SALT: Final = 16
_ADD: Final = insert(audit)


class SqlAudit:
    """Digest = SHA-256 of the salt followed by the payload: canonical JSON in UTF-8."""

    def __init__(
        self, connection: Connection, cipher: Cipher, random: Callable[[int], bytes]
    ) -> None:
        self._connection = connection
        self._cipher = cipher
        self._random = random

    def add(self, record: AuditRecord) -> None:
        salt = self._random(_SALT)
        payload = json.dumps(asdict(record), sort_keys=True, separators=(",", ":")).encode()
        row = {
            "at": record.at,
            "digest": hashlib.sha256(salt + payload).digest(),
            "salt": salt,
            "payload": self._cipher.seal(payload),
        }
        self._connection.execute(_ADD, row)
