// The few calls to the browser that everything here makes.

const { get, set } = Reflect;
const { prototype } = Document;

/**
 * The document by its own names alone: an element of the page that is called like one of them (`<img name=cookie>`)
 * takes its place everywhere else. Where a node is wanted, it is `document` itself.
 * @type {Document}
 */
export const doc = new Proxy(document, {
  get(node, name) {
    const value = get(prototype, name, node);
    return typeof value === "function" ? value.bind(node) : value;
  },
  set: (node, name, value) => set(prototype, name, value, node),
});

export const html = doc.documentElement;

/** @param {string} name @param {(event: any) => void} listener @param {boolean} [first] */
export const on = (name, listener, first) => doc.addEventListener(name, listener, first);

/** What stands behind us in the page may still be on its way, and the last of it be half there. */
export const parsed = () => doc.readyState === "loading" && new Promise((done) => on("readystatechange", done));

/** Tells the page's scripts. @param {EventName} name @param {object} detail */
export const announce = (name, detail) => doc.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} css @returns {any[]} */
export const all = (css, root = /** @type {ParentNode} */ (doc)) => [...root.querySelectorAll(css)];

/** The elements of a *part* of the page, itself included. @param {string} css @param {Element} part @returns {any[]} */
export const within = (css, part) => [...(part.matches(css) ? [part] : []), ...all(css, part)];

/** @param {string} name @param {object} [properties] @returns {any} */
export const make = (name, properties) => Object.assign(doc.createElement(name), properties);

/** *members* and nothing else, whatever a page has put onto all objects. @param {object} members @returns {any} */
export const bare = (members) => ({ __proto__: null, ...members });

/** What may fail without harm gives nothing then. @template T @param {() => T} step */
export const attempt = (step) => {
  try {
    return step();
  } catch (error) {
    console.debug(error);
  }
};
