// Addresses that pages write. Markup can come from anybody, and a sanitizer knows nothing of our attributes.

import { doc } from "../dom.js";
import { mistake } from "./author_errors.js";

/**
 * The whole address that *text* is; nothing, and a word to the author, where it is none of the web. The browser's own
 * parser finds out: it passes over the control characters and the space that may stand in a scheme.
 * @param {Element} element @param {string} name of the attribute @param {string} text
 */
export const webAddress = (element, name, text) => {
  try {
    const { protocol, href } = new URL(text, doc.baseURI);
    if (/^https?:$/.test(protocol)) return href;
  } catch {
    // It is no address at all.
  }
  mistake(element, `${name} = "${text}": write the whole address, with https, or one of this site`);
};
