"""Why something was decided, and who decided it: closed lists, the same everywhere."""

from enum import StrEnum


class Reason(StrEnum):
    """Reason codes of gate decisions, handoffs and turn outcomes."""

    TAP = "tap"
    CONTEXT = "context"
    RULE = "rule"
    EXAMPLE = "example"
    CLASSIFIER = "classifier"
    MODEL = "model"
    GREETING = "greeting"
    THANKS = "thanks"
    ASKED = "asked"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    PERSONAL_DATA = "personal_data"
    REFUND_REFUSED = "refund_refused"
    ABUSE = "abuse"
    ANSWER_INVALID = "answer_invalid"
    TOOL_FAILED = "tool_failed"
    TOOL_UNSURE = "tool_unsure"
    NOT_UNDERSTOOD = "not_understood"
    OFF_PURPOSE = "off_purpose"
    NOT_AUTOMATED = "not_automated"
    DRAFT = "draft"
    COMPLAINT = "complaint"
    TAGGED = "tagged"
    PAUSED = "paused"
    MODEL_UNAVAILABLE = "model_unavailable"
    OVER_BUDGET = "over_budget"
    BOT_LOOP = "bot_loop"
    WINDOW_CLOSED = "window_closed"
    TURN_FAILED = "turn_failed"
    AGENT_TOOK = "agent_took"
    ELSEWHERE = "elsewhere"
    UNKNOWN_SCRIPT = "unknown_script"


class DecidedBy(StrEnum):
    """Which layer of the gate spoke."""

    CONTEXT = "context"
    RULE = "rule"
    EXAMPLE = "example"
    CLASSIFIER = "classifier"
    MODEL = "model"
    NONE = "none"
