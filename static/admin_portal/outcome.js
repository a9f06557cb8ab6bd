/* The form of a decision: shows what the chosen disposition needs, offers its reasons, finds inputs by number or title. */

const MOMENT = 250;

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

  const target = form.querySelector("[name=target]");
  if (!target || !form.dataset.lookup) continue;
  const list = document.createElement("datalist");
  list.id = `${target.id}_found`;
  target.after(list);
  target.setAttribute("list", list.id);
  let waiting;
  let asked = 0;
  target.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const turn = ++asked;
      const answer = await fetch(`${form.dataset.lookup}?q=${encodeURIComponent(target.value)}`).catch(() => null);
      if (!answer?.ok || turn !== asked) return;
      const { results } = await answer.json();
      list.replaceChildren(...results.map(({ number, title }) => {
        const option = document.createElement("option");
        option.value = number;
        option.label = `${number} · ${title}`;
        return option;
      }));
    }, MOMENT);
  });
}
