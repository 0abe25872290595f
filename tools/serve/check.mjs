// Uses the page of `vanban serve` in a headless Chromium, as somebody with a keyboard does, and fails where something
// breaks: an error or a violation of the content policy on the console, a request to elsewhere, a script of a document
// that runs, a key that does nothing.
//
//   node tools/serve/check.mjs http://127.0.0.1:7878/ 'thu tuc' [--shots DIR]
//
// The query has to find a document with doubtful words. Needs node 18 and a Chromium (CHROMIUM names another one).

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [base, query, ...rest] = process.argv.slice(2);
if (!base || !query) {
  console.error("usage: check.mjs URL QUERY [--shots DIR]");
  process.exit(2);
}
const shots = rest[0] === "--shots" ? rest[1] : null;
const profile = mkdtempSync(join(tmpdir(), "vanban-check-"));
const browser = spawn(
  process.env.CHROMIUM || "chromium",
  ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
);
const waiting = new Map();
const listeners = new Map();
const problems = [];
let number = 0;
let buffer = "";

browser.stdio[4].setEncoding("utf8").on("data", (data) => {
  buffer += data;
  for (let end = buffer.indexOf("\0"); end >= 0; end = buffer.indexOf("\0")) {
    const message = JSON.parse(buffer.slice(0, end));
    buffer = buffer.slice(end + 1);
    if (message.id) {
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    } else {
      (listeners.get(message.method) || []).forEach((listen) => listen(message.params));
    }
  }
});

let session;
function send(method, params = {}, sessionId = session) {
  return new Promise((resolve, reject) => {
    const id = ++number;
    waiting.set(id, { resolve, reject });
    browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
  });
}
function on(method, listen) {
  listeners.set(method, [...(listeners.get(method) || []), listen]);
}
function once(method) {
  return new Promise((resolve) => {
    const listen = (params) => {
      listeners.set(method, listeners.get(method).filter((other) => other !== listen));
      resolve(params);
    };
    on(method, listen);
  });
}
function check(holds, what) {
  if (!holds) problems.push(what);
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
}
async function go(path) {
  const loaded = once("Page.loadEventFired");
  await send("Page.navigate", { url: new URL(path, base).href });
  await loaded;
}
async function ask(expression) {
  const answer = await send("Runtime.evaluate", { expression, returnByValue: true });
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text + " in " + expression);
  return answer.result.value;
}
async function press(key, text) {
  const codes = { Enter: 13, Escape: 27, ArrowDown: 40, ArrowUp: 38, Tab: 9 };
  const common = { key, code: key, windowsVirtualKeyCode: codes[key] || key.toUpperCase().charCodeAt(0) };
  await send("Input.dispatchKeyEvent", { type: "keyDown", text: text ?? (key === "Enter" ? "\r" : key.length === 1 ? key : undefined), ...common });
  await send("Input.dispatchKeyEvent", { type: "keyUp", ...common });
}
async function pressAndLoad(key) {
  const loaded = once("Page.loadEventFired");
  await press(key);
  await loaded;
}
async function shot(name, width, height, dark) {
  if (!shots) return;
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  const { data } = await send("Page.captureScreenshot", { format: "png" });
  writeFileSync(join(shots, `${name}.png`), Buffer.from(data, "base64"));
}
const shown = (selector) => `(() => { const e = document.querySelector(${JSON.stringify(selector)}); return !!e && getComputedStyle(e).display !== "none"; })()`;

async function run() {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" }, undefined);
  session = (await send("Target.attachToTarget", { targetId, flatten: true }, undefined)).sessionId;
  for (const domain of ["Page", "Runtime", "Log", "Network", "DOM"]) await send(`${domain}.enable`);
  on("Runtime.consoleAPICalled", (call) => problems.push(`console: ${JSON.stringify(call.args.map((a) => a.value))}`));
  on("Runtime.exceptionThrown", (thrown) => problems.push(`exception: ${thrown.exceptionDetails.text}`));
  on("Log.entryAdded", ({ entry }) => {
    // The tests ask for pages that are not there.
    if (!/status of 404/.test(entry.text)) problems.push(`log: ${entry.source} ${entry.text}`);
  });
  on("Page.javascriptDialogOpening", (dialog) => {
    problems.push(`a dialog opened: ${dialog.message}`);
    send("Page.handleJavaScriptDialog", { accept: true });
  });
  on("Network.requestWillBeSent", ({ request }) => {
    if (!request.url.startsWith(base)) problems.push(`request to ${request.url}`);
  });
  await send("Emulation.setDeviceMetricsOverride", { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false });

  await go("/?lang=en");
  check((await ask("document.documentElement.lang")) === "en", "English is asked for and comes");
  await go("/?lang=vi");
  check((await ask("document.documentElement.lang")) === "vi", "Vietnamese is asked for and comes");
  await press("/");
  check((await ask("document.activeElement.id")) === "q", "/ goes to the search box");
  await send("Input.insertText", { text: query });
  await pressAndLoad("Enter");
  const hits = await ask('document.querySelectorAll(".hit").length');
  check(hits > 0, `Enter searches: ${hits} hits`);
  check((await ask('document.querySelectorAll(".hit mark").length')) > 0, "words that were found are marked");
  check((await ask('document.querySelectorAll("#filters .facet a").length')) > 0, "there are facets");
  await press("j");
  check(await ask('document.activeElement === document.querySelectorAll(".hit h2 a")[0]'), "j goes to the first hit");
  if (hits > 1) {
    await press("ArrowDown");
    check(await ask('document.activeElement === document.querySelectorAll(".hit h2 a")[1]'), "the arrow goes to the second");
    await press("k");
    check(await ask('document.activeElement === document.querySelectorAll(".hit h2 a")[0]'), "k goes back");
  }
  await pressAndLoad("Enter");
  check(await ask('location.pathname.startsWith("/document/")'), "Enter opens the document");
  check((await ask('document.querySelectorAll("table.lines td.restored").length')) > 0, "its text is there");
  check((await ask('document.querySelectorAll("table.lines td.scanned .from").length')) > 0, "the scan's text is beside it, with what was changed marked");
  check((await ask('document.querySelectorAll(".tree a").length')) > 0, "its sections are there");
  const doubts = await ask('document.querySelectorAll("button.doubt").length');
  check(doubts > 0, `doubtful words are marked: ${doubts}`);
  await press("n");
  check(await ask('document.activeElement.classList.contains("doubt")'), "n goes to a doubtful word");
  const tip = 'getComputedStyle(document.activeElement.parentElement.querySelector(".tip"))';
  check((await ask(`${tip}.display`)) === "block", "its other readings are shown");
  check(await ask('(() => { const b = document.activeElement.parentElement.querySelector(".tip").getBoundingClientRect(); return b.left >= 0 && b.right <= document.documentElement.clientWidth + 1 && b.width > 20; })()'), "and can be read");
  await shot("tip-vi-wide-light", 1280, 900, false);
  await press("Escape");
  check((await ask(`${tip}.display`)) === "none", "Escape puts them away");
  await ask('document.getElementById("show-scan").click()');
  check(!(await ask(shown("td.scanned"))), "the scan can be hidden");
  await ask('document.getElementById("show-scan").click()');
  await ask('document.getElementById("only-doubts").click()');
  check(await ask('Array.from(document.querySelectorAll("table.lines tbody tr:not(.doubts)")).every((row) => getComputedStyle(row).display === "none")'), "lines without doubts can be hidden");
  const page = await ask("location.pathname + location.search");

  for (const width of [360, 800, 1280]) {
    await send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
    for (const address of ["/?lang=en", `/?q=${encodeURIComponent(query)}&lang=en`, page]) {
      await go(address);
      const spill = await ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      check(spill <= 0, `nothing is wider than ${width} at ${address.slice(0, 40)} (${spill})`);
    }
  }

  for (const evil of ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "' onmouseover='alert(1)", "</title><script>alert(1)</script>"]) {
    const q = encodeURIComponent(evil);
    for (const address of [`/?q=${q}`, `/?q=${q}&type=${q}&lead=${q}&kind=${q}&lang=${q}`, `/document/${q}`, `/${q}`]) {
      await go(address);
      check((await ask("document.images.length + document.scripts.length")) <= 1, `only our script is in ${address.slice(0, 60)}`);
    }
  }
  await go("/?kind=all&q=alert");
  check((await ask("document.images.length + document.scripts.length")) <= 1, "what a document says stays text");
  check(await ask("Array.from(document.links).every((link) => link.origin === location.origin)"), "every link stays here");

  // Without JavaScript.
  await send("Emulation.setScriptExecutionDisabled", { value: true });
  await go(page);
  const root = (await send("DOM.getDocument")).root.nodeId;
  const word = await send("DOM.querySelector", { nodeId: root, selector: "button.doubt" });
  await send("DOM.scrollIntoViewIfNeeded", { nodeId: word.nodeId });
  const box = (await send("DOM.getBoxModel", { nodeId: word.nodeId })).model.content;
  await send("Input.dispatchMouseEvent", { type: "mouseMoved", x: (box[0] + box[4]) / 2, y: (box[1] + box[5]) / 2 });
  const over = await send("DOM.querySelector", { nodeId: root, selector: ".word:hover .tip" });
  const seen = over.nodeId ? (await send("DOM.getBoxModel", { nodeId: over.nodeId }).catch(() => null)) : null;
  check(!!seen && seen.model.width > 20, "without JavaScript, hovering shows other readings");
  await send("Emulation.setScriptExecutionDisabled", { value: false });

  if (shots) {
    for (const language of ["vi", "en"]) {
      for (const [size, width, height] of [["wide", 1280, 900], ["narrow", 390, 844]]) {
        for (const dark of [false, true]) {
          const name = (what) => `${what}-${language}-${size}-${dark ? "dark" : "light"}`;
          await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
          await go(`/?lang=${language}`);
          await shot(name("start"), width, height, dark);
          await go(`/?q=${encodeURIComponent(query)}&lang=${language}`);
          await shot(name("hits"), width, height, dark);
          await go(`/?q=${encodeURIComponent(query)}&lang=${language}&kind=task`);
          await shot(name("tasks"), width, height, dark);
          await go(page.replace(/lang=../, `lang=${language}`));
          await shot(name("document"), width, height, dark);
          await ask('document.querySelector("table.lines").scrollIntoView()');
          await press("n");
          await shot(name("lines"), width, height, dark);
          await ask('document.querySelector("#tasks").scrollIntoView()');
          await shot(name("below"), width, height, dark);
        }
      }
    }
  }
}

if (shots) mkdirSync(shots, { recursive: true });
const clock = setTimeout(() => {
  console.error("took too long");
  browser.kill();
  process.exit(1);
}, 180_000);
try {
  await run();
} catch (error) {
  problems.push(`${error.stack}`);
} finally {
  clearTimeout(clock);
  const gone = new Promise((resolve) => browser.once("exit", resolve));
  send("Browser.close", {}, undefined).catch(() => browser.kill());
  await gone;
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  } catch {
    // A helper of the browser still writes there; the folder for temporary files is cleaned by others.
  }
}
for (const problem of problems) console.error(`problem: ${problem}`);
process.exit(problems.length ? 1 : 0);
