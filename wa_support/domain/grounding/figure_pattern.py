"""One pattern for every way of writing a figure, tried from left to right."""

import re
from typing import Final

from wa_support.domain.grounding.number_words import ENGLISH_NUMBERS, KOREAN_COUNTS

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_AMOUNT: Final = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?(?!\d)|\d{1,30}(?:\.\d{1,4})?(?!\d)"
_BEFORE_UNIT: Final = rf"(?:{_AMOUNT}|{'|'.join(ENGLISH_NUMBERS)})"
_UNIT: Final = (
    r"영업일|주일|시간|개월|달|분(?!께|이|의|은|을|도|만)|초|주(?=\s|간|일|[^가-힣]|$)|년"
    r"|일(?=\s|간|이내|안|동안|내|뒤|후|전|정도|까지|에|부터|로|은|이|[^가-힣]|$)"
    r"|(?:business|working)[ -]days?\b|days?\b|hours?\b|hrs?\b|minutes?\b|mins?\b|weeks?\b"
    r"|months?\b|years?\b"
)
_CURRENCY: Final = r"원|won\b|krw\b|달러|dollars?\b|usd\b|유로|euros?\b|eur\b|엔|yen\b|jpy\b"
_SIGN: Final = r"[₩$€¥£]|us\$|krw|usd|eur|jpy|gbp"
FIGURE: Final = re.compile(
    rf"""
    (?P<iso>(?<!\d)\d{{4}}[-./]\ ?\d{{1,2}}[-./]\ ?\d{{1,2}}(?!\d))
        (?:[T\ ](?P<iso_time>\d{{2}}:\d{{2}})(?::\d{{2}})?)?
    |(?P<ko_date>(?:\d{{4}}년\s?)?\d{{1,2}}월\s?\d{{1,2}}일)
    |(?P<ko_month>(?<!\d)\d{{1,2}}월)
    |(?P<en_date>\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}}\b)?
        |(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}}\b)?)
    |(?P<ko_time>(?:(?P<ko_half>오전|오후|저녁|밤|새벽|아침|낮)\s?)?
        (?P<ko_hour>(?<!\d)\d{{1,2}}|(?<![가-힣])(?:열두|열한|{"|".join(KOREAN_COUNTS)}))\s?시(?!간|작|도|중|스|험|장)
        (?:\s?(?P<ko_minute>\d{{1,2}}분|반))?)
    |(?P<clock>(?:(?P<before>오전|오후|저녁|밤|새벽|아침)\s?)?(?<![\d:])\d{{1,2}}:\d{{2}}(?!\d)
        (?::\d{{2}})?(?:\s?(?P<clock_half>[ap]\.?m\b\.?))?
        |(?<![\d.,:])\d{{1,2}}\s?(?P<hour_half>[ap]\.?m\b\.?))
    |(?P<span>(?<![\d.,a-z가-힣])(?:(?P<least>\d{{1,4}})\s?[-~–]\s?)?(?P<count>{_BEFORE_UNIT})[\s-]?
        (?P<unit>{_UNIT}))
    |(?P<ko_span>(?<![가-힣])(?P<ko_count>{"|".join(KOREAN_COUNTS)})\s?
        (?P<ko_unit>시간|개월|(?:달|주일?)(?=\s|[^가-힣]|간|안|이내|뒤|후|전|정도|동안)))
    |(?P<ko_number>(?<![가-힣])(?P<ko_how_many>{"|".join(one for one in KOREAN_COUNTS if one != "한")})\s?
        (?:개(?!월)|자리|명|박스|벌|장|대|권|건)(?=\s|[^가-힣]|가|를|이|의|는|은|만|도|입|남))
    |(?P<a_span>\b(?:within|in|about|takes?|after)\s(?:about\s)?an?\s(?P<a_unit>hour|day|week|month|year)\b)
    |(?P<signed>(?:{_SIGN})\s?(?:{_AMOUNT}))
    |(?P<myriads>(?<![\d.,])(?:\d[\d,]{{0,9}}(?:\.\d)?[억만천백]\s?){{1,4}}(?:\d[\d,]{{0,9}}\s?)?(?:원|달러))
    |(?P<sino>(?<![가-힣\d])[일이삼사오육칠팔구십백천만억]{{0,12}}[십백천만억]\s?원)
    |(?P<money>(?<![\d.,])(?:{_AMOUNT})\s?(?P<currency>{_CURRENCY}))
    |(?P<spoken_money>\b(?:(?:{"|".join(ENGLISH_NUMBERS)}|a)\s(?:(?:hundred|thousand)\s)?
        |(?:hundred|thousand)\s)(?:dollars?|won)\b)
    |(?P<percent>(?<![\d.,])(?:{_AMOUNT})\s?(?:%|퍼센트|percent\b|프로(?=\s|[^가-힣]|$)))
    |(?P<digits>\+\d{{1,3}}(?:[ .-]?\d{{2,5}}){{2,4}}(?!\d)|(?<!\d)\d{{2,8}}(?:-\d{{2,8}}){{1,5}}(?!\d))
    |(?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\d/]))
    |(?P<day>(?<![\d.,])\d{{1,2}}일)
    |(?P<code>(?<![a-z0-9])(?:[a-z]{{1,30}}[-_]?\d|\d{{1,30}}[-_]?[a-z])[a-z0-9_-]{{0,60}})
    |(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)
    """,
    re.VERBOSE,
)  # fmt: skip
