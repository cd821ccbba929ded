// The addresses of our files and of the site, which follow from that of the script tag, and what is loaded from them.

import { nullProto, doc, createElement, queryAll } from "./dom.js";
import { trust } from "./trusted_types.js";

/** The script element that runs us; a module has none. */
const running = /** @type {HTMLScriptElement | null} */ (doc.currentScript);
/** Our tag. Where we are part of a larger file, it is not the one that runs. @type {HTMLScriptElement | undefined} */
const tag = [running, ...queryAll("script")].find((script) => /\/consent\.js/.test(script?.src));

export const { nonce } = running || tag || /** @type {any} */ (DATA);
/** The address of the first script; without a tag that names it, where it usually is. */
export const OWN_SCRIPT = tag?.src || new URL("/consent/consent.js", location.href).href;
/**
 * What follows the names that we keep something under: two builds on one origin must not take it from each other. It is
 * nothing in `/consent/`, and `-shop` in `/shop/consent/`.
 */
export const SUFFIX = new URL(".", OWN_SCRIPT).pathname.replace(/\/(consent\/)?$/, "").replace(/\W+/g, "-");
/** Return the address of a file in its folder. @param {string} path */
export const ownUrl = (path) => new URL(path, OWN_SCRIPT).href;
const SITE = ownUrl("..");
/** Return an address of the declaration, which is relative to the folder above ours. @param {string} path */
export const siteUrl = (path) => new URL(path, SITE).href;

/** Fetches a file of ours. The build writes its integrity hash after the "#". @param {string} path */
export const fetchFile = (path) => fetch(ownUrl(path), nullProto({ integrity: path.split("#")[1] }));

/**
 * Adds a script to the page. Its element then stops being a script that runs, so that no copy of the page's HTML runs
 * it again.
 * @param {string} src @param {object} more
 */
export const addScript = (src, more) => {
  const element = createElement("script", { ...more, nonce, src: trust.createScriptURL(src) });
  doc.head.append(element);
  if (element.type) element.addEventListener("load", () => element.remove());
  else element.noModule = true;
};

let imports = 0;
/**
 * Imports a module of ours. Every browser checks the integrity of what a script element loads; the import that follows
 * gets the same module. Browsers remember that an address has failed, so each attempt appends a number behind the "#",
 * which servers do not see.
 * @param {string} path
 */
export const importModule = (path) => {
  const address = ownUrl(path) + imports++;
  return new Promise((onload, reject) => {
    const onerror = () => reject(Error(`${address} did not load: no web server?`));
    addScript(address, { type: "module", integrity: path.split("#")[1], onload, onerror });
  }).then(() => import(address));
};
