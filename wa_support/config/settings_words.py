"""What each setting is, where to get it, and the shape it has."""

from typing import Final

_META_APP: Final = "App Dashboard of developers.facebook.com"
_NUMBERS: Final = "WhatsApp → API Setup in the App Dashboard"

WHAT: Final = {
    "WHATSAPP_APP_SECRET": f"signs every webhook; {_META_APP} → App settings → Basic",
    "WHATSAPP_VERIFY_TOKEN": "a word of your own, entered again where the webhook is subscribed",
    "WHATSAPP_ACCESS_TOKEN": "sends messages; a system user's token from Business settings",
    "WHATSAPP_PHONE_NUMBER_ID": f"the number that answers; {_NUMBERS}",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": f"the account that owns number and templates; {_NUMBERS}",
    "WA_DATA_KEY": "encrypts what is stored; make one with: openssl rand -base64 32",
    "DATABASE_URL": "postgresql://user:password@host/name, or unset for SQLite in WA_DATA_DIR",
    "OPENAI_API_KEY": "asks a language model; platform.openai.com → API keys",
    "OPENAI_MODEL": "the model that is asked, as its provider names it",
    "WA_CONSOLE_SECRET_KEY": "signs console sessions; make one with: openssl rand -hex 32",
    "WA_NOTIFY_SECRET": "signs POST /notify; make one with: openssl rand -hex 32",
    "SMTP_URL": "sends e-mail: smtps://user:password@host?to=people@your.shop",
    "SLACK_BOT_TOKEN": "the bot token of your Slack app; OAuth & Permissions",
    "SLACK_APP_TOKEN": "the app-level token of your Slack app; Basic Information",
    "SLACK_CHANNEL": "the Slack channel that people answer in",
}

_PORT: Final = "a port from 1 to 65535"
_LONG: Final = "at least 32 characters"
_TEXT: Final = "text"

SHAPE: Final = {
    "WHATSAPP_APP_SECRET": "one secret, or several with commas between",
    "WHATSAPP_VERIFY_TOKEN": _TEXT,
    "WHATSAPP_ACCESS_TOKEN": _TEXT,
    "WHATSAPP_PHONE_NUMBER_ID": "digits (the id, not the number), several with commas between",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "digits",
    "GRAPH_API_BASE_URL": "https:// and a host, no path (http:// only on this machine)",
    "GRAPH_API_VERSION": "a version such as v26.0",
    "DATABASE_URL": "postgresql://user:password@host/name or sqlite:///file",
    "WA_DATA_DIR": "a folder",
    "WA_MEDIA_LIMIT_GB": "how many GB of files may be kept, such as 5 or 0.5",
    "WA_DATA_KEY": "base64 of exactly 32 bytes (openssl rand -base64 32)",
    "POLICIES_FILE": "a file",
    "TEMPLATES_DIR": "a folder",
    "KNOWLEDGE_DIR": "a folder",
    "OPENAI_API_KEY": _TEXT,
    "OPENAI_BASE_URL": "an address that begins with https:// (http:// only on this machine)",
    "OPENAI_MODEL": _TEXT,
    "WA_HOST": "a host name or IP address",
    "WA_PORT": _PORT,
    "WA_CONSOLE_PORT": _PORT,
    "WA_CONSOLE_URL": "an address that begins with https:// (http:// only on this machine)",
    "WA_CONSOLE_SECRET_KEY": _LONG,
    "WA_APPROVALS": "two_people or one_person_recorded",
    "WA_NOTIFY_SECRET": _LONG,
    "SMTP_URL": "smtps://user:password@host?to=people@your.shop (and &from=… where it differs)",
    "SLACK_BOT_TOKEN": _TEXT,
    "SLACK_APP_TOKEN": _TEXT,
    "SLACK_CHANNEL": _TEXT,
}
