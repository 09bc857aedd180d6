// Keeps the three panes on the same conversation, and the header true.
"use strict";

const panes = document.querySelector(".panes");
let customer = {};
let shown = null;
let began = null; // the conversation that was there before anybody did anything here, or ""

addEventListener("message", (event) => {
  if (event.origin !== panes.dataset.phone || typeof event.data !== "object" || !event.data) return;
  if (event.data.news) return news("phone");
  const { phone, bsuid } = event.data;
  customer = {};
  if (typeof phone === "string") customer.phone = phone;
  if (typeof bsuid === "string") customer.bsuid = bsuid;
  follow();
});

// Only now: the phone says who it is as soon as it is there, and somebody must be listening.
const phone = document.getElementById("phone");
phone.src = phone.dataset.src;

function show(id) {
  if (id === shown) return;
  shown = id;
  for (const name of ["why", "seat"]) {
    const frame = document.getElementById(name);
    frame.src = frame.dataset.page.replace("#", encodeURIComponent(id));
  }
}

async function follow() {
  const answer = await fetch(`${panes.dataset.match}?${new URLSearchParams(customer)}`).catch(() => null);
  if (!answer || !answer.ok) return;
  const { conversation, version } = await answer.json();
  began ??= conversation ?? "";
  if (conversation) show(conversation);
  if (version) document.getElementById("version").textContent = panes.dataset.version.replace("#", version);
}

setInterval(follow, 1000);
follow();

// On a narrow screen one pane is shown; the others mark their tab when they have something new.
const tab = (name) => document.querySelector(`[data-tab="${name}"]`);
const dot = (name) => tab(name).querySelector(".dot");

function news(name) {
  dot(name).hidden = tab(name).ariaPressed === "true";
}

for (const chosen of document.querySelectorAll("[data-tab]")) {
  chosen.addEventListener("click", () => {
    for (const each of document.querySelectorAll("[data-tab]")) {
      each.ariaPressed = String(each === chosen);
      document.querySelector(`.${each.dataset.tab}-pane`).classList.toggle("shown", each === chosen);
    }
    dot(chosen.dataset.tab).hidden = true;
  });
}

const signs = {
  why: (page) => [...page.querySelectorAll(".turn, .silence strong")].map((one) => one.id + one.querySelector(".badge")?.textContent),
  seat: (page) => [...page.querySelectorAll("#state .badge, .bubble .who, .bubble.customer")].map((one) => one.textContent),
};
const seen = {};

setInterval(() => {
  for (const [name, sign] of Object.entries(signs)) {
    const now = sign(document.getElementById(name).contentDocument).join();
    if (!now || now === seen[name]) continue;
    if (seen[name] || !began) news(name);
    seen[name] = now;
  }
}, 500);

setInterval(() => {
  if (document.querySelector("#plug [data-watch]"))
    htmx.ajax("GET", `/demo/worker?c=${encodeURIComponent(shown ?? "")}`, "#plug");
}, 500);
