"""The body of `POST /{phone_number_id}/media`, as multipart/form-data (RFC 7578).

Source: Meta, "business-phone-numbers/media", "Upload media".
"""

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    content_type: str
    body: bytes = field(repr=False)


def upload_form(content: bytes, *, media_type: str, name: str) -> UploadForm:
    """Meta wants the ending of the name to fit the type; the rest of it stays here."""
    ending = name.rpartition(".")[2]
    boundary = f"file-{hashlib.sha256(content).hexdigest()}"
    head = (
        _field(boundary, "messaging_product", "whatsapp")
        + _field(boundary, "type", media_type)
        + f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="file.{ending}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    return UploadForm(
        content_type=f"multipart/form-data; boundary={boundary}",
        body=head.encode() + content + f"\r\n--{boundary}--\r\n".encode(),
    )


def _field(boundary: str, name: str, value: str) -> str:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
    return f"{head}\r\n\r\n{value}\r\n"
