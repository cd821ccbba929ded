// Checks addresses in the page's markup. Markup may come from users, and sanitizers do not know our attributes.

import { doc } from "../dom.js";
import { reportMistake } from "./author_errors.js";

/**
 * Return *text* as an absolute address; if it is not one of http or https, tells the author and returns undefined. It
 * is parsed by the browser, which ignores control characters and spaces in a scheme.
 * @param {Element} element @param {string} name of the attribute @param {string} text
 */
export const webAddress = (element, name, text) => {
  try {
    const { protocol, href } = new URL(text, doc.baseURI);
    if (/^https?:$/.test(protocol)) return href;
  } catch {
    // Not an address at all.
  }
  reportMistake(element, `${name} = "${text}": write the whole address, with https, or one of this site`);
};
