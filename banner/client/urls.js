// Where we are: every address of ours and of the site follows from that of the script tag.

import { bare, doc, make } from "./dom.js";
import { trust } from "./trusted_types.js";

export const { nonce } = TAG;
/** The address of a file beside consent.js. @param {string} path */
export const ours = (path) => new URL(path, TAG.src).href;
/** An address of the declaration, which is relative to the folder that holds ours. @param {string} path */
export const sites = (path) => new URL(path, ours("..")).href;

/** What the browser has to find at an address of ours stands behind its "#". @param {string} path */
export const load = (path) => fetch(ours(path), bare({ integrity: path.split("#")[1] }));

/**
 * Puts a script into the page. From then on it comes and runs whatever its element says: so no text of the page has one
 * that would run again.
 * @param {string} src @param {object} more
 */
export const script = (src, more) => {
  const element = make("script", { ...more, nonce, src: trust.createScriptURL(src) });
  doc.head.append(element);
  if (element.type) element.addEventListener("load", () => element.remove());
  else element.noModule = true;
};

let asked = 0;
/**
 * Every engine checks what a script element fetches; what is imported once it has come is the very same module.
 * Engines remember for ever that an address has failed, so each time it is written in another way, which is no other
 * address to any server.
 * @param {string} path
 */
export const module = (path) => {
  const address = ours(path) + asked++;
  return new Promise((onload, onerror) =>
    script(address, { type: "module", integrity: path.split("#")[1], onload, onerror }),
  ).then(() => import(address));
};
