// Writes a moment for the visitor: in one form wherever it is told.

import { attempt, html } from "./dom.js";
import { isKindOf } from "./language_tags.js";

/**
 * Return a moment as *language* writes it, and as the country does that the page is for: `<html lang=en-GB>`.
 * @param {number | string} at milliseconds, or ISO 8601 @param {string} language the one that is shown
 */
export const formatMoment = (at, language) => {
  const { lang } = html();
  const parts = (/** @type {string} */ tag) =>
    new Intl.DateTimeFormat(tag, { dateStyle: "long", timeStyle: "short" }).formatToParts(new Date(at));
  // A page can call its language anything.
  const written = (isKindOf(lang, language) && attempt(() => parts(lang))) || parts(language);
  // French says "the first" of a month, which the locale data leave out.
  const isFirst = (/** @type {Intl.DateTimeFormatPart} */ { type, value }) =>
    type === "day" && value === "1" && /^fr\b/i.test(language);
  return written.map((part) => (isFirst(part) ? "1er" : part.value)).join("");
};
