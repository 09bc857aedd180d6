"""One request to an OpenAI-compatible server: in time, of bounded size, never tried again."""

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from wa_support.models.deadline import within
from wa_support.ports.language_model import ModelUnavailable

if TYPE_CHECKING:
    from openai import OpenAI

OPENAI: Final = "https://api.openai.com/v1"
_CONNECT_S: Final = 3.0


class Endpoint(StrEnum):
    RESPONSES = "/responses"
    CHAT = "/chat/completions"
    MODELS = "/models"


class FormRefused(ModelUnavailable):
    """The server does not know the way in which the answer's form was asked for."""


class OpenAiClient:
    """The SDK is imported by the first request: it takes a second and tens of megabytes, which a
    service that asks no model never spends."""

    def __init__(self, *, api_key: str, base_url: str) -> None:
        self._api_key = api_key
        self._base_url = base_url
        self._sdk: OpenAI | None = None
        self._opening = threading.Lock()

    def model_names(self, *, within_s: float) -> frozenset[str]:
        """Those that the key may ask; raises ModelUnavailable."""
        listed = self.ask(Endpoint.MODELS, within_s=within_s).get("data")
        if not isinstance(listed, list):
            raise ModelUnavailable("unreadable")
        return frozenset(
            str(each["id"]) for each in listed if isinstance(each, dict) and "id" in each
        )

    def ask(self, endpoint: Endpoint, *, within_s: float, **body: Any) -> Mapping[str, Any]:
        """The JSON object of the answer; raises ModelUnavailable."""

        def work(abandoned: threading.Event) -> Mapping[str, Any]:
            return _object(self._read(endpoint, body, within_s, abandoned))

        return within(within_s, work)

    def _read(
        self,
        endpoint: Endpoint,
        body: Mapping[str, Any],
        within_s: float,
        abandoned: threading.Event,
    ) -> bytes:
        sdk = self._opened()
        import httpx2
        import openai

        from wa_support.models.openai_errors import unavailable_for

        timeout = httpx2.Timeout(within_s, connect=min(_CONNECT_S, within_s))
        try:
            with _caller(sdk, endpoint)(**body, timeout=timeout) as answer:
                return _whole(answer.iter_bytes(), abandoned)
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            if _refuses_form(error):
                raise FormRefused("bad_request") from None
            raise unavailable_for(error) from None
        except UnicodeEncodeError:
            # its words hold what could not be written
            kind = "bad_request" if self._api_key.isascii() else "refused_key"
            raise ModelUnavailable(kind) from None

    def _opened(self) -> "OpenAI":
        with self._opening:
            if self._sdk is None:
                self._sdk = _open(self._api_key, self._base_url)
            return self._sdk


def _open(api_key: str, base_url: str) -> "OpenAI":
    import openai

    from wa_support.models.bounded_answers import bounded

    # at their lower levels they note addresses, and what a customer said
    for library in ("openai", "httpx2"):
        logging.getLogger(library).setLevel(logging.WARNING)
    return openai.OpenAI(
        api_key=api_key,
        base_url=base_url,
        max_retries=0,
        # what a customer said goes to no host but the one that was set
        http_client=openai.DefaultHttpx2Client(
            follow_redirects=False, event_hooks={"response": [bounded]}
        ),
    )


def _caller(sdk: "OpenAI", endpoint: Endpoint) -> Any:
    """Unparsed, so that a body is read no further than it may be long."""
    if endpoint is Endpoint.RESPONSES:
        return sdk.responses.with_streaming_response.create
    if endpoint is Endpoint.CHAT:
        return sdk.chat.completions.with_streaming_response.create
    return sdk.models.with_streaming_response.list


def _refuses_form(error: Exception) -> bool:
    """Servers name the field in words of their own, so the name alone is looked for."""
    refused = getattr(error, "status_code", None) in (400, 422)
    return refused and "response_format" in str(error)


def _whole(chunks: Iterator[bytes], abandoned: threading.Event) -> bytes:
    from wa_support.models.bounded_answers import MOST_BYTES

    body = bytearray()
    for chunk in chunks:
        body += chunk
        # unpacked, it may be longer than it came
        if len(body) > MOST_BYTES or abandoned.is_set():
            raise ModelUnavailable("unreadable")
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ModelUnavailable("unreadable") from None
    if not isinstance(found, dict):
        raise ModelUnavailable("unreadable")
    return found
