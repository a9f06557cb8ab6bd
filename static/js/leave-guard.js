/* [data-leave-guard] on a form: leaving the page with something unsaved asks first.
   [data-unsaved]: it is unsaved from the start. A link with [data-leaves] goes without asking. */

for (const form of document.querySelectorAll("[data-leave-guard]")) {
  let unsaved = "unsaved" in form.dataset;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("all-saved", () => { unsaved = false; });
  form.addEventListener("submit", () => { unsaved = false; });
  for (const link of form.querySelectorAll("[data-leaves]")) {
    link.addEventListener("click", () => { unsaved = false; });
  }
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}
