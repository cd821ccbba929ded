// What is kept between two pages: the plan, and decisions that Python has not recorded yet.

import { attempt, nullProto, writeCookie } from "./dom.js";
import { cookieValues } from "./cookies.js";
import { SUFFIX } from "./urls.js";

const PENDING = "pending";
const [consent, language, prefix] = DATA.cookies;
const secure = location.protocol === "https:";
const RECORD = (secure ? prefix : "") + consent;
const SPARE = `${RECORD}-banner${SUFFIX}`;
const FALLBACK = `${RECORD}-pending${SUFFIX}`;
// How each record begins, as in banner/core/own_cookies.py: a cookie of the same name that begins otherwise is not
// ours.
/** @type {RecordStart} */
const START = "%7B%22v%22%3A";

/** Return our records. If somebody else uses the cookie's name, another build on this origin too, ours has a suffix. */
export const readRecords = () => cookieValues(`${hasOthers() ? SPARE : RECORD}=${START}`, `${SPARE}=${START}`);

/** Return whether another build on this origin, which asks for something else, has the cookie of the plain name. */
export const hasOthers = () => {
  // Storage can hold anything.
  const [folder, revision] = [kept("owner", "")].flat();
  return !!revision && folder !== SUFFIX && revision !== DATA.revision;
};

/** Return the language that the visitor has chosen, or nothing. */
export const chosenLanguage = () => ownLanguage() || cookieValues(`consent-${language}=`);

/** Return the language cookie if it is ours, which storage knows. */
const ownLanguage = () => {
  const cookie = cookieValues(language + "=");
  return cookie && kept("language") === cookie ? cookie : "";
};

/** @returns {Decision[]} */
export const readPending = () => [kept(PENDING) || fallback()].flat().filter(isObject);

/** @returns {Plan | undefined} */
export const readPlan = () => {
  const found = kept("plan");
  // What a page has put onto all objects must not count as part of the plan.
  const own = isObject(found) && nullProto(found);
  if (own && isStrings(own.services) && isStrings(own.ticked) && isObject(own.consent)) return own;
};

// Storage can hold anything, since other scripts write there too.
/** @param {any} value */
const isObject = (value) => value && typeof value === "object";
/** @param {any} value */
const isStrings = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");

/** Return the decisions in the cookie that stands in for storage; if storage works, the cookie is not ours. */
const fallback = () => {
  const text = cookieValues(FALLBACK + "=");
  return text && !fits(text) && attempt(() => JSON.parse(decodeURIComponent(text)));
};

/** Return whether storage has room for *text*. @param {string} text */
const fits = (text) => keep("probe", text) && keep("probe", "");

/**
 * Keeps pending decisions; if storage takes nothing, in a session cookie, so that none is lost.
 * @param {Decision[]} list
 */
export const keepPending = (list) => {
  const text = list.length ? JSON.stringify(list) : "";
  if (!keep(PENDING, text) || cookieValues(FALLBACK + "=")) {
    const end = ";Path=/;SameSite=Lax" + (secure ? ";Secure" : "");
    attempt(() => writeCookie(`${FALLBACK}=${encodeURIComponent(text) || ";Max-Age=0"}${end}`));
  }
};

/**
 * Return what is kept. It is written twice over: if the halves differ, it was damaged and counts as nothing. Builds in
 * other folders have all but the owner for themselves.
 * @param {StorageKey} key
 */
export const kept = (key, suffix = SUFFIX) =>
  attempt(() => {
    /** @type {any} */
    const text = localStorage.getItem("consent." + key + suffix);
    const half = text?.slice(text.length / 2);
    return text && text === half + half && JSON.parse(half);
  });

/**
 * Keeps *text*, or forgets it if it is empty. Return whether that worked.
 * @param {StorageKey} key @param {string} text
 */
export const keep = (key, text, suffix = SUFFIX) =>
  attempt(() => {
    if (text) localStorage.setItem("consent." + key + suffix, text + text);
    else localStorage.removeItem("consent." + key + suffix);
    return true;
  });
