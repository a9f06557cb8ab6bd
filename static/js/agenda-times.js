/* Adds the reader's own time below each time of the agenda where the clocks differ.
   [data-agenda-zone]: the line that names the reader's zone once; [data-agenda-time]: a <time>. */

const note = document.querySelector("[data-agenda-zone]");
const times = [...document.querySelectorAll("[data-agenda-time]")];
const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

function zoneOffset(moment, zone) {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(moment);
  const name = parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "");
  return name === "" ? "+00:00" : name;
}

function clock(moment, zone) {
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn", timeZone: zone };
  return new Intl.DateTimeFormat(locale, format).format(moment);
}

function day(moment, zone) {
  const format = { day: "numeric", month: "long", numberingSystem: "latn", timeZone: zone };
  return new Intl.DateTimeFormat(locale, format).format(moment);
}

function follow(element, zone) {
  const start = new Date(element.dateTime);
  const end = new Date(element.dataset.until);
  const offset = element.dataset.offset;
  if (zoneOffset(start, zone) === `${offset.slice(0, 3)}:${offset.slice(3)}`) return false;
  // The agenda stands under the Forum's day; the reader's may be another.
  const there = new Date(start.getTime() + minutes(offset) * 60000);
  const isSameDay = day(there, "UTC") === day(start, zone);
  const ends = new Date(end.getTime() - 1); // what ends at midnight ends with its day
  const last = day(ends, zone) === day(start, zone) ? "" : ` (${day(ends, zone)})`;
  // Marks of direction: the start stands left of the end in Arabic, too.
  const range = `${clock(start, zone)}\u200e–\u200e${clock(end, zone)}${last}`;
  const time = `${isSameDay ? "" : `${day(start, zone)}, `}${range}`;
  const line = document.createElement("span");
  line.className = "reader-time";
  line.textContent = note.dataset.timeSentence.replace("{time}", time);
  element.after(line);
  return true;
}

function minutes(offset) {
  const sign = offset.startsWith("-") ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3)));
}

if (note && times.length) {
  const zone = note.dataset.agendaZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const followed = times.filter((element) => follow(element, zone));
  if (followed.length) {
    const first = new Date(followed[0].dateTime);
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "long" }).formatToParts(first);
    const name = parts.find((part) => part.type === "timeZoneName").value;
    note.textContent = note.dataset.sentence.replace("{zone}", `${name}, UTC${zoneOffset(first, zone)}`);
    note.hidden = false;
  }
}

/* [data-agenda-zones]: the list of zones also offers the one that this browser is set to. */
const zones = document.querySelector("[data-agenda-zones]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zones && here && ![...zones.options].some((option) => option.value === here)) {
  const moment = times.length ? new Date(times[0].dateTime) : new Date();
  const parts = new Intl.DateTimeFormat(locale, { timeZone: here, timeZoneName: "long" }).formatToParts(moment);
  const name = parts.find((part) => part.type === "timeZoneName").value;
  zones.add(new Option(`${name}, UTC${zoneOffset(moment, here)}`, here));
}
