"""The console's words: one meaning each."""

from collections import Counter

from wa_support.web.console.code_words import CODE_WORDS
from wa_support.web.console.words_desk import DESK_WORDS
from wa_support.web.console.words_people import PEOPLE_WORDS
from wa_support.web.console.words_rounds import ROUNDS_WORDS
from wa_support.web.console.words_templates import TEMPLATE_WORDS


def test_no_room_takes_another_rooms_word() -> None:
    rooms = (DESK_WORDS, CODE_WORDS, PEOPLE_WORDS, ROUNDS_WORDS, TEMPLATE_WORDS)
    counted = Counter(name for room in rooms for name in room)
    assert [name for name, times in counted.items() if times > 1] == []
