/* The form of a decision: shows what the chosen disposition needs, offers its reasons. */

for (const form of document.querySelectorAll("[data-outcome]")) {
  const chosen = () => form.querySelector("[name=disposition]:checked")?.value ?? "";
  const reasons = form.querySelector("[name=chosen_reason]");
  const every = [...reasons.options].map((option) => ({ option, only: option.dataset.for?.split(" ") }));

  const show = () => {
    const now = chosen();
    for (const group of form.querySelectorAll("[data-needed-for]")) group.hidden = group.dataset.neededFor !== now;
    for (const { option, only } of every) {
      const fits = !now || !only || only.includes(now);
      option.hidden = option.disabled = !fits;
      if (!fits && option.selected) reasons.value = "";
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.name !== "disposition") return;
    show();
    event.target.focus(); /* also where a key chose it: Tab goes on from there */
  });
  show();
}
