// What stays between two pages: the plan, and decisions that Python has not recorded yet.

import { attempt, bare, doc } from "./dom.js";
import { found } from "./cookies.js";

const PENDING = "pending";
const { consent, language, domain } = DATA.cookies;
const secure = location.protocol === "https:";
// No sub-domain can set what is called so.
const HOST = secure ? "__Host-" : "";
const FALLBACK = `${HOST}${consent}-pending`;
const RECORD = (domain ? "" : HOST) + consent;
// How each record begins: what others keep under its name is none. As in banner/core/own_cookies.py.
/** @type {RecordStart} */
const START = "%7B%22v%22%3A";

/** The records in the jar: where others have taken the name, ours stands beside it. */
export const records = () => found(`${RECORD}=${START}`, `${RECORD}-banner=${START}`);

/** The language that the visitor has chosen: storage knows whether the cookie of that name is ours. */
export const chosenLanguage = () => ownLanguage() || found(`consent-${language}=`);

/** What the cookie of that name says, if it is ours. */
const ownLanguage = () => {
  const cookie = found(language + "=");
  return cookie && kept("language") === cookie ? cookie : "";
};

/** @returns {Decision[]} */
export const pending = () => [kept(PENDING) || fallback()].flat().filter(isObject);

/** @returns {Plan | undefined} */
export const plan = () => {
  const found = kept("plan");
  // Nothing that a page has put onto all objects counts as the plan's.
  const own = isObject(found) && bare(found);
  if (own && isTexts(own.services) && isTexts(own.ticked) && isObject(own.consent)) return own;
};

// Storage can hold anything: others write there too.
/** @param {any} value */
const isObject = (value) => value && typeof value === "object";
/** @param {any} value */
const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");

/** Where storage takes nothing, a cookie has them; where it does, such a cookie is somebody else's. */
const fallback = () => {
  const text = found(FALLBACK + "=");
  return text && !fits(text) && attempt(() => JSON.parse(decodeURIComponent(text)));
};

/** Whether storage has room for *text*. @param {string} text */
const fits = (text) => keep("probe", text) && keep("probe", "");

/**
 * Where storage is denied, a cookie of this browser session keeps the decisions: none may be lost.
 * @param {Decision[]} list
 */
export const keepPending = (list) => {
  const text = list.length ? JSON.stringify(list) : "";
  if (!keep(PENDING, text) || found(FALLBACK + "=")) {
    const end = ";Path=/;SameSite=Lax" + (secure ? ";Secure" : "");
    doc.cookie = `${FALLBACK}=${encodeURIComponent(text) || ";Max-Age=0"}${end}`;
  }
};

/** It is kept twice over, and nothing is read where the two are not the same: that was garbled. @param {StorageKey} key */
export const kept = (key) =>
  attempt(() => {
    /** @type {any} */
    const text = localStorage.getItem("consent." + key);
    const half = text?.slice(text.length / 2);
    return text && text === half + half && JSON.parse(half);
  });

/** Whether it could be kept. @param {StorageKey} key @param {string} text nothing to forget it */
export const keep = (key, text) =>
  attempt(() => {
    if (text) localStorage.setItem("consent." + key, text + text);
    else localStorage.removeItem("consent." + key);
    return true;
  });
