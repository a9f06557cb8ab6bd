/* form[data-draft]: a review saves itself as a draft while it is written, as a field is left and
   before the page is left. [data-draft-state] says how far it is, in the words of its data-saved,
   data-failed and data-stale. The form's button saves without this script. */

const PAUSE_MS = 3000;
const RETRY_MS = 10000;

const textOf = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "seen", "action"].includes(name)));

function keep(form) {
  const state = form.querySelector("[data-draft-state]");
  let known = "unsaved" in form.dataset ? "" : textOf(form); // what the server has
  let sending = null; // a save that is on its way
  let stopped = false; // saved elsewhere, or decided: the next save by hand says how they differ
  let timer;

  const isUnsaved = () => !stopped && textOf(form) !== known;
  const say = (words, time = "") => { state.textContent = time ? `${words} ${time}` : words; };
  const now = () => new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn",
  }).format(new Date());

  async function send() {
    const text = textOf(form);
    const data = new FormData(form);
    data.set("action", "autosave");
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, keepalive: true, redirect: "error" }).catch(() => null);
    const said = answer?.ok || answer?.status === 409 ? await answer.json().catch(() => null) : null;
    if (said?.seen) {
      known = text;
      form.elements.seen.value = said.seen;
      say(state.dataset.saved, now());
      if (!isUnsaved()) form.dispatchEvent(new CustomEvent("all-saved"));
    } else if (said?.state) {
      stopped = true;
      say(state.dataset.stale);
    } else {
      say(state.dataset.failed);
      later(RETRY_MS);
    }
  }

  /* One save at a time; what was typed meanwhile is sent by the next. */
  async function save() {
    clearTimeout(timer);
    timer = undefined;
    if (sending) await sending;
    if (!isUnsaved()) return;
    sending = send();
    await sending;
    sending = null;
    if (isUnsaved() && timer === undefined) later(PAUSE_MS);
  }

  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };

  form.addEventListener("input", () => { if (timer === undefined) later(PAUSE_MS); });
  form.addEventListener("change", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("pagehide", () => { if (!sending && isUnsaved()) sending = send(); });

  /* Any form of the page waits until the draft is saved; its own, until no save is on its way. */
  let goes = false;
  document.addEventListener("submit", async (event) => {
    if (goes || event.defaultPrevented) return;
    const isOwn = event.target === form;
    if (!(sending || (!isOwn && isUnsaved()))) {
      clearTimeout(timer);
      goes = true;
      return;
    }
    event.preventDefault();
    const { target, submitter } = event;
    await (isOwn ? sending : save());
    clearTimeout(timer);
    goes = true;
    target.requestSubmit(submitter);
  });
  window.addEventListener("pageshow", () => { goes = false; });

  /* So do the links of the walk through the list, which keys click. */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-key][href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || !isUnsaved()) return;
    event.preventDefault();
    await save();
    window.location.assign(link.href);
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
