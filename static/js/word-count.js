/* [data-count="words" or "characters"] says below the field how much of [data-limit] is used.
   Counts as consultation/counting.py does; surplus is said, never cut. */

const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const SPACE = "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const RUN = new RegExp(`[${HAN}]|[^${SPACE}${HAN}]+`, "gu");
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

export function countWords(text) {
  return (text.match(RUN) ?? []).filter((run) => LETTER_OR_DIGIT.test(run)).length;
}

/* The server makes one line of a line's text, and keeps the breaks of a longer one. */
export function countCharacters(text, hasLines = false) {
  const kept = hasLines ? text.replace(/\r\n?/g, "\n") : text.replace(/\s+/gu, " ");
  return [...kept.trim()].length;
}

const PAUSE_MS = 1000;

for (const field of document.querySelectorAll("[data-count]")) {
  const limit = Number(field.dataset.limit);
  const shown = document.createElement("p");
  shown.className = "word-count";
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  field.after(shown, spoken);
  let timer;

  const update = () => {
    const count = field.dataset.count === "words" ? countWords(field.value) : countCharacters(field.value, field.matches("textarea"));
    const pattern = count > limit ? field.dataset.countOver : field.dataset.countLabel;
    const text = pattern
      .replace("{count}", count).replace("{limit}", limit).replace("{surplus}", count - limit);
    shown.textContent = text;
    shown.classList.toggle("word-count-over", count > limit);
    clearTimeout(timer);
    // Who hears the page is told after a pause, and only when the limit comes near.
    if (count > 0.9 * limit) timer = setTimeout(() => { spoken.textContent = text; }, PAUSE_MS);
  };
  field.addEventListener("input", update);
  update();
}
