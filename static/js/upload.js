/* [data-upload]: files go up as they are chosen, with progress, to be taken back or tried again. Without
   this file they go up with the section's form. */

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_all, key) => values[key]);

for (const box of document.querySelectorAll("[data-upload]")) {
  const list = box.querySelector("[data-file-list]");
  const add = box.querySelector("[data-file-add]");
  const input = add.querySelector("input[type=file]");
  const status = box.querySelector("[data-file-status]");
  const template = box.querySelector("[data-file-template]");
  const most = Number(box.dataset.most);
  const waiting = [];
  let request = null;

  const token = () => box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const say = (pattern, name) => { status.textContent = fill(pattern, { name }); };
  const count = () => list.querySelectorAll("[data-file], [data-file-sending]:not([data-failed])").length;
  const room = () => {
    add.hidden = count() >= most;
    input.value = "";
  };
  const leave = (line) => {
    line.remove();
    room();
    (add.hidden ? list.lastElementChild : input)?.focus();
  };

  const remove = async (url) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token());
    const answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
  };

  const fail = (line, words, again) => {
    line.toggleAttribute("data-failed", true);
    line.querySelector("[data-file-progress]").hidden = true;
    line.querySelector("[data-file-words]").textContent = "";
    const problem = line.querySelector("[data-file-problem]");
    problem.textContent = words;
    problem.hidden = false;
    line.querySelector("[data-file-again]").hidden = !again;
    const close = line.querySelector("[data-file-cancel]");
    close.dataset.stop ??= close.textContent;
    close.textContent = close.dataset.close;
    close.onclick = () => leave(line);
    room();
  };

  const answered = (line, file, sender) => {
    let answer = null;
    try { answer = JSON.parse(sender.responseText); } catch { /* a page, not an answer: see below */ }
    if (sender.status === 200 && answer?.html) {
      // Taken back when it was on the other side already.
      if (!line.isConnected) {
        const arrived = new DOMParser().parseFromString(answer.html, "text/html");
        remove(arrived.querySelector("[data-file-remove]").dataset.fileRemove).catch(() => {});
        return;
      }
      line.insertAdjacentHTML("beforebegin", answer.html);
      line.remove();
      say(status.dataset.sent, file.name);
      room();
    } else if (answer?.message) fail(line, answer.message, sender.status !== 422);
    else fail(line, line.dataset.broken, true);
  };

  const next = () => {
    if (request || waiting.length === 0) return;
    const { line, file } = waiting.shift();
    const bar = line.querySelector("[data-file-progress]");
    const words = line.querySelector("[data-file-words]");
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token());
    data.append("file", file);
    data.append("whole", "1");
    request = new XMLHttpRequest();
    const sender = request;
    sender.open("POST", box.dataset.upload);
    sender.setRequestHeader("Accept", "application/json");
    sender.upload.addEventListener("progress", (event) => {
      const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      bar.value = percent;
      words.textContent = percent < 100 ? fill(line.dataset.sending, { percent }) : line.dataset.checking;
    });
    sender.addEventListener("load", () => answered(line, file, sender));
    sender.addEventListener("error", () => fail(line, line.dataset.broken, true));
    sender.addEventListener("loadend", () => {
      request = null;
      next();
    });
    line.querySelector("[data-file-cancel]").onclick = () => {
      if (!line.hasAttribute("data-arrived")) sender.abort();
      leave(line);
    };
    sender.upload.addEventListener("load", () => line.toggleAttribute("data-arrived", true));
    sender.send(data);
  };

  const start = (line, file) => {
    const bar = line.querySelector("[data-file-progress]");
    bar.hidden = false;
    bar.value = 0;
    line.removeAttribute("data-failed");
    line.removeAttribute("data-arrived");
    line.querySelector("[data-file-problem]").hidden = true;
    line.querySelector("[data-file-again]").hidden = true;
    const stop = line.querySelector("[data-file-cancel]");
    stop.textContent = stop.dataset.stop ?? stop.textContent;
    stop.onclick = () => {
      waiting.splice(waiting.findIndex((one) => one.line === line), 1);
      leave(line);
    };
    waiting.push({ line, file });
    next();
  };

  const take = (file) => {
    const line = template.content.firstElementChild.cloneNode(true);
    line.querySelector("[data-file-name]").textContent = file.name;
    line.querySelector("[data-file-progress]").setAttribute("aria-label", file.name);
    line.querySelector("[data-file-again]").addEventListener("click", () => start(line, file));
    const isFull = count() >= most;
    list.append(line);
    if (isFull) fail(line, line.dataset.full, false);
    else if (file.size > Number(box.dataset.mostBytes)) fail(line, line.dataset.large, false);
    else start(line, file);
  };

  box.querySelector("[data-file-button]").hidden = true;
  input.addEventListener("change", (event) => {
    // The section's autosave must not take a file for a text.
    event.stopPropagation();
    for (const file of [...input.files]) take(file);
    room();
  });
  input.addEventListener("input", (event) => event.stopPropagation());

  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-file-remove]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("[data-file]");
    const name = line.querySelector("a").textContent;
    button.disabled = true;
    try {
      await remove(button.dataset.fileRemove);
      leave(line);
      say(status.dataset.removed, name);
    } catch {
      button.disabled = false;
      // The server's own page says why, and shows what there is.
      button.form.requestSubmit(button);
    }
  });

  addEventListener("beforeunload", (event) => { if (request) event.preventDefault(); });
}
