// The state of this page, all of it: what was decided, what waits to be recorded, what is active, what the page knows.
// Whatever else has to know looks here, and nothing else of the first script keeps any of it.

import { html, on } from "./dom.js";
import * as store from "./storage.js";

/** What holds while nothing is decided. @type {Consent} */
export const NONE = { state: "undecided", granted: [], denied: [] };

/** The present consent. */
export let consent = NONE;
/** The services whose switches are on. @type {string[]} */
export let switchedOn = [];
/** Whether the page has been told a consent yet, be it that there is none. @type {boolean | undefined} */
export let told;
/** Decisions that Python has not recorded yet. */
export const pending = store.pending();
/** The services that are active here. @type {Set<string>} */
export const active = new Set();
/** What is said, in the language that is shown. @type {Said} */
export let said = DATA;
/** Whether the visitor has entered anything in the page. @type {boolean | undefined} */
export let touched;
/** The record that was last seen. @type {string | undefined} */
export let record;

/** What style sheets, and the page side itself, tell the state by. @param {State} state */
export const setState = (state) => (html.dataset.consent = state);

/** @param {Consent} now @param {string[]} on the services whose switches are on */
export const setConsent = (now, on) => {
  consent = now;
  switchedOn = on;
  told = true;
};
/** @param {Said} texts */
export const setSaid = (texts) => (said = texts);

// What the visitor enters in the page would be lost with it.
on("input", ({ target }) => target.closest?.("[id^=consent-],[class^=consent-]") || (touched = true), true);

/** Takes note of the record: whether it is another one than was last seen. */
export const recordChanged = () => record !== (record = store.records());
