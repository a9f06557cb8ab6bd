/*
 * [data-keys]: the dialog that lists the keys of the page, under "?". Elements say which key is
 * theirs: data-key="n,j" (either), data-key="g m" (one after the other); data-key-act="focus" puts
 * the focus there and unfolds it, otherwise it is as if they were clicked. On a list (#result_list), j and k go
 * through the rows. Nothing happens while somebody types, nor with Ctrl, Alt or Command; Escape leaves a field. In a
 * form with [data-leave-guard], any control that has the focus leaves only the form's own keys. Who does not want the
 * keys switches them off in the dialog (WCAG 2.1.4).
 */

const SETTING = "keys";
const SEQUENCE_MS = 1500;
const dialog = document.querySelector("dialog[data-keys]");

const store = {
  get isOn() {
    try { return localStorage.getItem(SETTING) !== "off"; } catch { return true; }
  },
  set isOn(value) {
    try { localStorage.setItem(SETTING, value ? "on" : "off"); } catch { /* for this page only */ }
  },
};
let isOn = store.isOn;

/* The key as on a Latin keyboard; letters of other scripts by their place. */
const named = (event) => {
  const { key, code, shiftKey } = event;
  if (key === "Enter" || /^[\x21-\x7e]$/.test(key)) {
    if (/[a-z]/i.test(key)) return shiftKey ? "" : key.toLowerCase();
    return key;
  }
  if (code.startsWith("Key")) return shiftKey ? "" : code.slice(3).toLowerCase();
  if (code === "Slash") return shiftKey ? "?" : "/";
  return "";
};

const isTyping = (target) =>
  target instanceof Element &&
  target.closest("input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]") !== null;

const folded = (element) => element.closest("details:not([open])");

/* What is folded away counts: the key unfolds it. */
const isShown = (element) => {
  const seen = folded(element)?.querySelector("summary") ?? element;
  return seen.checkVisibility?.() ?? seen.offsetParent !== null;
};

/* What somebody is filling in: no key leads away from it. */
const filledIn = () =>
  document.activeElement?.matches("input, select, textarea") ? document.activeElement.closest("[data-leave-guard]") : null;

const wanted = (keys) =>
  [...(filledIn() ?? document).querySelectorAll("[data-key]")].find(
    (element) => !element.disabled && isShown(element) && element.dataset.key.split(",").includes(keys),
  );

const begins = (key) =>
  [...(filledIn() ?? document).querySelectorAll("[data-key]")].some((element) => element.dataset.key.startsWith(`${key} `));

const act = (element) => {
  if (element.dataset.keyAct !== "focus") {
    element.click();
    return;
  }
  const fold = folded(element);
  if (fold) fold.open = true;
  element.focus();
  element.scrollIntoView({ block: "center" });
};

/* The rows of a list: the focus stands on the link of a row. */
const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
const rowAt = () => document.activeElement?.closest("#result_list tbody tr") ?? document.querySelector("#result_list tr.is-current");

const goTo = (row) => {
  for (const other of rows()) other.classList.toggle("is-current", other === row);
  const link = row.querySelector(".field-shown_title a, th a");
  link?.focus();
  row.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(rowAt());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  goTo(all[next]);
  return true;
};

const inList = {
  j: () => step(1),
  k: () => step(-1),
  o: () => {
    const link = rowAt()?.querySelector(".field-shown_title a, th a");
    link?.click();
    return Boolean(link);
  },
  x: () => {
    const box = rowAt()?.querySelector("input.action-select");
    box?.click();
    return Boolean(box);
  },
};

let first = "";
let timer = 0;

const forget = () => {
  first = "";
  clearTimeout(timer);
};

const press = (key) => {
  const keys = first ? `${first} ${key}` : key;
  const isSecond = first !== "";
  forget();
  if (key === "?" && dialog) {
    dialog.showModal();
    return true;
  }
  const element = wanted(keys);
  if (element) {
    act(element);
    return true;
  }
  if (isSecond || filledIn()) return false;
  if (inList[key]?.()) return true;
  if (!begins(key)) return false;
  first = key;
  timer = setTimeout(forget, SEQUENCE_MS);
  return true;
};

document.addEventListener("keydown", (event) => {
  if (!isOn || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && document.activeElement?.matches("input, select, textarea")) document.activeElement.blur();
  if (isTyping(event.target)) return;
  const key = named(event);
  if (!key || key === "Enter") return;
  if (press(key)) event.preventDefault();
});

for (const link of document.querySelectorAll("[data-keys-open]")) {
  link.addEventListener("click", (event) => {
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
}

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.closest("[data-keys-setting]").hidden = false;
  box.checked = isOn;
  box.addEventListener("change", () => {
    isOn = box.checked;
    store.isOn = isOn;
    forget();
  });
}
