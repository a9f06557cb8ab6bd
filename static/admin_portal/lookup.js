/* form[data-lookup="address"]: its field [name=target] finds inputs by number or title. */

const MOMENT = 250;

for (const form of document.querySelectorAll("[data-lookup]")) {
  const target = form.querySelector("[name=target]");
  if (!target) continue;
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
