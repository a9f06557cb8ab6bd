/* Adds the reader's own time to moments that the page gives in another zone.
   [data-reader-time]: a <time> with its zone; the reader's follows where the clocks differ.
   [data-reader-line]: an empty line that is always filled. */

const root = document.documentElement;
const locale = root.lang === "en" ? "en-GB" : root.lang;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const day = { day: "numeric", month: "long", year: "numeric", numberingSystem: "latn" };
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };

function words(moment, zone) {
  const date = new Intl.DateTimeFormat(locale, { ...day, timeZone: zone }).format(moment);
  const time = new Intl.DateTimeFormat(locale, { ...clock, timeZone: zone }).format(moment);
  return { date, time };
}

function zoneName(moment) {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "long" }).formatToParts(moment);
  return parts.find((part) => part.type === "timeZoneName").value;
}

function offset(moment) {
  const minutes = -moment.getTimezoneOffset();
  const two = (number) => String(Math.trunc(number)).padStart(2, "0");
  return `UTC${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function sentence(start, end) {
  const mine = words(start, here);
  let moment = `${mine.date}, ${mine.time}`;
  if (end) {
    const last = words(end, here);
    moment += last.date === mine.date ? `–${last.time}` : ` – ${last.date}, ${last.time}`;
  }
  moment += ` (${zoneName(start)}, ${offset(start)})`;
  return document.body.dataset.readerSentence.replace("{moment}", moment);
}

function follow(element) {
  const start = new Date(element.dateTime);
  const mine = words(start, here);
  const theirs = words(start, element.dataset.readerTime);
  if (mine.date === theirs.date && mine.time === theirs.time) return;
  const line = document.createElement("span");
  line.className = "reader-time";
  line.textContent = sentence(start, element.dataset.until && new Date(element.dataset.until));
  element.after(" ", line);
}

function fill(line) {
  line.textContent = sentence(new Date(line.dataset.readerLine));
  line.hidden = false;
}

document.querySelectorAll("[data-reader-time]").forEach(follow);
document.querySelectorAll("[data-reader-line]").forEach(fill);
