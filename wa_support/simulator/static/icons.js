// Line icons on a 24 × 24 grid, drawn as SVG nodes.

const PATHS = {
  plus: ["M12 5v14", "M5 12h14"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  send: ["M4 12l16-8-6 16-3-7z"],
  image: ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4", "M15.5 9.5h.01"],
  mic: ["M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4z", "M6 11.5a6 6 0 0 0 12 0", "M12 17.5V21"],
  pin: ["M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11z", "M12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z"],
  smile: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z", "M8.5 14a4 4 0 0 0 7 0", "M9 9.8h.01", "M15 9.8h.01"],
  list: ["M9 7h10", "M9 12h10", "M9 17h10", "M5 7h.01", "M5 12h.01", "M5 17h.01"],
  reply: ["M9 7l-5 5 5 5", "M4 12h9a7 7 0 0 1 7 6"],
  open: ["M13 5h6v6", "M19 5l-8 8", "M17 14v4.5H5.5V7H10"],
  call: ["M6.5 4.5h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3a1.5 1.5 0 0 1-1.6 1.5C10.8 18.5 5.5 13.2 5 6.1A1.5 1.5 0 0 1 6.5 4.5z"],
  copy: ["M9 9h10v11H9z", "M15 6V4H5v11h2"],
  mute: ["M5 10v4h3l5 4V6l-5 4z", "M16.5 10l4 4", "M20.5 10l-4 4"],
  tick: ["M5 12.5l4 4L18 7"],
  ticks: ["M2.5 12.5l4 4L15 7", "M10.5 15l1.6 1.5L21 7"],
  play: ["M8 5.5v13l11-6.5z"],
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
