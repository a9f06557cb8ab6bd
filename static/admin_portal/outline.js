/* [data-outline]: the lines of an agenda are moved, added and removed without asking the server, by
   buttons, keys and dragging. Without this file the same buttons send the form, and the server
   answers with the lines in their new order (agenda/outline.py has the same rules). */

const DEEPEST = 20;
const STEP = 28; // pixels to the side that are one level while dragging

const form = document.querySelector("[data-outline]");
const list = form.querySelector("[data-lines]");
const blank = form.querySelector("[data-blank]");
const status = form.querySelector("[data-status]");
const sum = form.querySelector("[data-sum]");
const isRtl = getComputedStyle(list).direction === "rtl";
let added = 0;

const lines = () => [...list.children];
const depthOf = (line) => Number(line.dataset.depth);
const setDepth = (line, depth) => {
  line.dataset.depth = depth;
  line.querySelector("[data-depth-input]").value = depth;
};

/* A line with those below it. */
const blockOf = (line) => {
  const block = [line];
  for (let next = line.nextElementSibling; next && depthOf(next) > depthOf(line); next = next.nextElementSibling) block.push(next);
  return block;
};

const siblingBefore = (line) => {
  for (let other = line.previousElementSibling; other; other = other.previousElementSibling) {
    if (depthOf(other) <= depthOf(line)) return depthOf(other) === depthOf(line) ? other : null;
  }
  return null;
};

const shift = (block, by) => { for (const line of block) setDepth(line, depthOf(line) + by); };

const WAYS = {
  up(line) {
    const before = siblingBefore(line);
    before?.before(...blockOf(line));
    return Boolean(before);
  },
  down(line) {
    const block = blockOf(line);
    const next = block.at(-1).nextElementSibling;
    if (!next || depthOf(next) !== depthOf(line)) return false;
    blockOf(next).at(-1).after(...block);
    return true;
  },
  in(line) {
    const block = blockOf(line);
    if (!siblingBefore(line) || Math.max(...block.map(depthOf)) >= DEEPEST) return false;
    shift(block, 1);
    return true;
  },
  out(line) {
    if (!depthOf(line)) return false;
    const block = blockOf(line);
    let parent = line.previousElementSibling;
    while (depthOf(parent) >= depthOf(line)) parent = parent.previousElementSibling;
    const last = blockOf(parent).at(-1);
    shift(block, -1);
    if (!block.includes(last)) last.after(...block);
    return true;
  },
};

/* Numbers as agenda/numbering.py counts them: a line without one hands its parent's count on. */
const renumber = () => {
  const counters = [{ prefix: "", last: 0 }];
  let minutes = 0;
  for (const line of lines()) {
    const depth = depthOf(line);
    const counter = counters[depth];
    const isNumbered = line.querySelector("[data-numbered]").checked;
    const number = isNumbered ? `${counter.prefix}${(counter.last += 1)}` : "";
    counters[depth + 1] = number ? { prefix: `${number}.`, last: 0 } : counter;
    for (const place of line.querySelectorAll("[data-number]")) place.textContent = number || "–";
    const words = [...line.querySelectorAll("textarea")].map((one) => one.value.trim()).find(Boolean) ?? "";
    for (const place of line.querySelectorAll("[data-name]")) place.textContent = words.slice(0, 60);
    minutes += Number(line.querySelector("[data-minutes]").value) || 0;
  }
  sum.hidden = minutes === 0;
  sum.querySelector("[data-sum-value]").value = minutes;
  form.querySelector("[data-none]")?.toggleAttribute("hidden", list.children.length > 0);
};

const say = (line) => {
  const facts = {
    number: line.querySelector("[data-number]").textContent,
    position: lines().indexOf(line) + 1,
    count: lines().length,
    level: depthOf(line) + 1,
  };
  status.textContent = form.dataset.saidMoved.replace(/%\((\w+)\)s/g, (_all, name) => facts[name]);
};

const changed = () => {
  renumber();
  list.dispatchEvent(new Event("change", { bubbles: true }));
};

const move = (line, way, focus) => {
  if (!WAYS[way](line)) return;
  changed();
  focus.focus();
  say(line);
};

const equip = (line) => { line.querySelector("[data-handle]").hidden = false; };

const add = (after, depth) => {
  added += 1;
  const key = `new-js-${Date.now().toString(36)}-${added}`;
  const holder = document.createElement("template");
  holder.innerHTML = blank.innerHTML.replaceAll("new-x", key);
  const line = holder.content.firstElementChild;
  if (after) after.after(line); else list.append(line);
  setDepth(line, depth);
  equip(line);
  changed();
  line.querySelector("textarea").focus();
  status.textContent = form.dataset.saidAdded;
};

const remove = (line) => {
  const [, ...below] = blockOf(line);
  const next = line.nextElementSibling ?? line.previousElementSibling;
  shift(below, -1);
  line.remove();
  changed();
  (next?.querySelector("textarea") ?? form.querySelector("[data-add-last]")).focus();
  status.textContent = form.dataset.saidRemoved;
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const line = button?.closest("[data-line]");
  if (button?.dataset.step) move(line, button.dataset.step, button);
  else if (button?.hasAttribute("data-add")) add(blockOf(line).at(-1), depthOf(line));
  else if (button?.hasAttribute("data-add-last")) add(list.lastElementChild, 0);
  else if (button?.hasAttribute("data-remove")) remove(line);
  else return;
  event.preventDefault();
});

const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: isRtl ? "out" : "in", ArrowLeft: isRtl ? "in" : "out" };

form.addEventListener("keydown", (event) => {
  const line = event.target.closest("[data-line]");
  const way = KEYS[event.key];
  if (!line || !way || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isHandle = event.target.matches("[data-handle]");
  // In a text the arrows belong to the text; Alt with up and down does not.
  if (!isHandle && !(event.altKey && ["up", "down"].includes(way))) return;
  event.preventDefault();
  move(line, way, event.target);
});

form.addEventListener("input", (event) => { if (event.target.closest("[data-line]")) renumber(); });

/* Dragging: the block follows the pointer from line to line; to the side it changes its level. */
let drag = null;

const allowed = (before, after, wanted) => {
  const most = before ? Math.min(depthOf(before) + 1, DEEPEST) : 0;
  const least = after ? Math.max(0, depthOf(after) - 1) : 0;
  return Math.max(Math.min(wanted, most), Math.min(least, most));
};

form.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button !== 0) return;
  const line = handle.closest("[data-line]");
  drag = { line, handle, block: blockOf(line), x: event.clientX, depth: depthOf(line), moved: false };
  handle.setPointerCapture(event.pointerId);
});

form.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const { line, block } = drag;
  const others = lines().filter((one) => !block.includes(one));
  const below = others.find((one) => event.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2) ?? null;
  const side = Math.trunc((event.clientX - drag.x) / STEP) * (isRtl ? -1 : 1);
  const before = below ? others[others.indexOf(below) - 1] : others.at(-1);
  const depth = allowed(before, below, drag.depth + side);
  const isThere = block.at(-1).nextElementSibling === below;
  if (isThere && depth === depthOf(line)) return;
  drag.moved = true;
  for (const one of block) one.classList.add("is-dragged");
  shift(block, depth - depthOf(line));
  if (!isThere) {
    if (below) below.before(...block); else list.append(...block);
    // Moving the element lets go of the pointer.
    drag.handle.setPointerCapture(event.pointerId);
  }
  renumber();
});

const drop = () => {
  if (!drag) return;
  const { line, handle, block, moved } = drag;
  drag = null;
  for (const one of block) one.classList.remove("is-dragged");
  if (!moved) return;
  changed();
  handle.focus();
  say(line);
};
form.addEventListener("pointerup", drop);
form.addEventListener("pointercancel", drop);

/* Whoever leaves with unsaved lines is asked. */
let isDirty = false;
form.addEventListener("change", () => { isDirty = true; });
form.addEventListener("input", () => { isDirty = true; });
form.addEventListener("submit", () => { isDirty = false; });
window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });

for (const line of lines()) equip(line);
for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
renumber();
