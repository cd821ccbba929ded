// What a page loads before Python: paint, remember a click, replay a plan. It holds no policy; what is said,
// asked and opened is Python's and comes in DATA.

import { all, announce, html, on } from "./dom.js";
import * as gate from "./gate.js";
import * as paint from "./paint.js";
import { load, nonce, preload, sites } from "./place.js";
import * as store from "./store.js";

let answer = paint.NONE;
const clicks = store.clicks();
/** Whether the page has been told an answer yet, be it that there is none. */
let told = false;
/** @type {((answer: Answer) => void)[]} */
const waiting = [];
/** @returns {Promise<Answer>} the next answer that is told */
const next = () => new Promise((resolve) => waiting.push(resolve));
const ready = next();

/** @param {string} state */
const mark = (state) => (html.dataset.consent = state);

/**
 * Shows what the answer is, or asks. An answer that was shown already leaves the switches alone: the visitor
 * may be setting them.
 * @param {Answer} now @param {string[]} on
 */
function show(now, on) {
  if (!told || now.at !== answer.at) paint.reflect(on, now);
  answer = now;
  mark(now.state);
  if (now.state === "undecided") paint.showBanner();
  else paint.hideBanner();
  if (!told) announce("consent:ready", now);
  told = true;
  for (const done of waiting.splice(0)) done(now);
}

/**
 * The visitor answered: out of the way in this very frame, kept in storage, then Python's.
 * @param {string} action @param {string[]} services @param {string} where
 */
function decide(action, services, where) {
  paint.hide();
  mark("pending");
  const at = Date.now();
  const id = at.toString(36) + Math.random().toString(36).slice(2);
  const { language, revision, texts } = DATA;
  clicks.push({ id, action, services, at, where, revision, texts, language });
  store.keepClicks(clicks);
  startPython();
  return next();
}

/** What Python, and the parts of pages, may use. @type {Kit} */
const kit = {
  data: DATA,
  load,
  preload,
  sites,
  nonce,
  decide,
  show,
  open: gate.open,
  opened: gate.opened,
  awake: gate.awake,
  watch: gate.watch,
  render: paint.render,
  fill: paint.fill,
  clicks: () => clicks,
  recorded(count) {
    clicks.splice(0, count);
    store.keepClicks(clicks);
    // A click that was no answer leaves everything as it was.
    if (!clicks.length) show(answer, []);
  },
  /** The module of ours at *path*, run once. */
  run: (path) => (runs[path] ||= import(preload(path)).then((part) => part.default(kit), console.error)),
};
/** @type {Record<string, Promise<any>>} */
const runs = {};

/**
 * Gated elements are another module's, which takes the place of this look: it loads where there is one of an
 * open service, or a shadow tree, where no selector reaches.
 */
gate.awake.push(() => {
  const open = gate.opened();
  const waits = (/** @type {any} */ { shadowRoot, src, dataset }) =>
    shadowRoot || (src != null && open.includes(dataset.service));
  if (open[0] && all("*").some(waits)) kit.run(DATA.gated);
});

/** Or, where it runs already, lets it know of a click. @param {boolean} [idle] when the page has nothing else to do */
const startPython = (idle) => kit.run(DATA.python).then((start) => start?.(idle));

/** To leave without choosing keeps what is, or where nothing is, the defaults. @param {string} where */
const dismiss = (where) => {
  if (answer.state === "undecided") decide("dismiss", [], where);
  else paint.closeDialog();
};

/** A text that is marked from the inside to the outside must not count as a click beside the dialog. */
let pressed = /** @type {Element | null} */ (null);
on("pointerdown", ({ target }) => (pressed = target));

on("click", (event) => {
  const { target } = event;
  if (paint.isDialog(target) && pressed === target) return dismiss("preferences");
  const button = target.closest("[data-consent-action],[data-consent-open]");
  if (!button) return;
  event.preventDefault();
  const action = button.getAttribute("data-consent-action") || "preferences";
  const root = button.closest(paint.OURS);
  const where = root?.id.slice("consent-".length) || "page";
  if (action === "preferences") paint.showDialog();
  else if (action === "dismiss") dismiss(where);
  else decide(action, action === "accept-all" ? DATA.asked : paint.ticked(root), where);
});

// It does not bubble, so it is caught on its way down.
on(
  "cancel",
  (event) => {
    if (!paint.isDialog(event.target)) return;
    event.preventDefault();
    dismiss("preferences");
  },
  true,
);

on("keydown", ({ key, defaultPrevented }) => {
  const focus = document.activeElement;
  const free = focus === document.body || focus?.closest("#consent-banner");
  if (key === "Escape" && !defaultPrevented && free && paint.asks()) dismiss("banner");
});

/** The first move towards us, of a pointer, a finger or the focus, is the moment to start Python. */
for (const move of ["pointerover", "focusin"]) {
  on(move, ({ target }) => target.closest?.(paint.OURS) && startPython());
}

window.consent = {
  get: () => answer,
  show: paint.showBanner,
  preferences: paint.showDialog,
  accept: (/** @type {string[]} */ ids = DATA.asked) => decide("allow", ids, "api"),
  deny: (/** @type {string[]} */ ids = DATA.asked) => decide("withdraw", ids, "api"),
  ready,
};

const begin = async () => {
  const record = store.cookies("consent");
  const account = html.dataset.consentAccount || "";
  /** @type {Plan | undefined} */
  const plan = store.kept("plan");
  const now = Date.now();
  const ground = [DATA.build, record, account, !!navigator.globalPrivacyControl].join();
  const holds = plan?.ground === ground && plan.start <= now && now < plan.end;
  // Without a cookie there may still be an answer: in the account, or in storage where the browser ended the cookie.
  const elsewhere = account.includes(".") || (plan && plan.lost <= now);
  const doubt = clicks.length || (record ? !holds : elsewhere);
  if (doubt) mark("pending");
  else if (holds) gate.open(plan.services);
  const wanted = [store.cookies("language"), html.lang, ...navigator.languages]
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((language) => DATA.languages[language]);
  // Without waiting where there is nothing to wait for: the banner comes with the page's first frame.
  if (wanted && wanted !== DATA.language) {
    const texts = load(DATA.languages[wanted]).then((answer) => answer.json());
    Object.assign(DATA, await texts.catch(console.error));
  }
  paint.fill();
  if (holds && !doubt) show(plan.answer, plan.ticked);
  else if (!doubt) show(answer, []);
  if (all(DATA.places)[0] || store.kept("unsent")) kit.run(DATA.parts);
  if (doubt || DATA.start === "idle") startPython(true);
};

if (document.body) begin();
else on("DOMContentLoaded", begin);
