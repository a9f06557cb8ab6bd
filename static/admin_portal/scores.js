/* [data-scores]: 1 to 5 choose a score: for the criterion that has the focus, else for the first
   without one; the focus goes on to the next. Not while somebody types, nor where keys are off. */

const isOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };

const isTyping = (target) =>
  target.closest?.("input:not([type=radio], [type=checkbox], [type=submit], [type=button]), textarea, select, [contenteditable]");

for (const form of document.querySelectorAll("[data-scores]")) {
  const groups = () => [...form.querySelectorAll("[data-score]")];
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isOff()) return;
    if (!/^[1-5]$/.test(event.key) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (!form.checkVisibility?.()) return;
    const all = groups();
    const here = event.target.closest?.("[data-score]");
    const group = here ?? all.find((one) => !one.querySelector(":checked"));
    const radio = group?.querySelector(`input[value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.click();
    const next = all[all.indexOf(group) + 1];
    (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? radio).focus();
  });
}
