"""Which language the page speaks: `?lang=`, else what this session chose, else Korean."""

from typing import Final

from flask import Flask, g, has_request_context, request, session

from wa_support.web.console.words import WORDS

LANGUAGES: Final = ("ko", "en")


def language() -> str:
    asked = _asked()
    if asked in LANGUAGES:
        if session.get("lang") != asked:
            session["lang"] = asked
        return asked
    return str(session.get("lang", "ko")) if has_request_context() else "ko"


def _asked() -> str | None:
    """Read once a request: a page asks for its language hundreds of times."""
    if not has_request_context():
        return None
    if "asked_language" not in g:
        g.asked_language = request.args.get("lang")
    found: str | None = g.asked_language
    return found


def word(key: str, **values: object) -> str:
    """The page's words in its language; a key that is missing is an error, not a blank."""
    korean, english = WORDS[key]
    return (korean if language() == "ko" else english).format(**values)


def code_word(kind: str, code: object) -> str:
    """A code of a closed list in words (`reason`, `tap`); an unknown code stands for itself."""
    return word(f"{kind}.{code}") if f"{kind}.{code}" in WORDS else str(code)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(word=word, code_word=code_word, language=language)
