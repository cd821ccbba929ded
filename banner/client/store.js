// What stays between two pages: the plan, and clicks that Python has not recorded yet.

import { attempt } from "./dom.js";

const CLICKS = "pending";
const FALLBACK = "consent-pending";

/** The values of all cookies of that name, as Python joins them too. @param {string} name */
export const cookies = (name) =>
  document.cookie
    .split("; ")
    .filter((pair) => pair.startsWith(name + "="))
    .map((pair) => pair.slice(name.length + 1))
    .join(" ");

/** @returns {Click[]} */
export const clicks = () => {
  const found = kept(CLICKS) || attempt(() => JSON.parse(decodeURIComponent(cookies(FALLBACK)) || "[]"));
  return [found || []].flat();
};

/**
 * Where storage is denied, a cookie of this browser session keeps the clicks: no answer may be lost.
 * @param {Click[]} list
 */
export const keepClicks = (list) => {
  const text = list.length ? JSON.stringify(list) : "";
  if (!keep(CLICKS, text) || cookies(FALLBACK)) {
    document.cookie = `${FALLBACK}=${encodeURIComponent(text) || ";Max-Age=0"};Path=/;SameSite=Lax`;
  }
};

/** It is kept twice over, and nothing is read where the two are not the same: that was garbled. @param {string} key */
export const kept = (key) =>
  attempt(() => {
    /** @type {any} */
    const text = localStorage.getItem("consent." + key);
    const half = text?.slice(text.length / 2);
    return text && text === half + half && JSON.parse(half);
  });

/** Whether it could be kept. @param {string} key @param {string} text nothing to forget it */
export const keep = (key, text) =>
  attempt(() => {
    if (text) localStorage.setItem("consent." + key, text + text);
    else localStorage.removeItem("consent." + key);
    return true;
  });
