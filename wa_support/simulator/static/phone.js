// The phone: asks the simulator for news, draws it, sends what is typed or tapped.

import { bubble, element, showTick } from "./bubbles.js";
import { dayKey, dayName } from "./clock.js";
import { icon } from "./icons.js";
import { openSheet } from "./sheet.js";
import { WORDS } from "./words.js";

const POLL_MS = 400;
const at = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const number = query.get("phone_number_id");

const state = {
  lang: query.get("lang") === "en" ? "en" : "ko",
  customers: [],
  business: {},
  customer: null,
  revision: 0,
  items: new Map(),
  messages: new Map(),
  lastDay: "",
  marketingStopped: false,
};

const words = () => WORDS[state.lang];

async function call(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, options || {});
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

function chatPath(customer, after) {
  const wanted = new URLSearchParams({ customer, after });
  if (number) wanted.set("phone_number_id", number);
  return `/sim/chat?${wanted}`;
}

function closeAttachments() {
  at("attachments").hidden = true;
  at("attach").setAttribute("aria-expanded", "false");
}

async function attempt(act) {
  try {
    await act();
    await refresh();
    return true;
  } catch {
    at("presence").textContent = words().offline;
    return false;
  }
}

async function say(wish) {
  closeAttachments();
  const wanted = { customer: state.customer.id, ...wish };
  if (number) wanted.phone_number_id = number;
  return attempt(() => call("/sim/say", wanted));
}

async function prefer() {
  closeAttachments();
  const value = state.marketingStopped ? "resume" : "stop";
  const wanted = { customer: state.customer.id, value };
  if (number) wanted.phone_number_id = number;
  await attempt(() => call("/sim/marketing", wanted));
}

const tap = (message, choice) => say({ tap: choice, reply_to: message.wamid });
const actions = { tap, open: (message) => openSheet(message, tap) };

async function refresh() {
  const { customer, revision } = state;
  try {
    const news = await call(chatPath(customer.id, revision));
    if (customer !== state.customer || revision !== state.revision) return;
    state.revision = news.revision;
    if (news.messages.some(isNews)) parent.postMessage({ news: true }, "*");
    news.messages.forEach(place);
    showTyping(news.typing);
    showMarketing(news.marketing_stopped);
  } catch {
    at("presence").textContent = words().offline;
  }
}

const isNews = (message) => message.side === "business" && !state.items.has(message.wamid);

function place(message) {
  const known = state.items.get(message.wamid);
  state.messages.set(message.wamid, message);
  if (known) {
    showTick(known, message, words());
    return;
  }
  const screen = at("screen");
  const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 160;
  const item = bubble(message, words(), state.lang, actions);
  showTick(item, message, words());
  state.items.set(message.wamid, item);
  separateDays(message.at);
  at("bubbles").append(item);
  item.querySelector("img")?.addEventListener("load", toEnd);
  if (atEnd || message.side === "customer") toEnd();
}

function separateDays(ms) {
  const day = dayKey(ms);
  if (day === state.lastDay) return;
  state.lastDay = day;
  const today = day === dayKey(Date.now());
  const line = element("li", "day");
  line.append(element("span", "", today ? words().today : dayName(ms, state.lang)));
  at("bubbles").append(line);
}

function toEnd() {
  const screen = at("screen");
  screen.scrollTop = screen.scrollHeight;
}

function showTyping(typing) {
  at("presence").textContent = typing ? words().typing : words().online;
  if (at("typing").hidden === !typing) return;
  at("typing").hidden = !typing;
  if (typing) toEnd();
}

function showMarketing(stopped) {
  if (state.marketingStopped === stopped) return;
  state.marketingStopped = stopped;
  nameMarketing();
}

function nameMarketing() {
  const node = at("marketing");
  node.dataset.word = state.marketingStopped ? "resume_marketing" : "stop_marketing";
  worded(node, words()[node.dataset.word]);
}

function redraw() {
  at("bubbles").replaceChildren();
  state.items.clear();
  state.lastDay = "";
  for (const message of state.messages.values()) place(message);
}

function show(customer) {
  state.customer = customer;
  state.revision = 0;
  state.messages.clear();
  redraw();
  showTyping(false);
  at("customer").value = customer.id;
  remember("customer", customer.id);
  parent.postMessage({ customer: customer.id, phone: customer.phone, bsuid: customer.bsuid }, "*");
  refresh();
}

function speak(lang) {
  state.lang = lang;
  document.documentElement.lang = lang;
  remember("lang", lang);
  for (const node of document.querySelectorAll("[data-word]")) worded(node, words()[node.dataset.word]);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", words()[node.dataset.label]);
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  }
  at("words").placeholder = words().message;
  at("chips").replaceChildren(...words().chips.map(chip));
  nameBusiness();
  listCustomers();
  redraw();
}

function nameBusiness() {
  const name = state.business[state.lang];
  at("business").textContent = name;
  at("avatar").textContent = name.slice(0, 1);
  document.title = name;
}

function worded(node, text) {
  node.replaceChildren(...(node.dataset.icon ? [icon(node.dataset.icon)] : []), element("span", "", text));
}

function chip(text) {
  const button = element("button", "chip", text);
  button.type = "button";
  button.addEventListener("click", () => say({ text }));
  return button;
}

function listCustomers() {
  const options = state.customers.map((customer) => {
    const option = element("option", "", `${customer.name} · ${reachedAt(customer)}`);
    option.value = customer.id;
    return option;
  });
  at("customer").replaceChildren(...options);
  if (state.customer) at("customer").value = state.customer.id;
}

function reachedAt(customer) {
  if (!customer.phone) return words().hidden_phone;
  return `+${customer.phone.replace(/^(82)(\d\d)(\d{4})(\d{4})$/, "$1 $2-$3-$4")}`;
}

function remember(key, value) {
  query.set(key, value);
  history.replaceState(null, "", `?${query}`);
}

function listen() {
  at("customer").addEventListener("change", (event) => {
    show(state.customers.find((customer) => customer.id === event.target.value));
  });
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => speak(button.dataset.lang));
  }
  at("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = at("words").value.trim();
    if (text && (await say({ text }))) at("words").value = "";
    at("words").focus();
  });
  at("words").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      at("composer").requestSubmit();
    }
  });
  listenToAttachments();
}

function listenToAttachments() {
  const [button, menu] = [at("attach"), at("attachments")];
  const toggle = (open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("button").focus();
  };
  button.addEventListener("click", () => toggle(menu.hidden));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    toggle(false);
    button.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.hidden && !event.target.closest(".attach")) toggle(false);
  });
  at("marketing").addEventListener("click", prefer);
  for (const kind of menu.querySelectorAll("[data-send]")) {
    kind.addEventListener("click", () => say({ [kind.dataset.send]: true }));
  }
}

async function start() {
  for (const node of document.querySelectorAll("[data-icon]:not([data-word])")) node.append(icon(node.dataset.icon));
  const wanted = query.get("customer");
  if (wanted) await call(chatPath(wanted, 0)).catch(() => null);
  const known = await call("/sim/customers");
  state.customers = known.customers;
  state.business = { ko: known.business, en: known.business, ...known.names };
  listen();
  speak(state.lang);
  const plain = (wanted || "").replace(/^[+ ]/, "");
  const named = (customer) => [customer.id, customer.phone, customer.bsuid, customer.username].includes(plain);
  show(state.customers.find(named) || state.customers[0]);
  setInterval(refresh, POLL_MS);
}

start();
