/* [data-action-lines] marks in [data-suggested-goals] the Goals that the ticked lines serve, at once. */

const lines = document.querySelector("[data-action-lines]");
const goals = document.querySelector("[data-suggested-goals]");

function mark() {
  const codes = new Map();
  for (const box of lines.querySelectorAll("input:checked")) {
    for (const number of box.dataset.goals.split(" ").filter(Boolean)) {
      codes.set(number, [...(codes.get(number) ?? []), box.dataset.code]);
    }
  }
  for (const badge of goals.querySelectorAll("[data-suggests]")) {
    const by = codes.get(badge.dataset.suggests);
    badge.hidden = !by;
    badge.querySelector("[data-codes]").textContent = (by ?? []).join(", ");
  }
}

if (lines && goals) {
  for (const button of document.querySelectorAll("[data-suggest-button]")) button.hidden = true;
  lines.addEventListener("change", mark);
  mark();
}
