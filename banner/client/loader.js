// What a page loads before Python: paint, remember a click, replay a plan. It holds no policy; what is said,
// asked and opened is Python's and comes in DATA.

import { all, announce, html, on, parsed } from "./dom.js";
import * as gate from "./gate.js";
import * as paint from "./paint.js";
import { load, module, nonce, ours, sites } from "./place.js";
import * as store from "./store.js";
import { trust } from "./trust.js";

let answer = paint.NONE;
const clicks = store.clicks();
/** Whether the page has been told an answer yet, be it that there is none. @type {boolean | undefined} */
let told;
/** @type {((answer: Answer) => void)[]} */
const waiting = [];
/** @returns {Promise<Answer>} the next answer that is told */
const next = () => new Promise((resolve) => waiting.push(resolve));
const ready = next();

/** @param {string} state */
const mark = (state) => (html.dataset.consent = state);

/** The account that the page names. */
const account = html.dataset.consentAccount;
/** The record that was last looked at. @type {string | undefined} */
let record;

/**
 * What the cookie and the plan say now: the plan where it holds, and whether Python has to be asked.
 * @returns {Found}
 */
const look = () => {
  record = store.cookies("consent");
  /** @type {Plan | undefined} */
  const plan = store.kept("plan");
  const now = Date.now();
  const ground = [DATA.build, record, account, !!navigator.globalPrivacyControl].join();
  const holds = plan?.ground === ground && plan.start <= now && plan.end > now;
  // Without a cookie there may still be an answer: in the account, or in storage where the browser ended the cookie.
  const elsewhere = account?.includes(".") || (plan && plan.lost <= now);
  const doubt = /** @type {any} */ (clicks.length || (record ? !holds : elsewhere));
  if (doubt) mark("pending");
  return { doubt, plan: !doubt && holds ? plan : { services: [], answer: paint.NONE } };
};

/**
 * Shows what the answer is, or asks, and tells the page's scripts: the first time, and of a change, which may have been
 * decided on the page before. What was shown already leaves the switches alone: the visitor may be setting them.
 */
const show = (now = answer, on = /** @type {string[]} */ ([])) => {
  record = store.cookies("consent");
  const news = answer.at !== now.at;
  if (!told || news) paint.reflect(on, now);
  answer = now;
  mark(now.state);
  if (now.state === "undecided") paint.showBanner();
  else paint.hideBanner();
  if (!told) announce("consent:ready", now);
  if (news && (told || clicks.length)) announce("consent:change", now);
  told = true;
  for (const done of waiting.splice(0)) done(now);
};

/**
 * The visitor answered: out of the way in this very frame, kept in storage, then Python's.
 * @param {string} action @param {string[]} services @param {string} where
 */
const decide = (action, services, where) => {
  paint.hide();
  mark("pending");
  const at = Date.now();
  const id = at.toString(36) + Math.random().toString(36).slice(2);
  clicks.push(
    { id, action, services, at, where, revision: DATA.revision, texts: DATA.texts, language: DATA.language },
  );
  store.keepClicks(clicks);
  python();
  return next();
};

/** To leave without choosing keeps what is, or where nothing is, the defaults. @param {string} where */
const dismiss = (where) => {
  if (answer.state === "undecided") decide("dismiss", [], where);
  else paint.closeDialog();
};

/** Starts Python, or lets it know of a click where it runs already; or does another *deed* of the module that can. */
const python = (deed = "start") => kit.run(DATA.python).then((module) => module?.[deed]());

/** What may turn out needless is left undone where the visitor pays for it, or waits long. @param {string} deed */
const guess = (deed) => {
  const { saveData, effectiveType } = /** @type {any} */ (navigator).connection || {};
  if (!saveData && !/2g/.test(effectiveType)) python(deed);
};

/** What Python, and the parts of pages, may use. @type {Kit} */
const kit = {
  data: DATA,
  load,
  module,
  ours,
  sites,
  nonce,
  decide,
  dismiss,
  look,
  show,
  open: (ids) => {
    gate.open(ids);
    gate.wake();
  },
  opened: gate.opened,
  awake: gate.awake,
  watch: gate.watch,
  render: paint.render,
  trust,
  fill: paint.fill,
  clicks: () => clicks,
  python,
  /** The module of ours at *path*, run once. */
  run: (path) => (runs[path] ||= module(path).then((part) => part.default(kit), console.error)),
};
/** @type {Record<string, Promise<any>>} */
const runs = {};

/**
 * Gated elements are another module's, which takes the place of this look: it loads where there is one of an
 * open service, or a shadow tree, where no selector reaches.
 */
gate.awake.push(() => {
  const open = gate.opened();
  const waits = (/** @type {any} */ one) =>
    one.shadowRoot || (one.src != null && open.includes(one.dataset.service));
  if (open[0] && all("*").some(waits)) kit.run(DATA.gated);
});

on("click", (event) => {
  const button = event.target.closest("[data-consent-action],[data-consent-open]");
  if (!button) return;
  event.preventDefault();
  const action = button.getAttribute("data-consent-action") || "preferences";
  const root = button.closest(paint.OURS);
  const where = root?.id.slice("consent-".length) || "page";
  if (action === "preferences") showDialog();
  else if (action === "dismiss") dismiss(where);
  else decide(action, action === "accept-all" ? DATA.asked : paint.ticked(root), where);
});

const showDialog = () => {
  paint.showDialog();
  kit.run(DATA.parts);
};

on("keydown", ({ key, defaultPrevented }) => {
  if (key !== "Escape" || defaultPrevented || !paint.asks()) return;
  if (document.activeElement?.matches("body,#consent-banner *")) dismiss("banner");
});

/**
 * What comes near may be about to answer, so what Python needs can be on its way. Python itself starts when a pointer
 * or the focus has arrived; a finger that has arrived is pressing already, and the click must not wait for a start.
 * A pointer that rests where we appear has not moved: browsers tell that it is over us, but of no pointermove.
 */
for (const move of ["pointermove", "pointerdown", "focusin"]) {
  on(move, ({ target, pointerType, clientY }) => {
    if (target.closest?.(paint.OURS)) guess(pointerType === "touch" ? "fetch" : "start");
    else if (paint.near(clientY)) guess("fetch");
  });
}

window.consent = {
  get: () => answer,
  show: paint.showBanner,
  preferences: showDialog,
  accept: (/** @type {string[]} */ ids = DATA.asked) => decide("allow", ids, "api"),
  deny: (/** @type {string[]} */ ids = DATA.asked) => decide("withdraw", ids, "api"),
  ready,
};

/** The first language of *tags* that we speak. @param {readonly string[]} tags */
const known = (tags) =>
  tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((language) => DATA.languages[language]);

const begin = async () => {
  const whole = parsed();
  const { doubt, plan } = look();
  gate.open(plan.services);
  const wanted = known([store.cookies("language"), html.lang]) || known(navigator.languages);
  // Without waiting where there is nothing to wait for: the banner comes with the page's first frame.
  if (wanted && wanted !== DATA.language) {
    const texts = load(DATA.languages[wanted]).then((answer) => answer.json());
    Object.assign(DATA, await texts.catch(console.error));
  }
  if (!document.body) await whole;
  if (!doubt) show(plan.answer, plan.ticked);
  await whole;
  gate.wake();
  paint.fill();
  if (all(DATA.places)[0] || store.kept("unsent")) kit.run(DATA.parts);
  if (doubt) python("later");
  else if (DATA.start === "idle") guess("later");
};

/** Another page may have answered since this one looked. A page that goes away does not wait for the cookies. */
const follow = () => {
  if (!document.hidden && record !== store.cookies("consent")) python("follow");
};
addEventListener("storage", follow);
// A page that comes back from a browser's back/forward cache becomes visible, too.
on("visibilitychange", follow);

// A page that is made ready before anybody sees it opens nothing yet, and does not know the latest answer.
if (document.prerendering) on("prerenderingchange", begin);
else begin();
