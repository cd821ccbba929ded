// What a page loads before Python: paint, remember a click, replay a plan. It holds no policy; what is said,
// asked and opened is Python's and comes in DATA.

import { gate } from "./gate.js";
import { OURS, painter, ticked } from "./paint.js";
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
/** Whether the page has been told an answer yet, be it that there is none. */
let told = false;
/** @type {((answer: Answer) => void)[]} */
const waiting = [];
const ready = new Promise((resolve) => waiting.push(resolve));

/** @param {string} name @param {object} detail */
const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} state */
const mark = (state) => document.documentElement.setAttribute("data-consent", state);

/**
 * Shows what the answer is, or asks. An answer that was shown already leaves the switches alone: the
 * visitor may be setting them.
 * @param {Answer} now @param {string[]} on @param {string} note
 */
const show = (now, on, note) => {
  if (!told || JSON.stringify(now) !== JSON.stringify(answer)) page.reflect(on, note);
  answer = now;
  mark(now.state);
  if (now.state === "undecided") page.showBanner();
  else page.hideBanner();
  if (!told) announce("consent:ready", now);
  told = true;
  for (const done of waiting.splice(0)) done(now);
};

/** What Python can have done here; see `Bridge`. @type {Record<string, (...args: any[]) => unknown>} */
const deeds = {
  clicks: () => clicks,
  recorded(/** @type {number} */ count) {
    clicks.splice(0, count);
    store.keepClicks(clicks);
    // A click that was no answer leaves everything as it was.
    if (!clicks.length) show(answer, [], "");
  },
  opened: services.opened,
  open: services.open,
  close: services.close,
  keep: store.keepPlan,
  show,
  announce,
};
const python = starter(DATA.python, folder, (deed, args) =>
  JSON.stringify(deeds[deed](...JSON.parse(args)) ?? null),
);

/**
 * The visitor answered: out of the way in this very frame, kept in storage, then Python's.
 * @param {string} action @param {string[]} services @param {string} where
 */
const decide = (action, services, where) => {
  page.hide();
  mark("pending");
  const id = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(36)).join("");
  clicks.push({ id, action, services, at: Date.now(), where, revision: DATA.revision });
  store.keepClicks(clicks);
  afterPaint(python.hear);
  return new Promise((resolve) => waiting.push(resolve));
};

/** To leave without choosing keeps what is, or where nothing is, the defaults. @param {string} where */
const dismiss = (where) => {
  if (answer.state === "undecided") decide("dismiss", [], where);
  else page.dialog()?.close();
};

/** A text that is marked from the inside to the outside must not count as a click beside the dialog. */
let pressed = /** @type {EventTarget | null} */ (null);
document.addEventListener("pointerdown", (event) => (pressed = event.target));

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target === page.dialog() && pressed === target) return dismiss("preferences");
  const button = target.closest("[data-consent-action],[data-consent-open]");
  if (!button) return;
  event.preventDefault();
  const action = button.getAttribute("data-consent-action") || "preferences";
  const root = button.closest(OURS);
  const where = root?.id.slice("consent-".length) || "page";
  if (action === "preferences") page.showDialog();
  else if (action === "dismiss") dismiss(where);
  else decide(action, action === "accept-all" ? DATA.asked : ticked(root), where);
});

document.addEventListener(
  "cancel",
  (event) => {
    if (event.target !== page.dialog()) return;
    event.preventDefault();
    dismiss("preferences");
  },
  true,
);

document.addEventListener("keydown", ({ key, defaultPrevented }) => {
  const focus = document.activeElement;
  const free = !focus || focus === document.body || focus.closest("#consent-banner");
  if (key === "Escape" && !defaultPrevented && free && page.asks()) dismiss("banner");
});

/** The first move towards us is the moment to start Python. */
for (const move of ["pointerover", "touchstart", "focusin"]) {
  const listener = (/** @type {Event} */ { target }) => target instanceof Element && target.closest(OURS) && python.start();
  document.addEventListener(move, listener, { passive: true });
}

Object.assign(window, {
  consent: {
    get: () => answer,
    show: page.showBanner,
    preferences: page.showDialog,
    accept: (/** @type {string[]} */ ids = DATA.asked) => decide("allow", ids, "api"),
    deny: (/** @type {string[]} */ ids = DATA.asked) => decide("withdraw", ids, "api"),
    ready,
  },
});

const begin = () => {
  for (const place of document.querySelectorAll("[data-consent-embed=preferences]")) page.fill(place);
  const record = store.cookies("consent");
  const plan = store.plan();
  const now = Date.now();
  const holds =
    plan?.build === DATA.build &&
    plan.record === record &&
    plan.gpc === gpc &&
    plan.start <= now &&
    now < plan.end;
  const doubt = clicks.length || (record && !holds);
  if (doubt) mark("pending");
  else if (record && plan) {
    show(plan.answer, plan.ticked, plan.note);
    services.open(plan.services);
  } else show(answer, [], "");
  if (doubt || DATA.start === "idle") whenIdle(python.start);
};

if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin);
