// Draws one bubble. Everything that people wrote goes through textContent.

import { clock } from "./clock.js";
import { icon } from "./icons.js";

// Controls that turn the reading direction around are shown, not obeyed. A word joiner keeps
// "A·B" from breaking before its dot.
export function visible(text) {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, (sign) => `⟦U+${sign.charCodeAt(0).toString(16).toUpperCase()}⟧`)
    .replace(/(?<=\S)·/g, "\u2060·");
}

export function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = visible(text);
  return node;
}

// WhatsApp's *bold*, and addresses; line breaks are kept by the stylesheet.
export function rich(text, className) {
  const line = element("p", className);
  for (const part of visible(text).split(/(\*[^*\s](?:[^*\n]*[^*\s])?\*|https?:\/\/[^\s<>"]+)/)) {
    if (/^\*.+\*$/.test(part)) {
      line.append(element("strong", "", part.slice(1, -1)));
    } else if (/^https?:\/\//.test(part)) {
      const link = element("a", "", part);
      line.append(elsewhere(link, part));
    } else if (part) {
      line.append(document.createTextNode(part));
    }
  }
  return line;
}

export function bubble(message, words, lang, on) {
  const item = element("li", `line ${message.side}`);
  const box = element("div", `bubble ${message.type}`);
  box.append(element("span", "heard", words[`${message.side}_said`]));
  for (const node of inside(message, words)) box.append(node);
  box.append(foot(message, words, lang));
  item.append(box);
  if (message.buttons) item.append(replies(message, words, on.tap));
  if (message.sections) item.append(opener(message, on.open));
  return item;
}

export function showTick(item, message, words) {
  const tick = item.querySelector(".tick");
  if (!tick || !message.tick) return;
  tick.replaceChildren(icon(message.tick === "sent" ? "tick" : "ticks"));
  tick.append(element("span", "heard", words[message.tick]));
  tick.classList.toggle("read", message.tick === "read");
}

function inside(message, words) {
  switch (message.type) {
    case "image":
      return [picture(message, words.photo), ...(message.text ? [rich(message.text, "text")] : [])];
    case "sticker":
      return [picture(message, words.sticker)];
    case "audio":
      return [voice(words.voice)];
    case "video":
    case "document":
      return [file(message, words.file), ...(message.text ? [rich(message.text, "text")] : [])];
    case "location":
      return [place(message, words.place)];
    case "unsupported":
      return [element("p", "text faint", `${words.unsupported} (${message.text})`)];
    default:
      return written(message, words);
  }
}

function written(message, words) {
  const nodes = top(message, words);
  if (message.header) nodes.push(element("p", "header", message.header));
  nodes.push(rich(message.text, "text"));
  if (message.detail) nodes.push(element("p", "footer", message.detail));
  if (message.footer) nodes.push(element("p", "footer", message.footer));
  return nodes;
}

// What stands above a template's words: a file, or a place.
function top(message, words) {
  if (message.place) return [place(message.place, words.place)];
  if (!message.media) return [];
  if (message.media.kind === "image" && message.media.media_id) return [picture(message.media, words.photo)];
  return [file(message.media, message.media.name || words.file)];
}

function picture(message, name) {
  const image = element("img", "picture");
  image.src = `/sim/media/${encodeURIComponent(message.media_id)}`;
  image.alt = name;
  return image;
}

function file(message, name) {
  const link = element("a", "file", message.name || name);
  if (message.link) return elsewhere(link, message.link);
  link.href = `/sim/media/${encodeURIComponent(message.media_id)}`;
  link.download = message.name || "";
  return link;
}

function elsewhere(link, address) {
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function voice(name) {
  const row = element("div", "voice");
  row.append(icon("play"));
  const wave = element("span", "wave");
  for (let bar = 0; bar < 28; bar += 1) wave.append(element("i", `h${(bar * 7 + (bar % 3) * 4) % 6}`));
  row.append(wave, element("span", "length", "0:02"), element("span", "heard", name));
  return row;
}

function place(message, name) {
  const card = element("div", "place");
  const map = element("div", "map");
  map.append(icon("pin"));
  card.append(map, element("p", "text", message.name || name));
  if (message.address) card.append(element("p", "footer", message.address));
  return card;
}

function foot(message, words, lang) {
  const line = element("span", "foot");
  const stamp = element("time", "", clock(message.at, lang));
  stamp.dateTime = new Date(message.at).toISOString();
  line.append(stamp);
  if (message.side === "customer") line.append(element("span", "tick"));
  return line;
}

function replies(message, words, tap) {
  const group = element("div", "replies");
  group.append(...message.buttons.map((choice) => reply(message, choice, words, tap)));
  return group;
}

const OPENS = { url: "open", phone: "call", voice_call: "call", code: "copy" };

function reply(message, choice, words, tap) {
  const node = element(choice.url || choice.phone ? "a" : "button", "reply");
  node.append(icon(OPENS[choice.kind] || "reply"), element("span", "", choice.title));
  if (choice.url) return elsewhere(node, choice.url);
  if (choice.phone) {
    node.href = `tel:${choice.phone}`;
    return node;
  }
  node.type = "button";
  if (choice.kind === "code") {
    node.setAttribute("aria-label", `${words.copy}: ${choice.title}`);
    node.addEventListener("click", () => navigator.clipboard?.writeText(choice.title));
  } else if (choice.kind !== "voice_call") {
    node.addEventListener("click", () => tap(message, { kind: "button", ...choice }));
  }
  return node;
}

function opener(message, open) {
  const group = element("div", "replies");
  const button = element("button", "reply");
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.append(icon("list"), element("span", "", message.button));
  button.addEventListener("click", () => open(message));
  group.append(button);
  return group;
}
