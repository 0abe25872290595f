// Moving by keys. Everything else works without this.
"use strict";

const box = document.getElementById("q");
const hits = Array.from(document.querySelectorAll(".hit h2 a"));
const doubts = () => Array.from(document.querySelectorAll("button.doubt")).filter((word) => word.offsetParent !== null);

function move(all, by) {
  if (all.length === 0) return false;
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

// From where one looks, if no doubtful word has the focus.
function moveFromView(all, by) {
  if (all.includes(document.activeElement)) return move(all, by);
  const below = all.findIndex((word) => word.getBoundingClientRect().top > 0);
  if (below < 0) return move(all, by);
  all[Math.max(by > 0 ? below : below - 1, 0)].focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    if (field === box) box.blur();
    for (const word of document.querySelectorAll(".word")) word.classList.add("shut");
    return;
  }
  if (field && !(field === box && hits.length > 0 && event.key === "ArrowDown")) return;
  const onHit = hits.includes(document.activeElement);
  let done = false;
  if (event.key === "/") {
    box.focus();
    box.select();
    done = true;
  } else if (event.key === "j" || (event.key === "ArrowDown" && (onHit || field))) {
    done = move(hits, 1);
  } else if (event.key === "k" || (event.key === "ArrowUp" && onHit)) {
    done = move(hits, -1);
  } else if (event.key === "n") {
    done = moveFromView(doubts(), 1);
  } else if (event.key === "p") {
    done = moveFromView(doubts(), -1);
  }
  if (done) event.preventDefault();
});

// A tip that was put away by Escape comes back at the next visit, and one at the right edge opens to the left.
function open(event) {
  const word = event.target.closest && event.target.closest(".word");
  if (!word) return;
  if (event.type === "focusin" || !word.contains(event.relatedTarget)) word.classList.remove("shut");
  word.classList.toggle("left", word.getBoundingClientRect().left > document.documentElement.clientWidth * 0.6);
}
document.addEventListener("focusin", open);
document.addEventListener("mouseover", open);
