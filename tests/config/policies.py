"""A small right policy, and ways to break it at a known place."""

SMALL = """\
business:
  name: {ko: 작은집, en: Small House}
  languages: [ko, en]
  timezone: Asia/Seoul
  privacy_notice: https://small.example/privacy
people:
  hours: {mon-fri: "10:00-18:00"}
  other_ways: {phone: 02-555-0134}
purposes:
  orders:
    name: {ko: 주문, en: Orders}
    declared_as: order_management
    customers_say:
      ko: |
        택배 언제 와요?
        취소해 주세요
      en: where is my order
    bot_may: [get_order]
"""


def changed(old: str, new: str) -> bytes:
    """SMALL with one piece replaced."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new).encode()


def with_more(more: str) -> bytes:
    """SMALL with sections after it; the first added line is 19."""
    return (SMALL + more).encode()
