/* form[data-similar-url]: asks for public inputs on the same subject while title and summary are
   written, and shows them in [data-similar], a place that is read out politely when it changes.
   Without this file the check page shows the same list. */

const form = document.querySelector("form[data-similar-url]");
const place = document.querySelector("[data-similar]");
const PAUSE = 1500;

if (form && place) {
  const fields = ["title", "summary"].map((name) => form.elements[name]).filter(Boolean);
  let waiting = 0;
  let said = "";
  let turn = 0;

  const ask = async () => {
    const body = new FormData();
    for (const field of fields) body.set(field.name, field.value);
    const now = fields.map((field) => field.value.trim()).join("\n");
    if (now === said) return;
    said = now;
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken?.value ?? "");
    const mine = (turn += 1);
    try {
      const response = await fetch(form.dataset.similarUrl, { method: "POST", body });
      if (!response.ok || mine !== turn) return;
      const html = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = html.body.querySelector(".similar");
      // Only a list that has changed is worth being read out.
      if ((found?.textContent ?? "") !== place.textContent) place.replaceChildren(...(found ? [found] : []));
    } catch {
      said = ""; // no line: the next word asks again
    }
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  };

  place.setAttribute("aria-live", "polite");
  for (const field of fields) field.addEventListener("input", later);
  if (fields.some((field) => field.value.trim())) ask();
}
