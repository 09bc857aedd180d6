"""Why an agent is not allowed something: each sentence once."""

from typing import Final

TAKEN: Final = "This conversation belongs to {owner}; take it first."
ENDED: Final = "This conversation is {owner} already."
NOT_WITH_PEOPLE: Final = "This conversation is {owner}; only one that waits or is yours can be."
WRITE_FIRST: Final = "Write something first."
SENT_BEFORE: Final = (
    "An earlier message from this box was sent already; these words were not. Send them once more."
)
TOO_LONG: Final = "At most {limit} characters fit in one message."
NOTE_TOO_LONG: Final = "At most {limit} characters fit in one note."
WINDOW_CLOSED: Final = "The 24 hour window is closed; WhatsApp takes only an approved template now."
ANSWERED_ELSEWHERE: Final = "This conversation is answered elsewhere."
TAG_EMPTY: Final = "A tag has 1 to {limit} characters."
TAG_PERSONAL: Final = "A tag is a label that everybody reads: no numbers of customers."
TIME_PAST: Final = "Choose a time that is still to come."
TIME_TOO_FAR: Final = "Choose a time within a year."
PAUSE_TOO_FAR: Final = "Choose a time within a hundred years, or none."
NOT_THE_BOT: Final = "Only what the assistant said here can be marked."
NOBODY: Final = "Say who is to take it."
CANNED_EMPTY: Final = "A reply has a title of at most {title} and a text of at most {body}."
UNKNOWN_VARIABLE: Final = "There is no variable {{{name}}}; there are {known}."
UNKNOWN_LANGUAGE: Final = "The policy has no language {language}."
NO_ROOM: Final = "There is no room for files any more; tell the people who run this."
NOT_STORED: Final = "The file could not be stored here."
