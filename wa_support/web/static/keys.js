// The keyboard: single letters, never while somebody writes, and off for those who want them off.
"use strict";

const writing = (element) => element.matches("input:not([type=checkbox]), textarea, select");
const pressed = (letter) => document.querySelector(`[data-press="${letter}"]`);

function step(by) {
  const rows = [...document.querySelectorAll(".row")];
  const here = rows.indexOf(document.activeElement.closest?.(".row"));
  const from = here >= 0 ? here : rows.findIndex((row) => row.ariaCurrent);
  rows[Math.min(Math.max(from + by, 0), rows.length - 1)]?.focus();
}

// Opens a menu and goes to its first field, or presses the button.
function press(letter) {
  const target = pressed(letter);
  if (!target) return;
  if (target.tagName !== "SUMMARY") return target.click();
  target.parentElement.open = true;
  target.parentElement.querySelector("select, textarea, button, input:not([type=hidden])")?.focus();
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  r: () => document.getElementById("text")?.focus(),
  "/": () => document.getElementById("find")?.focus(),
  "?": () => document.getElementById("keys").showModal(),
  t: () => press("t"),
  e: () => press("e"),
  s: () => press("s"),
  n: () => press("n"),
};

// With a Korean keyboard the R key says ㄱ: what counts is where it is.
const latin = ({ key, code }) => (/^[ㄱ-ㅣ]$|^Process$/.test(key) ? code.replace("Key", "").toLowerCase() : "");

function close() {
  const menu = document.activeElement.closest?.("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (!menu) return document.activeElement.blur();
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  // Enter sends, but not the Enter that ends a Hangul syllable.
  if (key === "Enter" && !event.shiftKey && !event.isComposing && target.matches("#composer textarea")) {
    event.preventDefault();
    return target.form.requestSubmit();
  }
  if (document.querySelector("dialog[open]")) return;
  if (key === "Escape") return close();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(target)) return;
  const act = acts[key] ?? acts[latin(event)];
  if (localStorage.getItem("keys") === "off" || !act) return;
  event.preventDefault();
  act();
});

// One menu at a time, and none when the agent turns to something else.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});

const choice = document.getElementById("keys-on");
choice.checked = localStorage.getItem("keys") !== "off";
choice.addEventListener("change", () => localStorage.setItem("keys", choice.checked ? "on" : "off"));
