"""Whether there is room for the files that customers and agents send."""

from typing import Final

from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, warning
from wa_support.domain.checkup.machine_facts import DatabaseFacts, NotOpened
from wa_support.domain.media_room import GB

_CURE: Final = (
    "set WA_MEDIA_LIMIT_GB higher and restart, or make room on the disk of WA_DATA_DIR: "
    "df -h shows which"
)


def about_media(database: DatabaseFacts | NotOpened) -> Finding:
    if isinstance(database, NotOpened):
        return could_not_look("media", "the database was not opened", "see database")
    room = database.media
    found = f"{room.used / GB:.1f} GB of files, of {room.limit / GB:.1f} GB that may be kept"
    if not room.takes(1):
        return problem("media", f"{found}: photos and documents are refused", _CURE)
    return warning("media", found, _CURE) if room.nearly_full else ok("media", found)
