/* [data-filter="id"]: a box that leaves those rows of #div_id to be seen that hold what is typed, in
   any of our languages; ticked ones always stay. */

const MARKS = /\p{M}/gu;
// Letters that Arabic writers use for each other.
const ALIKE = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ё": "е" };

export function plain(text) {
  const alike = text.toLowerCase().replace(/./gu, (letter) => ALIKE[letter] ?? letter);
  return alike.normalize("NFKD").replace(MARKS, "").replace(/[\u0640\s]+/gu, " ").trim();
}

export function matches(text, wanted) {
  const held = plain(text);
  return plain(wanted).split(" ").every((word) => held.includes(word));
}

for (const filter of document.querySelectorAll("[data-filter]")) {
  const list = document.getElementById(`div_${filter.dataset.filter}`);
  const box = filter.querySelector("input");
  const status = filter.querySelector("[data-filter-status]");
  filter.hidden = false;
  const update = () => {
    let shown = 0;
    for (const row of list.querySelectorAll("[data-filter-row]")) {
      const found = matches(row.textContent, box.value);
      row.hidden = !found && !row.querySelector("input").checked;
      if (found) shown += 1;
    }
    for (const group of list.querySelectorAll("[data-filter-group]")) {
      group.hidden = !group.querySelector("[data-filter-row]:not([hidden])");
    }
    status.textContent = shown ? "" : filter.dataset.none;
  };
  box.addEventListener("input", (event) => { event.stopPropagation(); update(); });
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
