"""The language model that the settings name, if they name one."""

from urllib.parse import urlsplit

from wa_support.config.setting_values import LOCAL
from wa_support.config.settings import Settings, require
from wa_support.domain.checkup.model_facts import ModelFacts, NoList
from wa_support.models import language_models
from wa_support.models.openai_client import OPENAI, OpenAiClient
from wa_support.ports.language_model import LanguageModel, ModelUnavailable
from wa_support.ports.outside import Clock

_LOOK_S = 10.0


def language_model(settings: Settings, clock: Clock) -> LanguageModel | None:
    """None without a key. Raises ConfigurationError for a key without a model."""
    if settings.openai_api_key is None:
        return None
    require(settings, "OPENAI_MODEL")
    return language_models.language_model(
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        name=settings.openai_model or "",
        clock=clock,
    )


def host_elsewhere(settings: Settings) -> str | None:
    """Where customers' words go to be understood; None while they stay on this machine."""
    if settings.openai_api_key is None:
        return None
    host = urlsplit(settings.openai_base_url or OPENAI).hostname
    return None if host in LOCAL else host


def model_facts(settings: Settings) -> ModelFacts | None:
    """What its server says of itself; None without a key."""
    if settings.openai_api_key is None:
        return None
    base_url = settings.openai_base_url or OPENAI
    client = OpenAiClient(api_key=settings.openai_api_key.get_secret_value(), base_url=base_url)
    try:
        listed: frozenset[str] | NoList = client.model_names(within_s=_LOOK_S)
    except ModelUnavailable as unavailable:
        listed = NoList(kind=unavailable.kind)
    return ModelFacts(
        base_url=base_url,
        openai=language_models.is_openai(base_url),
        named=settings.openai_model,
        listed=listed,
    )
