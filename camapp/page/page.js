// The page's buttons and numbers. The picture needs none of this.
"use strict";

const kStateMs = 400;
const kActsWithinMs = 100;
const kRetryMs = 2000;

const byId = (id) => document.getElementById(id);

function say(text) {
  byId("message").textContent = text;
}

async function send(button) {
  const query = new URLSearchParams({ name: button.dataset.name });
  if (button.dataset.number) query.set("number", button.dataset.number);
  try {
    const answer = await fetch("/command?" + query, { method: "POST" });
    say(answer.ok ? "" : (await answer.text()).trim());
  } catch {
    say("camapp does not answer.");
  }
  setTimeout(showState, kActsWithinMs);
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else byId("stream").requestFullscreen();
}

const ofPage = { "full-screen": fullScreen };

function act(element) {
  const own = ofPage[element.dataset.page];
  if (element.dataset.ask && !confirm(element.dataset.ask)) return;
  if (own) own();
  else if (element.dataset.name) send(element);
  else element.click();
}

// What the server's table says of keys, and nothing else.
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " " && event.target.matches("button, a")) return;
  for (const element of document.querySelectorAll("[data-keys]")) {
    if (!element.dataset.keys.includes(event.key) || event.key.length > 1)
      continue;
    event.preventDefault();
    act(element);
    return;
  }
}

function fixed(number, digits) {
  return Number.isFinite(number) ? number.toFixed(digits) : "–";
}

function classLine(top, shown) {
  const line = document.createElement("li");
  const meter = document.createElement("meter");
  meter.value = top.score ?? 0;
  const name = document.createElement("span");
  name.textContent = top.name;
  const score = document.createElement("span");
  score.textContent = fixed(top.score, 2);
  line.append(name, score, meter);
  line.classList.toggle("shown", shown);
  return line;
}

function numbersOf(state) {
  const view = state.view ?? {};
  const ms = (spread) =>
    spread ? `${fixed(spread.p50, 1)} / ${fixed(spread.p95, 1)} ms` : "–";
  const numbers = [
    ["Camera", `${state.camera?.name || "–"}, ${fixed(view.camera_fps, 1)} fps`],
    ["Shown", `${fixed(state.fps, 1)} fps, ${fixed(state.age_ms, 0)} ms old`],
    ["Dropped", `${state.dropped ?? 0}`],
    ["Network", `${ms(view.infer_ms)} (p50 / p95)`],
    ["Map", `${(state.map ?? []).join(" × ") || "–"}, input × ${view.input_scale}`],
    ["Colours", `${view.style}, ${view.map_range}, from ${fixed(view.threshold, 1)}`],
  ];
  const camera = state.camera ?? {};
  if (camera.state === "damaged")
    numbers.push(["Damaged", `${camera.undecodable + camera.flagged + camera.short} frames`]);
  else if (camera.state && camera.state !== "streaming")
    numbers.push(["State", camera.state]);
  if (view.recording) numbers.push(["Recording", view.recording]);
  if (view.last_snapshot) numbers.push(["Snapshot", view.last_snapshot]);
  return numbers;
}

function showNumbers(state) {
  const lines = numbersOf(state).flatMap(([name, value]) => {
    const term = document.createElement("dt");
    term.textContent = name;
    const text = document.createElement("dd");
    text.textContent = value;
    return [term, text];
  });
  byId("numbers").replaceChildren(...lines);
}

// A toggle's button looks as what it switches is.
function showToggles(view) {
  for (const button of document.querySelectorAll("[data-name]")) {
    const number = button.dataset.number;
    const on = {
      "show-class": view.pinned === null && !view.compare && view.rank === +number,
      compare: view.compare,
      pin: view.pinned !== null,
      freeze: view.frozen,
      mirror: view.mirror,
      record: Boolean(view.recording),
    }[button.dataset.name];
    if (on !== undefined) button.setAttribute("aria-pressed", String(on));
  }
}

function show(state) {
  const view = state.view ?? {};
  byId("model").textContent =
    [state.model, state.precision].filter(Boolean).join(", ");
  const top = view.shown ?? state.top ?? [];
  byId("answers").hidden = top.length === 0;
  const shownClass = state.class?.index;
  byId("classes").replaceChildren(
    ...top.map((each) => classLine(each, each.index === shownClass)));
  if (view.message) say(view.message);
  showNumbers(state);
  showToggles(view);
}

async function showState() {
  try {
    const answer = await fetch("/state.json");
    if (answer.ok) show(await answer.json());
    else say((await answer.text()).trim());
  } catch {
    say("camapp does not answer; is it still running?");
  }
}

async function keepState() {
  if (!document.hidden) await showState();
  setTimeout(keepState, kStateMs);
}

function keepStream() {
  const stream = byId("stream");
  stream.addEventListener("error", () => setTimeout(() => {
    stream.src = "/stream.mjpg?again=" + Date.now();
  }, kRetryMs));
}

byId("commands").hidden = false;
byId("commands").addEventListener("click", (event) => {
  const element = event.target.closest("button");
  if (element) act(element);
});
document.addEventListener("keydown", onKey);
keepStream();
keepState();
