/* [data-error-summary] takes the focus when the page opens; its links focus the fields they name. */

for (const summary of document.querySelectorAll("[data-error-summary]")) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const input = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
    const target = input ?? field;
    (document.querySelector(`label[for="${CSS.escape(target.id)}"]`) ?? target).scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  });
}
