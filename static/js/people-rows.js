/* [data-people]: a person more or less without asking the server. Without this file the same
   buttons send the form, and the server answers with a row more or less. */

for (const list of document.querySelectorAll("[data-people]")) {
  const key = list.dataset.people;
  const group = list.closest("fieldset") ?? list.parentElement;
  const template = list.querySelector("[data-person-template]");
  const total = list.querySelector(`[name='${key}-TOTAL_FORMS']`);
  const add = group.querySelector("[data-add-person]");
  const full = group.querySelector("[data-full]");
  const status = group.querySelector("[data-people-status]");
  const most = Number(list.dataset.most);
  const prefix = new RegExp(`${key}-(\\d+|__prefix__)-`, "g");
  const rows = () => [...list.querySelectorAll("[data-person-row]")];

  const renumber = () => {
    for (const [index, row] of rows().entries()) {
      for (const element of row.querySelectorAll("*")) {
        for (const name of ["id", "name", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(prefix, `${key}-${index}-`));
        }
      }
      for (const place of row.querySelectorAll("[data-number]")) place.textContent = index + 1;
      row.querySelector("[data-remove-person]").value = `remove-person:${key}:${index}`;
      const photo = row.querySelector("[data-remove-photo]");
      if (photo) photo.value = `remove-photo:${key}:${index}`;
    }
    total.value = rows().length;
    add.hidden = rows().length >= most;
    full.hidden = !add.hidden;
  };

  const grow = () => {
    template.before(template.content.cloneNode(true));
    renumber();
    return rows().at(-1);
  };

  const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }));

  add.addEventListener("click", (event) => {
    event.preventDefault();
    grow().querySelector("input").focus();
    status.textContent = status.dataset.added;
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-person]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-person-row]");
    const next = row.nextElementSibling?.matches("[data-person-row]") ? row.nextElementSibling : row.previousElementSibling;
    row.remove();
    if (rows().length === 0) grow().querySelector("input").focus();
    else {
      renumber();
      (next?.querySelector("[data-remove-person]") ?? add).focus();
    }
    status.textContent = status.dataset.removed;
    changed();
  });

  // Text put back from this browser may have more people than the page (static/js/keeper.js).
  list.addEventListener("people-wanted", (event) => {
    while (rows().length < Math.min(event.detail, most)) grow();
    while (rows().length > Math.max(event.detail, 1)) rows().at(-1).remove();
    renumber();
  });
}
