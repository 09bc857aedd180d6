"""Which language the page speaks: `?lang=`, else what this session chose, else the browser's own,
else Korean."""

from typing import Final

from flask import Flask, g, has_request_context, request, session

from wa_support.web.console.words import WORDS

LANGUAGES: Final = ("ko", "en")


def language() -> str:
    """Read once a request: a page asks for it hundreds of times."""
    if not has_request_context():
        return "ko"
    found: str | None = g.get("language")
    if found is None:
        found = g.language = _read()
    return found


def _read() -> str:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        if session.get("lang") != asked:
            session["lang"] = asked
        return asked
    return str(session.get("lang") or request.accept_languages.best_match(LANGUAGES, "ko"))


def word(key: str, **values: object) -> str:
    """The page's words in its language; a key that is missing is an error, not a blank."""
    korean, english = WORDS[key]
    return (korean if language() == "ko" else english).format(**values)


def code_word(kind: str, code: object) -> str:
    """A code of a closed list in words (`reason`, `tap`); an unknown code stands for itself."""
    return word(f"{kind}.{code}") if f"{kind}.{code}" in WORDS else str(code)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(word=word, code_word=code_word, language=language)
