"""Meta's language codes as pywa 4.4 lists them (an open set: Meta adds some), and scripts."""

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = frozenset({
    "af", "sq", "ar", "ar_EG", "ar_AE", "ar_LB", "ar_MA", "ar_QA", "ar_SA", "az", "bn", "bg",
    "ca", "zh_CN", "zh_HK", "zh_TW", "hr", "cs", "da", "nl", "en", "en_GB", "en_US", "en_AU",
    "en_CA", "en_IN", "et", "fil", "fi", "fr", "fr_CA", "fr_BE", "ka", "de", "el", "gu", "ha",
    "he", "hi", "hu", "id", "ga", "it", "ja", "kn", "kk", "rw_RW", "ko", "ky_KG", "lo", "lv",
    "lt", "mk", "ms", "ml", "mr", "nb", "fa", "pl", "pt_BR", "pt_PT", "pa", "ro", "ru", "sr",
    "sk", "sl", "es", "es_AR", "es_ES", "es_MX", "es_CL", "es_CO", "es_PE", "es_VE", "sw", "sv",
    "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zu",
})  # fmt: skip

SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ko": ("HANGUL",), "ja": ("HIRAGANA", "KATAKANA", "CJK"), "zh": ("CJK",),
    "ar": ("ARABIC",), "fa": ("ARABIC",), "ur": ("ARABIC",), "he": ("HEBREW",),
    "el": ("GREEK",), "ru": ("CYRILLIC",), "uk": ("CYRILLIC",), "bg": ("CYRILLIC",),
    "mk": ("CYRILLIC",), "ky": ("CYRILLIC",), "kk": ("CYRILLIC", "LATIN"),
    "sr": ("CYRILLIC", "LATIN"), "uz": ("CYRILLIC", "LATIN"), "ka": ("GEORGIAN",),
    "hi": ("DEVANAGARI",), "mr": ("DEVANAGARI",), "bn": ("BENGALI",), "gu": ("GUJARATI",),
    "pa": ("GURMUKHI", "ARABIC"), "ta": ("TAMIL",), "te": ("TELUGU",), "kn": ("KANNADA",),
    "ml": ("MALAYALAM",), "th": ("THAI",), "lo": ("LAO",),
}  # fmt: skip
"""First words of Unicode names; every other language is written in Latin letters."""
