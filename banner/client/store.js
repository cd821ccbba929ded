// What stays between two pages: the plan, and clicks that Python has not recorded yet.

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

/** @returns {Plan | null} */
export const plan = () => parse(read(PLAN));

/** @param {string | null} text */
export const keepPlan = (text) => write(PLAN, text);

/** @returns {Click[]} */
export const clicks = () => {
  const found = parse(read(CLICKS) || decodeURIComponent(cookies(FALLBACK)));
  return Array.isArray(found) ? found : [];
};

/**
 * Where storage is denied, a cookie of this browser session keeps the clicks: no answer may be lost.
 * @param {Click[]} list
 */
export const keepClicks = (list) => {
  const text = list.length ? JSON.stringify(list) : null;
  if (!write(CLICKS, text) || cookies(FALLBACK)) {
    const secure = location.protocol === "https:" ? ";Secure" : "";
    const value = text ? encodeURIComponent(text) : ";Max-Age=0";
    document.cookie = `${FALLBACK}=${value};Path=/;SameSite=Lax${secure}`;
  }
};

/** @param {string | null} text */
const parse = (text) => {
  try {
    return JSON.parse(text || "null");
  } catch {
    return null;
  }
};

/** @param {string} key */
const read = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** @param {string} key @param {string | null} text */
const write = (key, text) => {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
};
