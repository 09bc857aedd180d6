"""What this machine and the database told. None: it could not be told."""

from dataclasses import dataclass

from wa_support.domain.checkup.connectors import ConnectorLook
from wa_support.domain.media_room import MediaRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFacts:
    """`mode` are the permission bits; `owner` is a user's name; `filesystem` as in /proc/mounts."""

    path: str
    exists: bool = True
    writable: bool = True
    mode: int = 0o700
    owner: str = ""
    ours: bool = True
    free_bytes: int | None = None
    filesystem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """`made`: there is data already, sealed under a key. `file_mode` is that of `data/key`."""

    from_settings: bool
    sqlite: bool
    made: bool
    file: str
    file_mode: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteFacts:
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresFacts:
    """As our own connections see them: `on` or `off`, `synchronous_commit` also other words."""

    version: str
    synchronous_commit: str
    fsync: str
    full_page_writes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Times are UTC milliseconds. `echoed`: somebody wrote from the number by another way;
    `routed`: another system held a conversation."""

    last_beat: int | None = None
    last_webhook: int | None = None
    echoed: bool = False
    routed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """`version` None: none is in force. `sample_shop` None: the policy cannot be read."""

    version: int | None
    sample_shop: bool | None = None
    connectors: tuple[ConnectorLook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFacts:
    engine: SqliteFacts | PostgresFacts
    traffic: Traffic
    policy: PolicyFacts
    media: MediaRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOpened:
    """`broken`: it should have opened. The cure is a sentence or a command."""

    why: str
    cure: str
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFacts:
    folder: FolderFacts
    key: KeyFacts
    database: DatabaseFacts | NotOpened
