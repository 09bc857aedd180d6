"""Whether the database keeps what it has confirmed."""

from typing import Final

from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, warning
from wa_support.domain.checkup.machine_facts import (
    DatabaseFacts,
    NotOpened,
    PostgresFacts,
    SqliteFacts,
)

_FIRST_WITH_WAL: Final = (3, 7, 0)
_REPAIRED: Final = (3, 51, 3)
_BACKPORTS: Final = {(3, 44): 6, (3, 50): 7}
_AVOIDED: Final = (
    "this service keeps out of it: no automatic checkpoints, and its own only inside the write lock"
)
_STAY_OUT: Final = (
    "write to the file with no other program while the service runs; take SQLite 3.51.3 or newer "
    "when your system offers it (a distribution may have repaired its own without a new number)"
)
_DURABLE: Final = frozenset({"on", "remote_write", "remote_apply"})


def about_database(database: DatabaseFacts | NotOpened) -> Finding:
    if isinstance(database, NotOpened):
        kind = problem if database.broken else could_not_look
        return kind("database", database.why, database.cure)
    if isinstance(database.engine, SqliteFacts):
        return _sqlite(database.engine.version)
    return _postgres(database.engine)


def _sqlite(version: str) -> Finding:
    """https://www.sqlite.org/wal.html#walresetbug"""
    numbers = tuple(int(number) for number in version.split("."))
    if _has_reset_bug(numbers):
        found = f"SQLite {version} can lose a commit that meets two checkpoints; {_AVOIDED}"
        return warning("database", found, _STAY_OUT)
    return ok("database", f"SQLite {version}")


def _has_reset_bug(numbers: tuple[int, ...]) -> bool:
    if not _FIRST_WITH_WAL <= numbers < _REPAIRED:
        return False
    major, minor, patch = numbers
    backport = _BACKPORTS.get((major, minor))
    return backport is None or patch < backport


def _postgres(facts: PostgresFacts) -> Finding:
    wrong = [
        f"{name} = {value}"
        for name, value, good in (
            ("fsync", facts.fsync, {"on"}),
            ("full_page_writes", facts.full_page_writes, {"on"}),
            ("synchronous_commit", facts.synchronous_commit, _DURABLE),
        )
        if value not in good
    ]
    if wrong:
        found = f"PostgreSQL {facts.version} with {', '.join(wrong)} can lose what it confirmed"
        cure = "; ".join(f"ALTER SYSTEM SET {each.partition(' ')[0]} = 'on'" for each in wrong)
        return problem("database", found, f"in psql: {cure}; SELECT pg_reload_conf();")
    return ok("database", f"PostgreSQL {facts.version}: commits are durable")
