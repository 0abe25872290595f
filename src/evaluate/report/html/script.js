"use strict";
// Filters over documents and lines, and links into documents that are folded.
(() => {
  const form = document.querySelector(".filters");
  const documents = [...document.querySelectorAll(".document")];
  const chosen = (name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((input) => input.value);

  function filter() {
    const slice = form.elements.slice.value;
    const name = form.elements.name.value.trim().toLowerCase();
    const text = form.elements.text.value.trim().toLowerCase();
    const [lines] = chosen("lines");
    const classes = chosen("class");
    for (const one of documents) {
      const fits = (!slice || one.dataset.slice === slice) && one.dataset.name.toLowerCase().includes(name);
      let rows = 0;
      for (const row of one.querySelectorAll(".row:not(.head)")) {
        const wrong = (row.dataset.classes || "").split(" ");
        const shown = (lines === "all" || (lines === "wrong" ? "classes" in row.dataset : "harmed" in row.dataset))
          && (classes.length === 0 || classes.some((each) => wrong.includes(each)))
          && (!text || row.textContent.toLowerCase().includes(text));
        row.hidden = !shown;
        rows += shown;
      }
      one.hidden = !fits || rows === 0;
    }
  }

  function follow() {
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    const around = place.closest(".document");
    if (around) {
      around.hidden = false;
      around.open = true;
    }
    place.hidden = false;
    place.scrollIntoView();
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  // A browser that goes back fills the form in again.
  addEventListener("pageshow", () => { filter(); follow(); });
})();
