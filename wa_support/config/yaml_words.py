"""What a YAML syntax error means to the person who wrote the file."""

_HINTS = (
    ("character '\\t'", "a tab", "indent with spaces"),
    ("cannot start any token", "a character that YAML reserves", "quote the text"),
    ("mapping values are not allowed", "a colon where none can stand", "quote a text with ': '"),
    ("could not find expected ':'", "a line without a colon", "key: value, or fix the indentation"),
    ("unexpected end of stream", "a quote that is never closed", "close the quote"),
    ("expected <block end>", "a line that does not fit here", "check indentation and quotes"),
    (
        "expected ',' or",
        "a list or mapping that is not closed",
        "a comma, or the closing bracket; or quote a text that contains ': '",
    ),
    ("expected a single document", "a second document", "one document"),
    ("unknown escape character", "an unknown escape after \\", "use single quotes around \\"),
)


def in_plain_words(error: Exception) -> tuple[str, str]:
    """What was found, and what was expected."""
    problem = str(getattr(error, "problem", None) or "text that YAML cannot read")
    for cue, found, expected in _HINTS:
        if cue in problem:
            return found, expected
    return problem, "YAML that can be read"
