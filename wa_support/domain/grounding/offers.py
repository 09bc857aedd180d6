"""Words that are worth money or bind the business: each must stand in a fact."""

import re
from collections.abc import Iterator
from typing import Final

from wa_support.domain.grounding.evidence import Evidence

_OFFERS: Final = (
    ("free of charge", re.compile(
        r"무료|공짜|\bfree (?:of charge|shipping|delivery|returns?|gift|exchange|repair|replacement)\b"
        r"|\b(?:for|is|are) free\b(?! to)|\bno (?:extra |additional )?(?:charge|fee|cost)s?\b|\bcomplimentary\b|\b(?:won't|will not|not) be charged\b"
    )),
    ("a discount", re.compile(r"할인|쿠폰|적립금|반값|\bdiscount|\bcoupon|\bvoucher|\bhalf price\b|\bcashback\b|\bpromo code\b")),
    ("a gift", re.compile(r"사은품|\bfree gift\b|\bgift card\b")),
    ("a guarantee", re.compile(
        r"보장(?:합|해|됩|드)|반드시 (?:환불|도착|배송|해결)|무조건|책임지겠|\bguarantee[ds]?\b|\bpromise\b|\b100 ?% (?:sure|safe|certain)"
    )),
    ("a warranty", re.compile(r"\bwarrant(?:y|ies|ed)\b|무상\s?수리|품질\s?보증")),
    ("legal advice", re.compile(
        r"법적으로|위법|소송|손해배상|소비자보호법|\blegally\b|\blawsuit\b|\bliable\b|\bunder the law\b|\bsue\b"
    )),
    ("medical advice", re.compile(
        r"치료|완치|효능|부작용이 없|진단|처방|\bcures?\b|\bdiagnos\w+|\bprescri\w+|\bno side effects\b|\bmedically\b|\bhypoallergenic\b"
    )),
    ("availability round the clock", re.compile(r"24시간|연중무휴|\b24/7\b|\bround the clock\b|\b24 hours a day\b")),
)  # fmt: skip


_FREE_TIME: Final = re.compile(
    r"(?:\d ?[ap]\.?m\.?|\d:\d\d|\bnoon|\btimes?|\bslots?) (?:is|are) (?:both |all |still )?free\b"
)
"""A time that nobody has taken, where free times were looked up."""


def ungrounded_offers(answer: str, facts: Evidence) -> Iterator[str]:
    if '"slots"' in facts.text:
        answer = _FREE_TIME.sub(" ", answer)
    for name, words in _OFFERS:
        found = words.search(answer)
        if found is not None and not _stands(name, words, facts):
            yield f'"{found[0]}" speaks of {name}, which stands in no fact.'


def _stands(name: str, words: re.Pattern[str], facts: Evidence) -> bool:
    free = name == "free of charge" and re.search(r'fee"?:\s?"?0\b', facts.text) is not None
    return free or words.search(facts.text) is not None
