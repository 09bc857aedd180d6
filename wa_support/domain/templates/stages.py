"""Where a template stands on its way from file to customer, and what is to be done next."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.standing import APPROVED, MetaTemplate
from wa_support.domain.templates.template import TemplateKey


class Ours(StrEnum):
    """What our house makes of the file as it is now."""

    NO_FILE = "no_file"
    FAULTY = "faulty"
    NOT_PUT_UP = "not_put_up"
    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    APPROVED = "approved"


class Next(StrEnum):
    MEND_FILE = "mend_file"
    PUT_UP = "put_up"
    REVIEW = "review"
    CHANGE_FILE = "change_file"
    SUBMIT = "submit"
    WAIT_FOR_META = "wait_for_meta"
    MEND_REJECTED = "mend_rejected"
    WAIT_OUT_PAUSE = "wait_out_pause"
    NEW_NAME = "new_name"
    SETTLE_CATEGORY = "settle_category"
    UNARCHIVE = "unarchive"
    MAKE_ROOM = "make_room"
    NAME_LOCKED = "name_locked"
    LOOK_AT_META = "look_at_meta"
    ONLY_AT_META = "only_at_meta"
    NOTHING = "nothing"


_BY_OURS: Final = {
    Ours.FAULTY: Next.MEND_FILE,
    Ours.NOT_PUT_UP: Next.PUT_UP,
    Ours.IN_REVIEW: Next.REVIEW,
    Ours.CHANGES_ASKED: Next.CHANGE_FILE,
}
_BY_STATUS: Final = {
    "PENDING": Next.WAIT_FOR_META,
    "IN_APPEAL": Next.WAIT_FOR_META,
    "REJECTED": Next.MEND_REJECTED,
    "PAUSED": Next.WAIT_OUT_PAUSE,
    "DISABLED": Next.NEW_NAME,
    "ARCHIVED": Next.UNARCHIVE,
    "LIMIT_EXCEEDED": Next.MAKE_ROOM,
    "PENDING_DELETION": Next.NAME_LOCKED,
    "DELETED": Next.NAME_LOCKED,
}
"""Source: Meta, "webhooks/reference/message_template_status_update"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`file_sha256` is None without a file; `faulty`: its file cannot be put up. `newest` was put
    up last, `approved` is the newest of the approved ones, `given` is what Meta has of ours.
    `category` is the approved version's, in small letters. `now` in UTC milliseconds."""

    key: TemplateKey
    now: int
    file_sha256: str | None = None
    faulty: bool = False
    newest: TemplateVersion | None = None
    approved: TemplateVersion | None = None
    given: TemplateVersion | None = None
    category: str | None = None
    theirs: MetaTemplate | None = None

    @property
    def ours(self) -> Ours:
        newest, approved = self.newest, self.approved
        if newest is not None and newest.state is ApprovalState.IN_REVIEW:
            return Ours.IN_REVIEW
        if self.file_sha256 is None:
            return Ours.NO_FILE
        if approved is not None and approved.sha256 == self.file_sha256:
            return Ours.APPROVED
        if self.faulty:
            return Ours.FAULTY
        if newest is None or newest.sha256 != self.file_sha256:
            return Ours.NOT_PUT_UP
        asked = newest.state is ApprovalState.CHANGES_ASKED
        return Ours.CHANGES_ASKED if asked else Ours.NOT_PUT_UP

    @property
    def file_changed(self) -> bool:
        """The file is no longer what was put up last."""
        return self.newest is not None and self.file_sha256 not in {None, self.newest.sha256}

    @property
    def category_moved(self) -> bool:
        """Meta charges and limits it as something else than what was approved."""
        theirs = self.theirs
        if theirs is None or self.category is None or theirs.gone_at is not None:
            return False
        return theirs.counts_as(self.now) != self.category

    @property
    def goes_out(self) -> bool:
        """An approved version stands approved at Meta, as what was approved."""
        given, theirs = self.given, self.theirs
        if theirs is None or given is None or given.state is not ApprovalState.APPROVED:
            return False
        return theirs.sendable and not self.category_moved

    @property
    def next(self) -> Next:
        ours, theirs = self.ours, self.theirs
        if ours in _BY_OURS:
            return _BY_OURS[ours]
        if self.approved is None:
            return Next.ONLY_AT_META if theirs is not None else Next.NOTHING
        if theirs is None or theirs.gone_at is not None:
            return Next.SUBMIT if ours is Ours.APPROVED else Next.NOTHING
        return self._at_meta(theirs)

    def _at_meta(self, theirs: MetaTemplate) -> Next:
        newer = self.approved is not None and theirs.version_id != self.approved.id
        by_status = _BY_STATUS.get(theirs.status)
        if newer and by_status in {None, Next.MEND_REJECTED, Next.WAIT_OUT_PAUSE}:
            return Next.SUBMIT
        if theirs.status == APPROVED:
            return Next.SETTLE_CATEGORY if self.category_moved else Next.NOTHING
        return by_status or Next.LOOK_AT_META
