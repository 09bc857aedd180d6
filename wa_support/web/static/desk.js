// The seat: asks for news, keeps what is typed, puts offered words into the reply, tells who waits.
"use strict";

const desk = document.querySelector(".desk");
const the = (id) => document.getElementById(id);
const kept = (name) => JSON.parse(localStorage.getItem(name) ?? "{}");

// --- News: every 1.5 s, while hidden every 9 s.
let ticks = 0;
function tick() {
  ticks += 1;
  if (document.hidden && ticks % 6) return;
  for (const part of document.querySelectorAll("[data-live]")) htmx.trigger(part, "tick");
}
new Worker(desk.dataset.ticks).onmessage = tick;
document.addEventListener("visibilitychange", () => document.hidden || tick());

// --- One key a message: a double click or a lost answer never sends twice.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
function giveKeys() {
  for (const input of document.querySelectorAll("input[name=key]")) input.value ||= newKey();
}

// --- What is typed outlives another conversation and the back button, in this tab alone, for this person alone.
const draftName = () => `draft ${desk.dataset.me} ${the("case")?.dataset.id}`;
function saveDraft() {
  const form = the("composer");
  if (form.elements.text.value) {
    sessionStorage.setItem(draftName(), JSON.stringify([form.elements.key.value, form.elements.text.value]));
  } else sessionStorage.removeItem(draftName());
}
function restoreDraft() {
  const form = the("composer");
  const saved = form && sessionStorage.getItem(draftName());
  if (saved) [form.elements.key.value, form.elements.text.value] = JSON.parse(saved);
}

let typedAt = 0;
document.addEventListener("input", (event) => {
  if (event.target.id !== "text") return;
  typedAt = Date.now();
  saveDraft();
});
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "queue" && Date.now() - typedAt < 6000 && the("text")?.value)
    event.detail.parameters.typing = "1";
});

// --- A form that was taken is emptied, unless the agent is writing the next message already.
const sent = new WeakMap();
const words = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "key").map(([name, value]) => [name, value.name ?? value]));
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.tagName === "FORM") sent.set(event.detail.elt, words(event.detail.elt));
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, xhr } = event.detail;
  if (xhr.getResponseHeader("X-Key-Spent") && elt.elements?.key) {
    elt.elements.key.value = newKey();
    if (elt.id === "composer") saveDraft();
  }
  if (!successful) return;
  elt.closest(".acts details, .tags details, .tools details")?.removeAttribute("open");
  if (elt.tagName !== "FORM") return;
  if (words(elt) === sent.get(elt)) elt.reset();
  if (elt.closest("#offer")) the("offer").replaceChildren();
  const key = elt.elements.key;
  if (key) key.value = newKey();
  if (elt.id === "composer") saveDraft(), toBottom();
  if (elt.id === "many") for (const box of document.querySelectorAll("input[form=many]")) box.checked = false;
  countChosen();
});

// --- Words from elsewhere go into the reply to be edited; they are never sent from here.
function insert(text, { whole = false } = {}) {
  const box = the("text");
  if (box.disabled || box.closest("fieldset").disabled) return;
  box.value = whole || !box.value.trim() ? text : `${box.value.trimEnd()}\n${text}`;
  saveDraft();
  box.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { insert: from, replace, clear, open } = button.dataset;
  if (from) insert(the(from).textContent);
  if (replace) insert(the(replace).textContent, { whole: true });
  if (replace || clear) the(clear ?? "offer").replaceChildren();
  if (open) the(open).showModal();
});

// --- The newest words stay in sight, unless the agent reads further up.
const nearBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80;
function toBottom() {
  if (the("scroll")) the("scroll").scrollTop = the("scroll").scrollHeight;
}
let follow = true;
let fromBottom = 0;
document.addEventListener("htmx:beforeSwap", () => {
  const box = the("scroll");
  follow = !box || nearBottom(box);
  fromBottom = box ? box.scrollHeight - box.scrollTop : 0;
});

// A picture takes its place only once it is there.
document.addEventListener("load", (event) => event.target.matches?.(".photo") && follow && toBottom(), true);

function showChosen() {
  const row = document.querySelector(".row[aria-current]");
  row?.closest("li").scrollIntoView({ block: "nearest" });
}

// --- Unread: what came after this browser last showed the conversation.
function markUnread() {
  const seen = kept("seen");
  const open = the("case");
  if (open && !document.hidden) seen[open.dataset.id] = Number(open.dataset.at);
  for (const row of document.querySelectorAll(".row")) {
    if (row.ariaCurrent && !document.hidden) seen[row.dataset.id] = Number(row.dataset.at);
    row.querySelector(".unread").hidden = Number(row.dataset.at) <= (seen[row.dataset.id] ?? 0);
  }
  localStorage.setItem("seen", JSON.stringify(Object.fromEntries(Object.entries(seen).slice(-2000))));
}

// --- A short sound when more people wait, for those who want it.
let waiting = Number(the("queue").dataset.waiting);
let audio = null;
const soundOn = () => localStorage.getItem("sound") === "on";
function beep() {
  audio ??= new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 660 });
  const volume = new GainNode(audio, { gain: 0.12 });
  tone.connect(volume).connect(audio.destination);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.35);
  tone.start();
  tone.stop(audio.currentTime + 0.35);
}
function hearNews() {
  const now = Number(the("queue").dataset.waiting);
  if (now > waiting && soundOn()) beep();
  waiting = now;
}
function showSound() {
  the("sound").setAttribute("aria-pressed", String(soundOn()));
}
the("sound").addEventListener("click", () => {
  localStorage.setItem("sound", soundOn() ? "off" : "on");
  showSound();
  if (soundOn()) beep();
});

// --- One answer to many.
function countChosen() {
  const chosen = document.querySelectorAll("input[form=many]:checked").length;
  const label = document.querySelector("#many [data-count]");
  if (!label) return;
  label.dataset.words ??= label.textContent;
  label.textContent = label.dataset.words.replace("#", chosen);
  the("many").hidden = !chosen;
}
document.addEventListener("change", (event) => event.target.matches("input[form=many]") && countChosen());

// What is offered takes the focus once its buttons work.
document.addEventListener("htmx:afterSettle", () => {
  const first = document.querySelector("[data-focus]");
  if (first) first.removeAttribute("data-focus"), first.focus();
});

document.addEventListener("htmx:afterSwap", (event) => {
  giveKeys();
  const put = document.querySelector("[data-put]");
  if (put) put.removeAttribute("data-put"), insert(put.textContent);
  if (event.detail.elt.id === "earlier" && the("scroll")) the("scroll").scrollTop = the("scroll").scrollHeight - fromBottom;
  else if (follow) toBottom();
  hearNews();
  markUnread();
  countChosen();
});

if (matchMedia("(max-width: 1199px)").matches) document.querySelector("#packet > details")?.removeAttribute("open");
restoreDraft();
giveKeys();
toBottom();
showChosen();
showSound();
markUnread();
countChosen();
