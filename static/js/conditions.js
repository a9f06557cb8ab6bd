/* form[data-conditions]: shows and hides questions by the other answers, while they are given.
   The rules are those of consultation/questionnaire/visibility.py, which counts at the hand-in; what
   is hidden is sent and kept all the same. */

const LISTS = ["several", "file", "people", "action-lines", "goals"];

function blank(type) {
  if (LISTS.includes(type)) return [];
  if (type === "number") return null;
  return type === "confirmation" ? false : "";
}

/* The answer in its type's shape; one of another shape counts as none. */
function value(question, answers) {
  const given = answers[question.key];
  const empty = blank(question.type);
  if (given === undefined) return empty;
  if (question.type === "number") return Number.isInteger(given) ? given : empty;
  const isList = Array.isArray(given);
  return isList === Array.isArray(empty) && (isList || (given !== null && typeof given === typeof empty)) ? given : empty;
}

function isEmpty(given) {
  if (typeof given === "string") return given.replace(/[\s\u001c-\u001f\u0085]/gu, "") === "";
  if (Array.isArray(given)) return given.length === 0;
  return given === null || given === false;
}

function codes(given) {
  if (typeof given === "boolean") return [given ? "yes" : "no"];
  if (Array.isArray(given)) return given.filter((one) => typeof one !== "object" || one === null).map(String);
  return given === null ? [] : [String(given)];
}

function fits(question, given) {
  if (question.values.length === 0) return !isEmpty(given);
  return codes(given).some((code) => question.values.includes(code));
}

/* The keys of the questions that are asked. questions: [{key, type, if, values}]. */
export function visible(questions, answers) {
  const byKey = new Map(questions.map((question) => [question.key, question]));
  const known = new Map();
  const opened = (question, waiting) => {
    if (!question.if || !byKey.has(question.if)) return true;
    const other = byKey.get(question.if);
    return isAsked(other, waiting) && fits(question, value(other, answers));
  };
  const isAsked = (question, waiting) => {
    if (!known.has(question.key)) {
      if (waiting.has(question.key)) return false;
      known.set(question.key, opened(question, new Set([...waiting, question.key])));
    }
    return known.get(question.key);
  };
  return questions.filter((question) => isAsked(question, new Set())).map((question) => question.key);
}

const DIGITS = /\p{Nd}/gu;

/* "٤٢" is 42: the ten digits of a script follow each other. */
function number(text) {
  const plain = text.trim().replace(DIGITS, (digit) => {
    let zero = digit.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0) - zero < 9) zero -= 1;
    return digit.codePointAt(0) - zero;
  });
  return /^[+-]?\d+$/.test(plain) ? Number(plain) : null;
}

function answerIn(form, question) {
  const sent = new FormData(form).getAll(question.key).map(String);
  switch (question.type) {
    case "several": case "action-lines": case "goals": return sent;
    case "confirmation": return sent.length > 0;
    case "number": return number(sent[0] ?? "");
    case "date": return ["day", "month", "year"].map((part) => form.elements[`${question.key}-${part}`]?.value ?? "").join("").trim();
    case "people": return [...form.querySelectorAll(`[name^="${question.key}-"][name$="-name"]`)].map((box) => box.value.trim()).filter(Boolean);
    case "file": return [...form.querySelectorAll(`[data-question="${question.key}"] [data-file]`)].map(() => 1);
    default: return (sent[0] ?? "").trim();
  }
}

for (const form of document.querySelectorAll("form[data-conditions]")) {
  const { questions, answers } = JSON.parse(form.dataset.conditions);
  const places = new Map([...form.querySelectorAll("[data-question]")].map((place) => [place.dataset.question, place]));
  const update = () => {
    const given = { ...answers };
    for (const question of questions) {
      if (!(question.key in answers)) given[question.key] = answerIn(form, question);
    }
    const shown = visible(questions, given);
    for (const { key } of questions) {
      if (places.has(key)) places.get(key).hidden = !shown.includes(key);
    }
    const nothing = form.querySelector("[data-nothing-asked]");
    if (nothing) nothing.hidden = [...places.values()].some((place) => !place.hidden);
  };
  for (const line of form.querySelectorAll("[data-condition-line]")) line.hidden = true;
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
}
