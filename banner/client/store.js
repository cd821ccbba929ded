// What stays between two pages: the plan, and clicks that Python has not recorded yet.

import { attempt } from "./dom.js";

const PLAN = "consent.plan";
const CLICKS = "consent.pending";
const FALLBACK = "consent-pending";

/** The values of all cookies of that name, as Python joins them too. @param {string} name */
export const cookies = (name) =>
  document.cookie
    .split(/; */)
    .filter((pair) => pair.startsWith(name + "="))
    .map((pair) => pair.slice(name.length + 1))
    .join(" ");

/** @returns {Plan | undefined} */
export const plan = () => read(PLAN);

/** @param {string} text nothing to forget it */
export const keepPlan = (text) => write(PLAN, text);

/** @returns {Click[]} */
export const clicks = () => {
  const found = read(CLICKS) || attempt(() => JSON.parse(decodeURIComponent(cookies(FALLBACK) || "[]")));
  return Array.isArray(found) ? found : [];
};

/**
 * Where storage is denied, a cookie of this browser session keeps the clicks: no answer may be lost.
 * @param {Click[]} list
 */
export const keepClicks = (list) => {
  const text = list.length ? JSON.stringify(list) : "";
  if (!write(CLICKS, text) || cookies(FALLBACK)) {
    const value = text ? encodeURIComponent(text) : ";Max-Age=0";
    const secure = location.protocol === "https:" ? ";Secure" : "";
    document.cookie = `${FALLBACK}=${value};Path=/;SameSite=Lax${secure}`;
  }
};

/** @param {string} key */
const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key) || "null"));

/** @param {string} key @param {string} text */
const write = (key, text) =>
  attempt(() => {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    return true;
  });
