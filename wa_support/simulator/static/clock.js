// Times in the zone of `?tz=` (`Asia/Seoul`), else in the browser's own.

const zone = known(new URLSearchParams(location.search).get("tz"));

function known(name) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name ?? undefined }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function said(ms, lang, parts) {
  return new Intl.DateTimeFormat(lang, { ...parts, timeZone: zone }).format(ms);
}

export const clock = (ms, lang) => said(ms, lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayName = (ms, lang) => said(ms, lang, { month: "long", day: "numeric", weekday: "long" });
export const dayKey = (ms) => said(ms, "en", { dateStyle: "short" });
