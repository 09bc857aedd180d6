"""Going through a page with the Tab key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

_TOOLS: Final = """
window.whatIs = (one) => {
  const said = (one.getAttribute("aria-label") || one.textContent || "").trim().slice(0, 40);
  const at = one.getAttribute("href") || one.name || one.id;
  return `${one.tagName.toLowerCase()} ${at} ${said}`.replace(/\\s+/g, " ");
};
window.looksOf = (one) => {
  const style = getComputedStyle(one);
  const outline = style.outlineStyle === "none" ? "none" : style.outline;
  const around = [one.parentElement, one.parentElement?.parentElement].filter(Boolean)
    .map((other) => getComputedStyle(other).borderColor + getComputedStyle(other).boxShadow);
  return [outline, style.boxShadow, style.borderColor, style.backgroundColor, ...around].join(";");
};
window.reachable = () => {
  const found = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']");
  const usable = [...found].filter((one) => one.checkVisibility({ visibilityProperty: true })
    && !one.matches(":disabled") && one.tabIndex >= 0 && !one.closest("[inert]"));
  return usable.filter((one) => one.type !== "radio" || one.checked);
};
"""
_BEFORE: Final = "() => Object.fromEntries(reachable().map((one) => [whatIs(one), looksOf(one)]))"
_NOW: Final = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const inSight = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  return { what: whatIs(one), looks: looksOf(one), inSight, frame: one.tagName === "IFRAME" };
}"""


@dataclass(slots=True, kw_only=True)
class Walk:
    """`reached` in order. `left`: the focus was on nothing. `ended`: it came round to the first."""

    expected: dict[str, str]
    reached: list[str] = field(default_factory=list)
    unseen: set[str] = field(default_factory=set)
    left: bool = False
    ended: bool = False

    def is_round(self, what: str) -> bool:
        """Back at the first, and not still there because a frame is being gone through."""
        return self.reached[:1] == [what] and (self.left or self.reached[-1] != what)

    def meet(self, now: dict[str, Any]) -> None:
        what = now["what"]
        self.reached.append(what)
        if now["frame"]:  # what is framed shows its own focus
            return
        if now["looks"] == self.expected.get(what) or not now["inSight"]:
            self.unseen.add(what)

    def faults(self) -> Iterator[str]:
        missed = self.expected.keys() - set(self.reached)
        yield from (f"key: Tab never reaches {one}" for one in sorted(missed))
        yield from (f"key: the focus cannot be seen on {one}" for one in sorted(self.unseen))
        if not self.ended:
            yield f"key: Tab is caught at {self.reached[-3:]}"


def walk(page: "Page", *, at_most: int = 200) -> Walk:
    """Presses Tab until the focus has been everywhere: round once, wherever it begins."""
    page.evaluate(_TOOLS)
    page.evaluate("() => document.activeElement?.blur()")
    going = Walk(expected=page.evaluate(_BEFORE))
    for _ in range(at_most):
        page.keyboard.press("Tab")
        now = page.evaluate(_NOW)
        if now is None:
            going.left = True
            continue
        going.ended = going.is_round(now["what"])
        if going.ended:
            break
        going.meet(now)
    return going
