// Short forms of the calls to the browser that all modules make.

const { prototype } = Document;

/**
 * The document, with the properties of its prototype only: an element such as `<img name=cookie>` would otherwise hide
 * `document.cookie`. Use `document` itself where a node is needed. Nothing is set through it.
 * @type {Readonly<Document>}
 */
export const doc = new Proxy(document, {
  get(node, name) {
    const value = Reflect.get(prototype, name, node);
    return typeof value === "function" ? value.bind(node) : value;
  },
});

/** Writes a cookie, as `document.cookie` takes it. @param {string} text */
export const writeCookie = (text) => Reflect.set(prototype, "cookie", text, document);

/** The root element, which may be another one later. @returns {HTMLElement} */
export const html = () => doc.documentElement;

/** Return a promise while the page is still being parsed, when its last element may not be complete. */
export const whenParsed = () => doc.readyState === "loading" && new Promise((done) => on("readystatechange", done));

/** Dispatches an event of ours to the page's scripts. @param {EventName} name @param {object} detail */
export const announce = (name, detail) => doc.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} css @returns {any[]} */
export const queryAll = (css, root = /** @type {ParentNode} */ (doc)) => [...root.querySelectorAll(css)];

/**
 * Return the elements in *part* that match, itself included.
 * @param {string} css @param {Element} part @returns {any[]}
 */
export const queryWithin = (css, part) => [...(part.matches(css) ? [part] : []), ...queryAll(css, part)];

/** Return what the visitor sees in the middle of *element*. @param {Element} element */
export const atMiddle = (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  // Firefox finds what stands below the window, too.
  return doc.elementFromPoint(x + width / 2, y < innerHeight ? y + height / 2 : -1);
};

/** @param {string} name @param {object} [properties] @returns {any} */
export const createElement = (name, properties) => Object.assign(doc.createElement(name), properties);

/**
 * Return an object that inherits nothing, whatever the page has put onto all objects.
 * @param {object} members @returns {any}
 */
export const nullProto = (members) => ({ __proto__: null, ...members });

const { addEventListener: addListener } = doc;
/** Each adds a listener. @type {(() => void)[]} */
const listens = [];
// document.open() takes all listeners away, and all else but what observes.
new MutationObserver(() => {
  for (const listen of listens) listen();
}).observe(document, nullProto({ childList: true }));

/**
 * Hears of what happens anywhere in the page, before any of the page's elements can keep it to itself.
 * @param {string} name @param {(event: any) => void} listener @param {boolean} [last] whether the page comes first
 */
export const on = (name, listener, last) => {
  const listen = () => addListener(name, listener, !last);
  listen();
  listens.push(listen);
};

/** Return what *step* returns, or undefined if it throws. @template T @param {() => T} step */
export const attempt = (step) => {
  try {
    return step();
  } catch (error) {
    console.debug(error);
  }
};
