// The state of this page: what was decided, what waits to be recorded, what is active, and what the page knows.
// No other module of the first script keeps state that others read.

import { html, on } from "./dom.js";
import * as storage from "./storage.js";

/** The consent before any decision. @type {Consent} */
export const UNDECIDED = { state: "undecided", granted: [], denied: [] };

/** The present consent. */
export let consent = UNDECIDED;
/** The ids of the services whose switches are on. @type {string[]} */
export let ticked = [];
/** True once a consent, or that there is none, has been shown and announced. @type {boolean | undefined} */
export let announced;
/** Decisions that Python has not recorded yet. */
export const pending = storage.readPending();
/** The ids of the services that are active in this page. @type {Set<string>} */
export const active = new Set();
/** The texts in the language that is shown. @type {Said} */
export let said = DATA;
/** True once the visitor has entered something in the page. @type {boolean | undefined} */
export let hasInput;
/** The consent record that was last read from the cookies. @type {string | undefined} */
export let record;

/** What the root element says. @type {State} */
export let shown;
/**
 * Sets the attribute that style sheets read the state from; without a *state* the present one again, if it was lost.
 * @param {State} state
 */
export const setState = (state = shown) => {
  if (html().dataset.consent !== state) html().dataset.consent = state;
  shown = state;
};

/** @param {Consent} now @param {string[]} nowTicked the ids of the services whose switches are on */
export const setConsent = (now, nowTicked) => {
  consent = now;
  ticked = nowTicked;
  announced = true;
};
/** @param {Said} texts */
export const setSaid = (texts) => (said = texts);

// A reload would lose what the visitor has entered in the page.
on("input", ({ target }) => (hasInput ||= !target.closest?.("[class^=consent-]")));

/** Reads the record again. Return whether it has changed since it was last read. */
export const recordChanged = () => record !== (record = storage.readRecords());
