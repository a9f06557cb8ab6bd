/* form[data-keeper]: keeps what is typed in this browser until the server has it, and says when to
   save: as a field is left, and every few seconds while somebody types. The saving itself is htmx's
   ([data-saving]); its answers come as "autosave-answered" with a state. */

const PAUSE_MS = 4000;
const KEEP_MS = 300;
const SETTLED_MS = 5000;
const RETRIES_MS = [2000, 5000, 10000, 20000, 30000, 60000];
// Of the page, not of the text: they do not make two texts differ.
const OF_THE_PAGE = ["csrfmiddlewaretoken", "version", "opened", "page-key", "page-turn", "autosave"];

/* A private window may have no storage, or none that takes anything. */
const shelf = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, kept) { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* the server still saves */ } },
  keys(start) { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

/* What was typed as pairs of names and values, without files. */
function textOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OF_THE_PAGE.includes(name));
}

/* Puts a kept text into the form's fields; rows of people are made as many as it has. */
function putBack(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const list of form.querySelectorAll("[data-people]")) {
    const total = Number(values.get(`${list.dataset.people}-TOTAL_FORMS`)?.[0] ?? 0);
    if (total) list.dispatchEvent(new CustomEvent("people-wanted", { detail: total }));
  }
  for (const field of form.elements) {
    if (!field.name || OF_THE_PAGE.includes(field.name) || ["file", "submit", "button"].includes(field.type)) continue;
    const kept = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (kept.length && field.type !== "hidden") field.value = kept[0];
    else if (kept.length && /-photo$/.test(field.name)) field.value = kept[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  for (const field of form.querySelectorAll("[data-count]")) field.dispatchEvent(new Event("input"));
}

/* The form's text as the server wrote it, whatever the browser has filled in since. */
function written(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return JSON.stringify(textOf(copy));
}

/* Lets go of the texts that the server has: data-saved-turns says which save of which page it got. */
function letGo({ kept, savedTurns }) {
  const turns = JSON.parse(savedTurns);
  for (const key of shelf.keys(kept)) {
    const text = shelf.get(key);
    if (text && turns[`${key.slice(kept.length)}:${text.page}`] >= text.turn) shelf.remove(key);
  }
}

function keep(form) {
  const place = form.dataset.keeper;
  const saving = form.querySelector("[data-saving]");
  const trouble = form.querySelector("[data-saving-trouble]");
  const { version, "page-key": page, "page-turn": turn } = form.elements;
  const isUnsaved = "unsaved" in form.dataset;
  let known = isUnsaved ? "" : written(form); // what the server has
  let sent = null;                            // what is on its way
  let failures = 0;
  let stopped = false; // until the page is loaded again
  let leaving = false; // a form is on its way
  let saveTimer;
  let keepTimer;

  const now = () => JSON.stringify(textOf(form));
  const say = (words) => { trouble.textContent = words; trouble.hidden = !words; };
  const put = (nextTurn) => shelf.set(place, { version: version.value, page: page.value, turn: nextTurn, text: textOf(form) });
  const later = (pause) => { clearTimeout(saveTimer); saveTimer = setTimeout(save, pause); };
  const nextTurn = () => { turn.value = Number(turn.value) + 1; return Number(turn.value); };

  const remember = () => {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    if (!leaving && now() !== known && now() !== sent) put(Number(turn.value) + 1);
  };

  function save() {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    if (stopped || leaving || sent !== null || now() === known) return;
    put(nextTurn());
    sent = now();
    saving.dispatchEvent(new CustomEvent("autosave"));
  }

  function broke(words) {
    sent = null;
    say(words);
    later(RETRIES_MS[Math.min(failures, RETRIES_MS.length - 1)]);
    failures += 1;
  }

  const answers = {
    saved() {
      known = sent;
      if (now() !== known) { later(PAUSE_MS); return; }
      // A moment later: a page that was asked for before the save must still find the text here.
      const last = Number(turn.value);
      setTimeout(() => { if (shelf.get(place)?.turn === last) shelf.remove(place); }, SETTLED_MS);
      form.dispatchEvent(new CustomEvent("all-saved"));
    },
    // What could not be taken stays in this browser, and is sent with the next change.
    partly() { known = sent; put(Number(turn.value) + 1); },
    token() {
      const fresh = saving.querySelector("[name=csrfmiddlewaretoken]").value;
      saving.replaceChildren();
      form.querySelector("[name=csrfmiddlewaretoken]").value = fresh;
      later(RETRIES_MS[0]);
    },
    "signed-out"() {},
    stale() { stopped = true; },
    closed() { stopped = true; },
    removed() { stopped = true; },
  };

  saving.addEventListener("autosave-answered", (event) => {
    failures = 0;
    say("");
    for (const time of saving.querySelectorAll("[data-clock]")) {
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
        hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn",
      }).format(new Date(time.dateTime));
    }
    answers[event.detail.state]?.();
    sent = null;
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    saving.addEventListener(lost, () => broke(trouble.dataset.offline));
  }
  saving.addEventListener("htmx:responseError", (event) => {
    broke(event.detail.xhr.status === 413 ? trouble.dataset.large : trouble.dataset.failed);
  });

  form.addEventListener("input", () => {
    keepTimer ??= setTimeout(remember, KEEP_MS);
    if (saveTimer === undefined) later(PAUSE_MS);
  });
  form.addEventListener("change", (event) => { if (event.target.type !== "file") later(0); });
  form.addEventListener("submit", () => {
    put(nextTurn());
    clearTimeout(saveTimer);
    leaving = true;
  });

  const again = () => { if (!document.hidden) later(0); };
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  document.addEventListener("visibilitychange", () => { if (document.hidden) remember(); else again(); });
  window.addEventListener("pagehide", remember);
  window.addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

  // What an earlier page did not get to the server: back into the form, and sent as that page would
  // have sent it, so that a newer text of somebody else is told of and not written over.
  const kept = isUnsaved ? null : shelf.get(place);
  if (kept) putBack(form, kept.text);
  if (kept && now() !== known) {
    version.value = kept.version;
    page.value = kept.page;
    turn.value = kept.turn - 1;
    form.querySelector("[data-saving-back]").hidden = false;
    later(0);
  } else if (kept) shelf.remove(place);
  else if (now() !== known) later(0);
}

for (const place of document.querySelectorAll("[data-kept]")) letGo(place.dataset);
for (const form of document.querySelectorAll("form[data-keeper]")) keep(form);

/* form[data-rekeys="draft:…"]: the text that is kept here goes to the server with this form. */
for (const form of document.querySelectorAll("form[data-rekeys]")) {
  form.addEventListener("submit", () => {
    const text = shelf.get(form.dataset.rekeys);
    const { "page-key": page, "page-turn": turn } = form.elements;
    if (text) shelf.set(form.dataset.rekeys, { ...text, page: page.value, turn: Number(turn.value) });
  });
}

/* a[data-forgets="draft:…"]: somebody decides against the text that is kept here. */
for (const link of document.querySelectorAll("a[data-forgets]")) {
  link.addEventListener("click", () => shelf.remove(link.dataset.forgets));
}
