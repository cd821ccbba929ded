// Where we are: every address of ours and of the site follows from that of the script tag.

import { make } from "./dom.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

export const { nonce } = script;
/** The address of a file beside consent.js. @param {string} path */
const ours = (path) => new URL(path, script.src).href;
/** An address of the declaration, which is relative to the folder that holds ours. @param {string} path */
export const sites = (path) => new URL(path, ours("..")).href;

/** What the browser has to find at an address of ours stands behind its "#". @param {string} path */
const integrity = (path) => path.replace(/.*#/, "sha256-");

/** @param {string} path */
export const load = (path) => fetch(ours(path), { integrity: integrity(path) });

/** A module is checked where it is fetched ahead; what is imported then is what was fetched. @param {string} path */
export const preload = (path) => {
  const link = make("link", { rel: "modulepreload", nonce, integrity: integrity(path), href: ours(path) });
  document.head.append(link);
  return link;
};
