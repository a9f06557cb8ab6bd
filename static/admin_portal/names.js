/* Names for what Django's own widgets leave nameless: the boxes of select2, and groups of two inputs. */

for (const group of document.querySelectorAll(".form-row .day-and-time")) {
  const label = group.closest(".form-row > div, .fieldBox")?.querySelector(":scope label:not(.day-and-time label)");
  if (!label) continue;
  label.id ||= `${group.id}_label`;
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", label.id);
}

const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection[role='combobox']")) {
    const select = box.closest(".select2")?.previousElementSibling;
    const label = select?.labels?.[0];
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    const shown = box.querySelector(".select2-selection__rendered")?.id;
    box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown}` : label.id);
    box.querySelector("[role='textbox']")?.setAttribute("aria-labelledby", label.id);
  }
};
window.addEventListener("load", nameBoxes);
document.addEventListener("formset:added", () => setTimeout(nameBoxes));
