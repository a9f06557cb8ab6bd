/* [data-speaker-rows]: a speaker more or less without asking the server. Without this file the same
   buttons send the form, and the server answers with a row more or less. */

const list = document.querySelector("[data-speaker-rows]");

if (list) {
  const template = list.querySelector("[data-speaker-template]");
  const total = list.querySelector("[name='speakers-TOTAL_FORMS']");
  const add = document.querySelector("[data-add-speaker]");
  const full = document.querySelector("[data-full]");
  const status = document.querySelector("[data-speaker-status]");
  const most = Number(list.dataset.most);
  const rows = () => [...list.querySelectorAll("[data-speaker-row]")];

  const renumber = () => {
    for (const [index, row] of rows().entries()) {
      for (const element of row.querySelectorAll("*")) {
        for (const name of ["id", "name", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(/speakers-(\d+|__prefix__)-/g, `speakers-${index}-`));
        }
      }
      for (const place of row.querySelectorAll("[data-number]")) place.textContent = index + 1;
      row.querySelector("[data-remove-speaker]").value = `remove-speaker-${index}`;
    }
    total.value = rows().length;
    add.hidden = rows().length >= most;
    full.hidden = !add.hidden;
  };

  const grow = () => {
    template.before(template.content.cloneNode(true));
    renumber();
    rows().at(-1).querySelector("input").focus();
  };

  add.addEventListener("click", (event) => {
    event.preventDefault();
    grow();
    status.textContent = status.dataset.added;
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-speaker]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-speaker-row]");
    const next = row.nextElementSibling?.matches("[data-speaker-row]") ? row.nextElementSibling : row.previousElementSibling;
    row.remove();
    if (rows().length === 0) grow();
    else {
      renumber();
      (next?.querySelector("[data-remove-speaker]") ?? add).focus();
    }
    status.textContent = status.dataset.removed;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
