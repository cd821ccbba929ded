// What a page loads before Python: paint, remember a click, replay a plan. It holds no policy; what is said,
// asked and opened is Python's and comes in DATA.

import { gate } from "./gate.js";
import { boxes, painter } from "./paint.js";
import { afterPaint, starter, whenIdle } from "./python.js";
import * as store from "./store.js";

const me = /** @type {HTMLScriptElement} */ (document.currentScript);
const folder = new URL(".", me.src).href;
const site = new URL("..", folder).href;
const gpc = !!navigator.globalPrivacyControl;
const UNDECIDED = { state: "undecided", granted: [], refused: [] };

const page = painter(DATA, site);
const services = gate(DATA.services, site, me.nonce);

/** @type {Answer} */
let answer = UNDECIDED;
const clicks = store.clicks();
/** Python's ear for clicks, once it is there. @type {(() => void) | undefined} */
let listener;
/** @type {((answer: Answer) => void)[]} */
let waiting = [];
/** @type {(answer: Answer) => void} */
let ready;
const isReady = new Promise((resolve) => (ready = resolve));

/** @param {string} name @param {object} detail */
const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} state */
const mark = (state) => document.documentElement.setAttribute("data-consent", state);

/** @param {Answer} now @param {string[]} ticked @param {string} note */
const settle = (now, ticked, note) => {
  const first = answer === UNDECIDED;
  answer = now;
  mark(now.state);
  page.reflect(ticked, note);
  page.hide();
  for (const done of waiting.splice(0)) done(now);
  if (first) tellReady();
};

/** @param {Answer} now @param {string[]} ticked @param {string} note */
const ask = (now, ticked, note) => {
  answer = now;
  mark(now.state);
  page.reflect(ticked, note);
  page.showBanner();
  announce("consent:open", { view: "banner" });
  tellReady();
};

let told = false;
const tellReady = () => {
  if (told) return;
  told = true;
  ready(answer);
  announce("consent:ready", answer);
};

/** @type {Bridge} */
const bridge = {
  clicks: () => JSON.stringify(clicks),
  recorded(count) {
    clicks.splice(0, count);
    store.keepClicks(clicks);
  },
  opened: () => JSON.stringify(services.opened()),
  keep: store.keepPlan,
  forget: () => store.keepPlan(null),
  open: (ids) => services.open(JSON.parse(ids)),
  close: (ids) => services.close(JSON.parse(ids)),
  ask: (now, ticked, note) => ask(JSON.parse(now), JSON.parse(ticked), note),
  settle: (now, ticked, note) => settle(JSON.parse(now), JSON.parse(ticked), note),
  announce: (name, detail) => announce(name, JSON.parse(detail)),
  listen: (ear) => (listener = ear),
};
const startPython = starter(DATA.python, folder, bridge);

/**
 * The visitor answered: out of the way in this very frame, kept in storage, then Python's.
 * @param {string} action @param {string[]} ids @param {string} where
 */
const decide = (action, ids, where) => {
  page.hide();
  mark("pending");
  const id = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(36)).join("");
  clicks.push({ id, action, services: ids, at: Date.now(), where, revision: DATA.revision });
  store.keepClicks(clicks);
  afterPaint(listener || startPython);
  return new Promise((resolve) => waiting.push(resolve));
};

const preferences = () => {
  page.showDialog();
  announce("consent:open", { view: "preferences" });
};

/** To leave without choosing keeps what is, or where nothing is, the defaults. @param {string} where */
const dismiss = (where) => {
  if (answer.state === "undecided") decide("dismiss", [], where);
  else page.closeDialog();
};

/** @param {Element} target */
const placeOf = (target) =>
  target.closest("#consent-banner") ? "banner" : target.closest("dialog") ? "preferences" : "page";

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  if (target === page.dialog() && pressed === target) return dismiss("preferences");
  const button = target.closest("[data-consent-action],[data-consent-open]");
  if (!button) return;
  event.preventDefault();
  const action = button.getAttribute("data-consent-action") || "preferences";
  const root = button.closest("dialog,.consent-section");
  if (action === "preferences") preferences();
  else if (action === "dismiss") dismiss(placeOf(button));
  else if (action === "accept-all") decide(action, DATA.asked, placeOf(button));
  else if (action === "deny-all") decide(action, [], placeOf(button));
  else if (action === "accept-selected") {
    const on = boxes(root, "service").filter((box) => box.checked);
    decide(action, on.map((box) => box.value), placeOf(button));
  }
});

/** A text that is marked from the inside to the outside must not count as a click beside the dialog. */
let pressed = /** @type {EventTarget | null} */ (null);
document.addEventListener("pointerdown", (event) => (pressed = event.target));

document.addEventListener(
  "cancel",
  (event) => {
    if (event.target !== page.dialog()) return;
    event.preventDefault();
    dismiss("preferences");
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const at = document.activeElement;
  const ours = !at || at === document.body || at.closest("#consent-banner");
  if (event.key === "Escape" && ours && page.asks() && !page.dialog()?.open) dismiss("banner");
});

/** The first move towards us is the moment to start Python. */
for (const move of ["pointerover", "touchstart", "focusin"]) {
  document.addEventListener(
    move,
    ({ target }) => {
      if (target instanceof Element && target.closest("#consent-banner,#consent-preferences,.consent-section")) {
        startPython();
      }
    },
    { passive: true },
  );
}

Object.assign(window, {
  consent: {
    get: () => answer,
    show: () => page.showBanner(),
    preferences,
    accept: (/** @type {string[]} */ ids = DATA.asked) => decide("allow", ids, "api"),
    deny: (/** @type {string[]} */ ids = DATA.asked) => decide("withdraw", ids, "api"),
    ready: isReady,
  },
});

const begin = () => {
  for (const place of document.querySelectorAll("[data-consent-embed=preferences]")) page.fill(place);
  const record = store.cookies("consent");
  const plan = store.plan();
  const now = Date.now();
  if (clicks.length) {
    mark("pending");
    whenIdle(startPython);
  } else if (!record) {
    ask(UNDECIDED, [], "");
  } else if (
    plan?.build === DATA.build &&
    plan.record === record &&
    plan.gpc === gpc &&
    plan.start <= now &&
    now < plan.end
  ) {
    if (plan.answer.state === "undecided") ask(plan.answer, plan.ticked, plan.note);
    else {
      settle(plan.answer, plan.ticked, plan.note);
      services.open(plan.services);
    }
  } else {
    mark("pending");
    whenIdle(startPython);
  }
  if (DATA.start === "idle") whenIdle(startPython);
};

if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin);
