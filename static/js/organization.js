/* [data-organization-lookup="address"]: known organizations below a text field, as the ARIA pattern
   of a combobox with a list. Picking one fills the fields of type and country. Without this file it
   is a text field. data-results ("{number} …", several), data-none: what is said of the list. */

const PAUSE = 200;

function attach(input) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  const frame = document.createElement("div");
  let rows = [];
  let active = -1;
  let waiting = 0;
  let asked = 0;

  frame.className = "lookup";
  list.className = "lookup-list";
  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.before(frame);
  frame.append(input, list, status);
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    active = index;
    for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(at === index));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  };

  const tell = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const fill = (name, value) => {
    for (const field of input.form?.querySelectorAll(`[name="${name}"]`) ?? []) {
      if (field.type === "radio") {
        if (field.value === value && !field.checked) {
          field.checked = true;
          tell(field);
        }
      } else if (field.value !== value) {
        field.value = value;
        tell(field);
      }
    }
  };

  const pick = (row) => {
    input.value = row.name;
    close();
    fill("stakeholder_type", row.type);
    fill("country", row.country);
    tell(input);
    clearTimeout(waiting);
    asked += 1;
    input.focus();
  };

  const show = (found) => {
    rows = found;
    list.replaceChildren(...rows.map((row, index) => {
      const option = document.createElement("li");
      const more = document.createElement("span");
      const name = document.createElement("bdi");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      name.textContent = row.acronym ? `${row.name} (${row.acronym})` : row.name;
      more.className = "hint";
      more.textContent = ` ${row.type_title}, ${row.country_name}`;
      option.append(name, more);
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => pick(row));
      return option;
    }));
    list.hidden = rows.length === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(rows.length > 0));
    status.textContent = rows.length ? (input.dataset.results ?? "").replace("{number}", rows.length) : (input.dataset.none ?? "");
  };

  const ask = async () => {
    const turn = (asked += 1);
    const typed = input.value.trim();
    if (typed.length < 2) {
      close();
      return;
    }
    try {
      const address = new URL(input.dataset.organizationLookup, location.href);
      address.searchParams.set("q", typed);
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok || turn !== asked || document.activeElement !== input) return;
      show((await response.json()).organizations);
    } catch {
      close(); // no line: it is a text field then
    }
  };

  input.addEventListener("input", (event) => {
    if (!event.isTrusted) return; // our own, or another script's
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen && event.key === "ArrowDown") ask();
      if (!isOpen) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = rows.length + 1; // the field itself is one of them
      mark(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      pick(rows[active]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
  });
}

for (const input of document.querySelectorAll("[data-organization-lookup]")) attach(input);
