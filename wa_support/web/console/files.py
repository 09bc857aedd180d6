"""Files that came or went with a message, and those of templates' headers: pictures are shown,
everything else is handed over."""

from io import BytesIO
from typing import IO, Final
from urllib.parse import quote

from flask import Blueprint, Flask, Request, abort, request
from werkzeug.wrappers import Response

from wa_support.domain.file_names import safe_name
from wa_support.domain.file_types import SHOWN, sniffed
from wa_support.domain.outgoing_files import MOST_BYTES
from wa_support.web.console.parts import parts

_TAKES_FILES: Final = frozenset({"cases.send_file"})
_FORM_BYTES: Final = 64 * 1024
_HEARD: Final = "audio/"
pages = Blueprint("files", __name__)


class SealedRequest(Request):
    """Keeps an uploaded file in memory: on a disk it would lie in clear."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the names are werkzeug's
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


def install(app: Flask) -> None:
    """Before CSRF, which reads the form."""
    app.request_class = SealedRequest
    app.before_request(_make_room)


def _make_room() -> None:
    if request.endpoint in _TAKES_FILES:
        request.max_content_length = MOST_BYTES + _FORM_BYTES


@pages.get("/files/<message_id>")
def show(message_id: str) -> Response:
    """404 for what is not kept here: fetched elsewhere, refused, or never there."""
    here, attachment = parts().files, parts().cases.attachments([message_id]).get(message_id)
    if here is None or attachment is None:
        abort(404)
    content = here.open(attachment)
    return _handed_over(attachment.name, content) if content is not None else abort(404)


@pages.get("/files/samples/<version_id>")
def sample(version_id: str) -> Response:
    """The file in a template's header, as it was put up for review."""
    kept = parts().templates.sample(version_id)
    return _handed_over(version_id, kept.content) if kept is not None else abort(404)


def _handed_over(called: str | None, content: bytes) -> Response:
    """By what the bytes are now, whatever was noted of them. A player hears audio though it is
    given to be kept: how a file is meant to be opened says nothing to the page that embeds it."""
    media_type = sniffed(content)
    named = media_type in SHOWN or media_type.startswith(_HEARD)
    response = Response(content, mimetype=media_type if named else "application/octet-stream")
    name = safe_name(called, media_type)
    how = "inline" if media_type in SHOWN else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
