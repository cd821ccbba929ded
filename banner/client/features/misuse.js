// Tells the page's author about calls and buttons that decide nothing: what is wrong, and how to write it.

import { queryAll } from "../dom.js";

const NOTHING = "Nothing was recorded.";
const ACTIONS = ["accept-all", "deny-all", "accept-selected", "dismiss", "preferences", "opt-out"];
// Buttons in these have actions of their own (load, history, allow, close, reload), which other features handle.
const OWN_BUTTONS = ".consent-placeholder,.consent-history,.consent-toast";

/** @param {Host} host @returns {Pick<Extras, "press" | "reject">} */
export default ({ data, decide }) => {
  const { asked } = data;
  return {
    press: (button, source) => {
      if (button.closest(OWN_BUTTONS)) return;
      const boxes = queryAll("input[name=service]", button.closest("#consent-preferences,.consent-section") ?? button);
      const on = boxes.filter((box) => box.checked).map((box) => box.value);
      if (button.dataset.consentAction === "accept-selected" && boxes[0]) decide("accept-selected", on, source);
      else console.error(`TypeError: ${buttonMistake(button)} ${NOTHING}`, button);
    },
    /** Throws, for whoever waits for the promise, and writes to the console too. */
    reject: (action, ids, list) => {
      const error = new TypeError(`${callMistake(action, ids, list, asked)} ${NOTHING}`);
      console.error(`${error}`);
      throw error;
    },
  };
};

/** @param {HTMLElement} button */
const buttonMistake = ({ dataset: { consentAction = "" } }) =>
  ACTIONS.includes(consentAction)
    ? `data-consent-action="${consentAction}" counts only beside the switches of the preferences.`
    : `data-consent-action: ${unknown(consentAction, ACTIONS)}`;

/**
 * @param {"allow" | "withdraw"} action @param {any} ids @param {unknown[]} list what is in them @param {string[]} asked
 */
const callMistake = (action, ids, list, asked) => {
  const method = action === "allow" ? "accept" : "deny";
  const call = `consent.${method}(${ids?.[Symbol.iterator] ? shown(list) : shown(ids)})`;
  const everyService = `consent.${method}() alone means every service.`;
  if (!ids?.[Symbol.iterator]) return `${call} takes the id of a service, or a list of ids. ${everyService}`;
  if (!list.length) return `${call} names no service, which is neither a consent nor a denial. ${everyService}`;
  const wrong = list.filter((id) => !asked.includes(/** @type {string} */ (id)));
  return `${call}: ${wrong.map((id) => unknown(id, asked)).join(" ")}`;
};

/** Return that *word* is none of the *known*, and which it may be. @param {unknown} word @param {string[]} known */
export const unknown = (word, known) => {
  const near = typeof word === "string" && nearest(word, known);
  return `${shown(word)} is none of ${known.join(", ")}${near ? `; did you mean "${near}"?` : "."}`;
};

/** Return *value* about as its author has written it. @param {unknown} value @returns {string} */
const shown = (value) => {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "string") return `"${value}"`;
  return Object(value) === value ? Object.prototype.toString.call(value) : String(value);
};

/** Return the word of *known* that *word* may have been meant as. @param {string} word @param {string[]} known */
const nearest = (word, known) => {
  const [[far, near] = [0, ""]] = known
    .map((one) => /** @type {[number, string]} */ ([distance(word.toLowerCase(), one), one]))
    .sort(([one], [other]) => one - other);
  return far < near.length / 2 && near;
};

/**
 * Return the Levenshtein distance of two words.
 * @param {string} one @param {string} other
 */
const distance = (one, other) => {
  let row = [0, ...other].map((_, at) => at);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      next.push(Math.min(next[to] + 1, row[to + 1] + 1, row[to] + Number(one[at] !== other[to])));
    }
    row = next;
  }
  return row[other.length];
};
