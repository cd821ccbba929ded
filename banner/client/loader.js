// What a page loads before Python: paint, remember a click, replay a plan. It holds no policy; what is said,
// asked and opened is Python's and comes in DATA.

import { all, announce, attempt, bare, doc, html, on, parsed } from "./dom.js";
import { meant } from "./escape.js";
import * as gate from "./gate.js";
import * as paint from "./paint.js";
import { load, module, nonce, sites } from "./place.js";
import { NONE, clicks, early, look, mark, news, replay } from "./replay.js";
import * as store from "./store.js";
import { trust } from "./trust.js";

let answer = NONE;
/** The services whose switches are on. @type {string[]} */
let switchedOn = [];
/** Whether the page has been told an answer yet, be it that there is none. @type {boolean | undefined} */
let told;
/** @type {((answer: Answer) => void)[]} */
const waiting = [];
/** @returns {Promise<Answer>} the next answer that is told */
const next = () => new Promise((resolve) => waiting.push(resolve));
const ready = next();

/**
 * Shows what the answer is, or asks, and tells the page's scripts: the first time, and of a change, which may have been
 * decided on the page before. What was shown already leaves the switches alone: the visitor may be setting them.
 */
const show = (now = answer, on = /** @type {string[]} */ ([])) => {
  const other = answer.at !== now.at;
  answer = now;
  if (!told || other) {
    switchedOn = on;
    kit.reflect?.();
  }
  mark(now.state);
  if (now.state === "undecided") paint.showBanner();
  else paint.hideBanner();
  if (!told) announce("consent:ready", now);
  if (other && (told || clicks[0])) announce("consent:change", now);
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
  const id = at + `${Math.random()}`.slice(2);
  clicks.push(
    { id, action, services, at, where, revision: DATA.revision, texts: DATA.texts, language: DATA.language },
  );
  store.keepClicks(clicks);
  retry();
  python();
  return next();
};

/** The X denies where nothing is decided, and else it changes nothing, as its name says. @param {string} where */
const dismiss = (where) => {
  if (html.dataset.consent === "undecided") decide("dismiss", [], where);
  else paint.hide();
};

/** Starts Python, or lets it know of a click where it runs already; or does another *deed* of the module that can. */
const python = (deed = "start") => kit.run(DATA.python).then((module) => module?.[deed]());

/** What is to be done again. @type {(() => void)[]} */
const failed = [];
/** Once the visitor has done something more, or the line is back, it is worth it. */
const retry = () => {
  for (const deed of failed.splice(0)) deed();
};
for (const move of ["pointerdown", "keydown", "online"]) addEventListener(move, retry);

/** What may turn out needless is left undone where the visitor pays for it, or waits long. @param {string} deed */
const guess = (deed) => {
  const line = /** @type {any} */ (navigator).connection;
  if (line?.saveData || /2g/.test(line?.effectiveType)) return;
  kit.run(DATA.parts);
  python(deed);
};

/** What Python, and the parts of pages, may use. @type {Kit} */
const kit = {
  data: DATA,
  load,
  module,
  sites,
  nonce,
  store: {
    keep: store.keep,
    kept: store.kept,
    keepClicks: store.keepClicks,
    found: store.found,
    records: store.records,
  },
  decide,
  look,
  show: (...what) => {
    // Python has just written it.
    news();
    show(...what);
  },
  open: (ids) => {
    gate.open(ids);
    gate.wake();
  },
  opened: gate.opened,
  awake: gate.awake,
  late: gate.late,
  render: paint.render,
  trust,
  answer: () => answer,
  switchedOn: () => switchedOn,
  clicks,
  python,
  /** By GET, whatever the page has answered to, with its place in the history, its hash and where it is scrolled to. */
  reload: () => {
    attempt(() => History.prototype.replaceState.call(history, history.state, "", location.href));
    location.reload();
  },
  /** Tells of an *error*, and does the *deed* that has failed when it is worth it. */
  retry: (error, deed) => {
    console.error(error);
    failed.push(deed);
    newest ||= renew().catch(() => (newest = undefined));
  },
  /** The module of ours at *path*, run once. One that has not come is let be until it is worth trying again. */
  run: (path) =>
    (runs[path] ||= module(path).then(
      (part) => part.default(kit),
      (error) =>
        kit.retry(error, () => {
          runs[path] = null;
          kit.run(path);
        }),
    )),
};
/** @type {Record<string, Promise<any> | null>} */
const runs = {};
/** Whether it is known yet if this script is the newest. @type {Promise<void> | undefined} */
let newest;

/** Our files may be gone, after a deploy: if there is a newer script by now, the page is loaded anew with that, once. */
const renew = async () => {
  const { build } = DATA;
  const text = await (await fetch(TAG.src, bare({ cache: "reload" }))).text();
  const once = () => store.kept("left") !== build && store.keep("left", JSON.stringify(build));
  if (!text.includes(build) && !kit.touched && once() && (await fetch(location.href)).ok) kit.reload();
};

/** What the visitor enters in the page would be lost with it. */
on("input", ({ target }) => target.closest?.("[id^=consent-],[class^=consent-]") || (kit.touched = true), true);

/**
 * Gated elements are another module's, which takes the place of this look: it loads where there is one of an
 * open service, or a shadow tree, where no selector reaches. So are the places of the parts.
 */
gate.awake.push(
  (part) => {
    const open = gate.opened();
    const waits = (/** @type {any} */ one) =>
      one.shadowRoot || DATA.late || open.includes(("src" in one || one.content) && one.dataset.service);
    if (open[0] && [part, ...all("*", part)].some(waits)) kit.run(DATA.gated);
  },
  (part) => {
    if (part.matches(DATA.places) || all(DATA.places, part)[0]) kit.run(DATA.parts);
  },
);

on("click", (event) => {
  const button = event.target.closest("[data-consent-action],[data-consent-open]");
  if (!button) return;
  event.preventDefault();
  const action = button.dataset.consentAction ?? "preferences";
  const root = button.closest(paint.OURS);
  const where = root?.id.slice("consent-".length) || "page";
  if (action === "preferences") showDialog();
  else if (action === "dismiss") dismiss(where);
  else if (action === "accept-all") decide(action, DATA.asked, where);
  else if (action === "deny-all") decide(action, [], where);
  else if (action === "accept-selected" && root?.querySelector(SWITCH)) decide(action, ticked(root), where);
  else slip({ button });
});

const SWITCH = "input[name=service]";
/** The services whose switch is on in *root*. @param {Element} root @returns {string[]} */
const ticked = (root) => all(SWITCH + ":checked", root).map((box) => box.value);

// A choice counts however it is made; what obeys it is another module's.
on("change", ({ target }) => {
  if (target.name === "consent-language") kit.run(DATA.parts);
});

const showDialog = () => kit.run(DATA.parts).then(() => kit.preferences?.());

on("keydown", (event) => {
  if (paint.asks() && meant(event, all("#consent-banner")[0])) dismiss("banner");
});

/**
 * Whoever arrives may be about to answer: Python starts. A finger that has arrived is pressing already, and the click
 * must not wait for a start, so that only what Python needs is on its way.
 * A pointer that rests where we appear has not moved: browsers tell that it is over us, but of no pointermove.
 */
paint.shows.then(() => {
  for (const move of ["pointermove", "pointerdown", "focusin"]) {
    on(move, ({ target, pointerType }) => {
      if (target.closest?.(paint.OURS)) guess(pointerType === "touch" ? "fetch" : "start");
    });
  }
});

/** A call or a button that decides nothing is recorded as nothing, and told. @param {Slip} what */
const slip = (what) => {
  const told = kit.run(DATA.parts).then(() => /** @type {Required<Kit>} */ (kit).slip(what));
  told.catch(() => {}); // the console has it, also of who does not wait for the promise
  return told;
};

/** What a page's script decides, about one service or several. @param {string} action */
const decider = (action) => (/** @type {any} */ ids = DATA.asked) => {
  const list = typeof ids === "string" ? [ids] : attempt(() => [...ids]) || [];
  if (list[0] && list.every((id) => DATA.asked.includes(id))) return decide(action, list, "api");
  return slip({ action, ids, list });
};

const api = {
  get: () => answer,
  show: paint.showBanner,
  preferences: showDialog,
  accept: decider("allow"),
  deny: decider("withdraw"),
  ready,
};
const { name } = DATA;
// Where the page has one of that name, its author is told so by a part.
if (!Object.hasOwn(window, name)) Object.assign(window, { [name]: kit.api = api });

/** From now on in another *language*, also what stands in the page already. @param {string} language */
const speak = async (language) => {
  const before = DATA.language;
  try {
    const texts = await (await load(DATA.languages[language])).json();
    if (DATA.language !== before) return; // the visitor has chosen meanwhile
    Object.assign(DATA, texts);
    kit.translate?.();
  } catch (error) {
    kit.retry(error, () => speak(language));
  }
};

const begin = async () => {
  const { doubt, answer: found, ticked } = early || replay();
  const whole = parsed();
  // The first language of these that we speak, as closely as we do (RFC 4647, 3.4): the longest tag comes first.
  const [wanted] = [store.chosenLanguage(), html.lang, ...navigator.languages].flatMap((tag) =>
    Object.keys(DATA.languages).filter((known) => (tag + "-").toLowerCase().startsWith(known + "-")),
  );
  // Without waiting where there is nothing to wait for: the banner comes with the page's first frame.
  if (DATA.languages[wanted]) await speak(wanted);
  if (!doc.body) await whole;
  // Another page may have answered meanwhile, and been followed.
  if (!(doubt || told)) show(found, ticked);
  await whole;
  gate.wake();
  gate.late.observe(document, bare({ childList: true, subtree: true }));
  if (store.kept("unsent")) kit.run(DATA.parts);
  if (doubt) python("later");
  else if (DATA.start === "idle") guess("later");
};

/** Another page may have answered since this one looked. A page that goes away does not wait for the cookies. */
const follow = () => doc.hidden || (news() && python("follow"));
addEventListener("storage", follow);
// A page that comes back from a browser's back/forward cache becomes visible, too.
on("visibilitychange", follow);

if (early) begin();
else on("prerenderingchange", begin);
