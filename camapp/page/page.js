// The page's picture, buttons and numbers. Each answer is waited for only so
// long, and whatever fails is tried again: programs end, begin again and hang.
"use strict";

const kStateMs = 400;
const kActsWithinMs = 100;
const kRetryMs = 1000;
const kPatienceMs = 6000; // the server answers within 2000
const kMessageMs = 4000;

const byId = (id) => document.getElementById(id);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// What there is to say of each thing; the first that is not empty is shown.
const words = { picture: "", state: "", answer: "", view: "" };

function say(thing, text) {
  words[thing] = text;
  const first = Object.values(words).find((each) => each !== "") ?? "";
  for (const place of document.querySelectorAll(".message"))
    if (place.textContent !== first) place.textContent = first;
  byId("view").classList.toggle("stale", words.picture !== "");
}

let answerTimer = 0;
function sayForAWhile(text) {
  clearTimeout(answerTimer);
  say("answer", text);
  answerTimer = setTimeout(() => say("answer", ""), kMessageMs);
}

// Whether the program was ended from here, and whether it was out of reach since
// its last answer: one that comes after that is of another run.
let ended = false;
let away = false;

function unreachable() {
  away = true;
  return ended
    ? "camapp was ended. When it is started again, so is this page."
    : "camapp is out of reach, or has ended. It is being tried again.";
}

// An answer's fields and its body as "json", "blob" or "text"; null where there
// is none. Fails with an Error that people can read.
async function ask(path, kind, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), kPatienceMs);
  try {
    const answer = await fetch(path, { ...options, signal: patience.signal });
    if (!answer.ok)
      throw new Error((await answer.text()).trim() || answer.statusText);
    const body = answer.status === 204 ? null : await answer[kind]();
    if (away) ended = away = false;
    return { fields: answer.headers, body };
  } catch (error) {
    if (patience.signal.aborted)
      throw new Error("camapp does not answer. It is being asked again.");
    if (error instanceof TypeError)
      throw new Error(unreachable());
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function whenVisible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) =>
    document.addEventListener("visibilitychange", done, { once: true }))
    .then(whenVisible);
}

// Does it again and again while the page is seen. What it fails with is said
// until it succeeds.
async function keep(thing, act, everyMs) {
  for (;;) {
    await whenVisible();
    try {
      await act();
      say(thing, "");
      await pause(everyMs);
    } catch (error) {
      say(thing, error.message);
      await pause(kRetryMs);
    }
  }
}

const picture = { number: "0", width: 0, url: "" };

// The next one after the last, in the shape that the page has room for.
async function showPicture() {
  const width = byId("view").clientWidth;
  if (width !== picture.width) picture.number = "0";
  picture.width = width;
  const query = new URLSearchParams({ after: picture.number, width });
  const { fields, body } = await ask("/frame.jpg?" + query, "blob");
  if (body === null) return;
  picture.number = fields.get("Camglass-Picture");
  const last = picture.url;
  picture.url = URL.createObjectURL(body);
  // Decoded beforehand, so that there is no moment without a picture.
  const next = new Image();
  next.src = picture.url;
  await next.decode();
  byId("stream").src = picture.url;
  byId("stream").hidden = false;
  if (last) URL.revokeObjectURL(last);
}

async function send(button) {
  const query = new URLSearchParams({ name: button.dataset.name });
  if (button.dataset.number) query.set("number", button.dataset.number);
  try {
    await ask("/command?" + query, "text", { method: "POST" });
    ended ||= button.dataset.name === "quit";
    sayForAWhile("");
  } catch (error) {
    sayForAWhile(error.message);
  }
  await pause(kActsWithinMs);
  await showState().catch(() => {}); // said by those who keep it
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else byId("view").requestFullscreen();
}

function help() {
  if (byId("help").open) byId("help").close();
  else byId("help").showModal();
}

const ofPage = { "full-screen": fullScreen, help };

function act(element) {
  const own = ofPage[element.dataset.page];
  if (element.dataset.ask && !confirm(element.dataset.ask)) return;
  if (own) own();
  else if (element.dataset.name) send(element);
  else element.click();
}

// Keys that have no character of their own mean the same as these.
const arrows = { ArrowLeft: ",", ArrowRight: "." };

// What the server's table says of keys, and nothing else.
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " " && event.target.matches("button, a")) return;
  const key = arrows[event.key] ?? event.key;
  for (const element of document.querySelectorAll("[data-keys]")) {
    if (!element.dataset.keys.includes(key) || key.length > 1) continue;
    event.preventDefault();
    act(element);
    return;
  }
}

function onClick(event) {
  const element = event.target.closest("button");
  if (element) act(element);
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
  score.textContent = top.score_text;
  line.append(name, score, meter);
  line.classList.toggle("shown", shown);
  return line;
}

// The state has heights first, people say widths first.
function sizeText(size) {
  return size?.length ? [...size].reverse().join(" × ") : "–";
}

// What the picture is of, and how fast it comes where it does.
function sourceNumbers(state) {
  const view = state.view ?? {};
  const camera = state.camera ?? {};
  const name = camera.name?.split("/").pop() || "–";
  if (camera.state === "still") {
    const place = `, ${view.picture} of ${view.pictures}`;
    return [["Picture", name + (view.pictures > 1 ? place : "")]];
  }
  const numbers = [
    [camera.node ? "Camera" : "Source", `${name}, ${fixed(view.camera_fps, 1)} fps`],
    ["Shown", `${fixed(state.fps, 1)} fps, ${fixed(state.age_ms, 0)} ms old`],
    ["Dropped", `${state.dropped ?? 0}`],
  ];
  if (camera.state === "damaged")
    numbers.push(["Damaged", `${camera.undecodable + camera.flagged + camera.short} frames`]);
  else if (camera.state && camera.state !== "streaming")
    numbers.push(["State", camera.state]);
  return numbers;
}

function numbersOf(state) {
  const view = state.view ?? {};
  const ms = (spread) =>
    spread ? `${fixed(spread.p50, 1)} / ${fixed(spread.p95, 1)} ms` : "–";
  const numbers = sourceNumbers(state);
  if (view.models?.length)
    numbers.push(
      ["Network", `${ms(view.infer_ms)} (p50 / p95)`],
      ["Map", `${sizeText(state.map)}, input × ${view.input_scale}`],
      ["Colours", `${view.style}, ${view.map_range}, from ${fixed(view.threshold, 1)}`]);
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

// Only what can do something here has a button. Its key still says why not.
function showUsefulButtons(state) {
  const view = state.view ?? {};
  const models = view.models?.length ?? 0;
  const classes = models ? (view.shown?.length || Infinity) : 0;
  const still = state.camera?.state === "still";
  for (const button of document.querySelectorAll("#commands [data-name]")) {
    const name = button.dataset.name;
    const useful = {
      "show-class": classes >= +button.dataset.number && classes > 1,
      compare: classes > 1,
      freeze: !still || view.frozen,
      record: !still || Boolean(view.recording),
      "next-picture": view.pictures > 1,
      "previous-picture": view.pictures > 1,
      "next-model": models > 1,
      "previous-model": models > 1,
    };
    for (const each of ["pin", "finer", "coarser", "threshold", "style", "map-range"])
      useful[each] = models > 0;
    button.hidden = useful[name] === false;
  }
}

function show(state) {
  const view = state.view ?? {};
  byId("model").textContent =
    [state.model, state.precision].filter(Boolean).join(", ");
  const top = [...(view.shown ?? []), ...(view.beside ? [view.beside] : [])];
  byId("answers").hidden = top.length === 0;
  const shownClass = state.class?.index;
  byId("classes").replaceChildren(
    ...top.map((each) => classLine(each, each.index === shownClass)));
  say("view", view.message ?? "");
  showNumbers(state);
  showToggles(view);
  showUsefulButtons(state);
}

async function showState() {
  show((await ask("/state.json", "json")).body);
}

byId("commands").hidden = false;
byId("commands").addEventListener("click", onClick);
byId("help").addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
keep("picture", showPicture, 0);
keep("state", showState, kStateMs);
