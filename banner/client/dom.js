// The page, and the few calls to the browser that everything here makes.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

export const { nonce } = script;
/** The address of a file beside consent.js. @param {string} path */
export const ours = (path) => new URL(path, script.src).href;
/** An address of the declaration, which is relative to the folder that holds ours. @param {string} path */
export const sites = (path) => new URL(path, ours("..")).href;

export const html = document.documentElement;

/** @param {string} name @param {(event: any) => void} listener @param {boolean} [first] */
export const on = (name, listener, first) => document.addEventListener(name, listener, first);

/** Tells the page's scripts. @param {string} name @param {object} detail */
export const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} css @returns {any[]} */
export const all = (css, root = /** @type {ParentNode} */ (document)) => [...root.querySelectorAll(css)];

/** @param {string} name @returns {any} */
export const make = (name) => document.createElement(name);

/** What may fail without harm gives nothing then. @template T @param {() => T} step */
export const attempt = (step) => {
  try {
    return step();
  } catch (error) {
    console.debug(error);
  }
};
