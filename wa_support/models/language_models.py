"""Which way a language model is asked, by where it is."""

from typing import Final
from urllib.parse import urlsplit

from wa_support.models.chat_model import ChatModel
from wa_support.models.openai_client import OPENAI, OpenAiClient
from wa_support.models.responses_model import ResponsesModel
from wa_support.ports.language_model import LanguageModel
from wa_support.ports.outside import Clock

_OPENAI_HOST: Final = urlsplit(OPENAI).hostname or ""


def language_model(*, api_key: str, base_url: str | None, name: str, clock: Clock) -> LanguageModel:
    """Responses at OpenAI, its regions included; Chat Completions anywhere else."""
    client = OpenAiClient(api_key=api_key, base_url=base_url or OPENAI)
    if is_openai(base_url):
        return ResponsesModel(client, name)
    return ChatModel(client, name, clock)


def is_openai(base_url: str | None) -> bool:
    host = urlsplit(base_url or OPENAI).hostname or ""
    return host == _OPENAI_HOST or host.endswith(f".{_OPENAI_HOST}")
