/*
 * [data-timetable-root]: a day of the timetable, moved by dragging and by keyboard. Every move is the
 * form's own request; the answer holds the timetable as it is now, whatever became of the move, and
 * replaces what is shown. Rows and columns are those of the table: nothing here knows rooms or hours.
 */

const root = document.querySelector("[data-timetable-root]");
const said = document.querySelector("[data-timetable-said]");
const token = document.querySelector("[data-timetable-token] [name=csrfmiddlewaretoken]").value;
const DRAG_FROM = 6;
const EDGE = 40;

let moved = null; /* what is picked up or dragged: {block, by, minutes, row, column, …} */
let ghost = null;
let isBusy = false;

const say = (words, isTrouble = false) => {
  said.textContent = words;
  said.classList.toggle("is-trouble", isTrouble);
};
const text = (name, values = {}) =>
  Object.entries(values).reduce((words, [key, value]) => words.replace(`{${key}}`, value), root.dataset[`text${name}`]);

const board = () => root.querySelector("[data-timetable]");
const scroller = () => root.querySelector("[data-timetable-scroll]");
const columns = () => [...root.querySelectorAll("thead th[data-room]")];
const rows = () => [...root.querySelectorAll("tbody tr")];
const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const clockOf = (minutes) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const enhance = () => {
  root.classList.add("is-enhanced");
  for (const one of root.querySelectorAll("[data-handle], [data-edge]")) one.hidden = false;
};

const send = async (url, fields) => {
  if (isBusy) return;
  isBusy = true;
  const body = new URLSearchParams({
    csrfmiddlewaretoken: token, forum: root.dataset.forum, shown: root.dataset.shown, ...fields,
  });
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    const { html, message } = await answer.json();
    const { scrollLeft, scrollTop } = scroller();
    root.innerHTML = html;
    enhance();
    scroller().scrollTo(scrollLeft, scrollTop);
    say(message, !answer.ok);
  } catch {
    say(text("Trouble"), true);
  } finally {
    isBusy = false;
  }
};

const place = async ({ block, row, column, minutes }) => {
  const { url, slot, session } = block.dataset;
  await send(url, {
    "move-room": columns()[column].dataset.room,
    "move-day": root.dataset.shown,
    "move-start": rows()[row].dataset.start,
    "move-minutes": minutes,
    "move-slot": slot ?? "",
    "move-revision": board().dataset.revision,
  });
  refocus(session);
};

const takeOut = async (block) => {
  const { url, slot, session } = block.dataset;
  await send(url, { take_out: "1", "move-slot": slot, "move-revision": board().dataset.revision });
  refocus(session);
};

const refocus = (session) => root.querySelector(`[data-session="${session}"] [data-handle]`)?.focus();

/* --- Where it would go --- */

const show = () => {
  const { row, column, minutes } = moved;
  const wrap = scroller().getBoundingClientRect();
  const across = columns()[column].getBoundingClientRect();
  const all = rows();
  const start = minutesOf(all[row].dataset.start);
  const held = all.filter((one, place) => place >= row && minutesOf(one.dataset.start) < start + minutes);
  const top = all[row].getBoundingClientRect().top;
  const bottom = held.at(-1).getBoundingClientRect().bottom;
  if (!ghost?.isConnected) {
    ghost = document.createElement("div");
    ghost.className = "tt-ghost";
    scroller().append(ghost);
  }
  /* Through the CSSOM: the policy forbids style attributes, not this. */
  ghost.style.left = `${across.left - wrap.left + scroller().scrollLeft - scroller().clientLeft}px`;
  ghost.style.top = `${top - wrap.top + scroller().scrollTop - scroller().clientTop}px`;
  ghost.style.width = `${across.width}px`;
  ghost.style.height = `${bottom - top}px`;
};

const hide = () => {
  ghost?.remove();
  ghost = null;
};

const tell = () => {
  const { block, row, column, minutes } = moved;
  const start = rows()[row].dataset.start;
  say(text("Target", {
    session: block.dataset.name,
    room: columns()[column].querySelector("bdi").textContent,
    start,
    end: clockOf(minutesOf(start) + minutes),
  }));
};

/* The row and column in which a placed session stands now. */
const standing = (block) => {
  const cell = block.closest("td");
  if (!cell) return { row: 0, column: 0 };
  const { left, width } = cell.getBoundingClientRect();
  const column = columns().findIndex((one) => {
    const rect = one.getBoundingClientRect();
    return rect.left < left + width / 2 && left + width / 2 < rect.right;
  });
  return { row: rows().indexOf(cell.parentElement), column };
};

const step = () => Number(board().dataset.step);
const lengthen = (by) => { moved.minutes = Math.max(step(), moved.minutes + by); };

/* --- By keyboard --- */

const pick = (block) => {
  moved = { block, by: "key", minutes: Number(block.dataset.minutes), ...standing(block) };
  block.classList.add("is-picked");
  show();
  say(text("Picked", { session: block.dataset.name }));
};

const drop = () => {
  moved?.block.classList.remove("is-picked");
  const was = moved;
  moved = null;
  hide();
  return was;
};

const leave = () => {
  const was = drop();
  say(text("Left", { session: was.block.dataset.name }));
};

const AHEAD = () => (document.dir === "rtl" || getComputedStyle(root).direction === "rtl" ? -1 : 1);
const within = (value, list) => Math.min(Math.max(value, 0), list.length - 1);

const KEYS = {
  ArrowUp: () => { moved.row = within(moved.row - 1, rows()); },
  ArrowDown: () => { moved.row = within(moved.row + 1, rows()); },
  ArrowLeft: () => { moved.column = within(moved.column - AHEAD(), columns()); },
  ArrowRight: () => { moved.column = within(moved.column + AHEAD(), columns()); },
  "+": () => lengthen(step()),
  "-": () => lengthen(-step()),
};

document.addEventListener("keydown", (event) => {
  if (moved?.by !== "key") return;
  if (event.key === "Escape" || event.key === "Tab") leave();
  else if (event.key === "Enter" || event.key === " ") place(drop());
  else if (event.key === "Delete" && moved.block.dataset.slot) takeOut(drop().block);
  else if (KEYS[event.key]) {
    KEYS[event.key]();
    show();
    ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
    tell();
  } else return;
  if (event.key !== "Tab") event.preventDefault();
});

root.addEventListener("click", (event) => {
  const handle = event.target.closest("[data-handle]");
  /* Only keys: a press of the mouse is the beginning of a drag. */
  if (handle && event.detail === 0 && !moved && !isBusy) pick(handle.closest("[data-session]"));
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  const verb = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
  const form = verb && root.querySelector(`[data-timetable-verb="${verb}"]`);
  if (!form) return;
  event.preventDefault();
  if (!form.querySelector("button").disabled) form.requestSubmit();
});

root.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-timetable-verb]");
  if (!form) return;
  event.preventDefault();
  const { timetableVerb } = form.dataset;
  const fields = form.elements.step ? { step: form.elements.step.value } : {};
  send(form.action, fields).then(() => root.querySelector(`[data-timetable-verb="${timetableVerb}"] button`)?.focus());
});

/* --- By mouse, pen and finger --- */

const rowAt = (y) => {
  const found = rows().findLastIndex((one) => one.getBoundingClientRect().top <= y);
  return within(found, rows());
};
const columnAt = (x) => columns().findIndex((one) => {
  const { left, right } = one.getBoundingClientRect();
  return left <= x && x < right;
});
const isIn = (element, { clientX, clientY }) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return left <= clientX && clientX < right && top <= clientY && clientY < bottom;
};
const unplaced = () => root.querySelector("[data-timetable-unplaced]");

const aim = (event) => {
  const isOut = moved.by === "drag" && moved.block.dataset.slot && isIn(unplaced(), event);
  unplaced().classList.toggle("is-target", Boolean(isOut));
  moved.isOut = isOut;
  moved.isOver = isOut || isIn(scroller(), event);
  if (!moved.isOver || isOut) {
    hide();
    return;
  }
  if (moved.by === "edge") {
    const start = minutesOf(rows()[moved.row].dataset.start);
    const last = Math.max(moved.row, rowAt(event.clientY));
    const next = rows()[last + 1]?.dataset.start;
    moved.minutes = (next ? minutesOf(next) : minutesOf(rows()[last].dataset.start) + step()) - start;
  } else {
    const column = columnAt(event.clientX);
    if (column >= 0) moved.column = column;
    moved.row = rowAt(event.clientY - moved.grabbed);
  }
  show();
  tell();
};

const follow = (event) => {
  const { top, bottom, left, right } = scroller().getBoundingClientRect();
  if (isIn(scroller(), event)) {
    if (event.clientY < top + EDGE) scroller().scrollTop -= EDGE / 4;
    if (event.clientY > bottom - EDGE) scroller().scrollTop += EDGE / 4;
    if (event.clientX < left + EDGE) scroller().scrollLeft -= EDGE / 4;
    if (event.clientX > right - EDGE) scroller().scrollLeft += EDGE / 4;
  }
  aim(event);
};

root.addEventListener("dragstart", (event) => event.preventDefault());

root.addEventListener("pointerdown", (event) => {
  const block = event.target.closest("[data-session]");
  const handle = event.target.closest("[data-handle]");
  const edge = event.target.closest("[data-edge]");
  /* A finger on a session scrolls; the handle is there to drag. */
  if (!block || isBusy || event.button !== 0 || (event.pointerType === "touch" && !handle && !edge)) return;
  if (moved) leave();
  const from = { x: event.clientX, y: event.clientY };
  const { row, column } = standing(block);
  const grabbed = block.closest("td") ? event.clientY - block.getBoundingClientRect().top : 0;
  const begin = () => {
    moved = { block, by: edge ? "edge" : "drag", minutes: Number(block.dataset.minutes), row, column, grabbed };
    block.classList.add("is-picked");
    document.body.classList.add("is-dragging");
  };
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const end = () => {
    listening.abort();
    document.body.classList.remove("is-dragging");
    unplaced().classList.remove("is-target");
  };
  document.addEventListener("pointermove", (move) => {
    if (!moved && Math.hypot(move.clientX - from.x, move.clientY - from.y) > DRAG_FROM) begin();
    if (moved) follow(move);
  }, options);
  document.addEventListener("pointerup", () => {
    end();
    if (!moved) return;
    /* The click that follows at once, where the press ends on a link, was none. */
    const swallowing = new AbortController();
    document.addEventListener("click", (click) => click.preventDefault(), { capture: true, signal: swallowing.signal });
    setTimeout(() => swallowing.abort());
    const was = drop();
    if (was.isOut) takeOut(was.block);
    else if (was.isOver) place(was);
    else say(text("Left", { session: block.dataset.name }));
  }, options);
  document.addEventListener("pointercancel", () => {
    end();
    if (moved) leave();
  }, options);
  document.addEventListener("keydown", (key) => {
    if (key.key !== "Escape" || !moved) return;
    end();
    leave();
  }, options);
});

enhance();
