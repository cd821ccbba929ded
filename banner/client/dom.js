// The few calls to the browser that everything here makes.

export const html = document.documentElement;

/** @param {string} name @param {(event: any) => void} listener @param {boolean} [first] */
export const on = (name, listener, first) => document.addEventListener(name, listener, first);

/** What stands behind us in the page may still be on its way, and the last of it be half there. */
export const parsed = () =>
  document.readyState === "loading" && new Promise((done) => on("readystatechange", done));

/** Tells the page's scripts. @param {string} name @param {object} detail */
export const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} css @returns {any[]} */
export const all = (css, root = /** @type {ParentNode} */ (document)) => [...root.querySelectorAll(css)];

/** The elements of a *part* of the page, itself included. @param {string} css @param {Element} part @returns {any[]} */
export const within = (css, part) => [...(part.matches(css) ? [part] : []), ...all(css, part)];

/** @param {string} name @param {object} [properties] @returns {any} */
export const make = (name, properties) => Object.assign(document.createElement(name), properties);

/** What may fail without harm gives nothing then. @template T @param {() => T} step */
export const attempt = (step) => {
  try {
    return step();
  } catch (error) {
    console.debug(error);
  }
};
