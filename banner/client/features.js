// The host of the features: those of our modules that only some pages need, each of which is loaded and run once. What
// a feature may use it is lent; what it offers it gives back, and that is kept here.

import { all, attempt, bare, html } from "./dom.js";
import { module } from "./urls.js";
import { retryLater } from "./retry.js";
import { active } from "./state.js";

/** What the features that have come offer. @type {Partial<Features>} */
export const features = bare({});
/** @type {Record<keyof Features, Promise<any> | null>} */
const runs = bare({});

/** What a feature may use. @type {Host} */
let lent;
/** @param {Host} host */
export const lend = (host) => (lent = host);

/**
 * Runs a feature and gives what it offers: nothing where it has not come. That is let be until it is worth another try.
 * @type {Host["run"]}
 */
export const run = (name) =>
  (runs[name] ||= module(DATA[name]).then(
    (feature) => (features[name] = feature.default(lent)),
    (error) =>
      retryLater(error, () => {
        runs[name] = null;
        run(name);
      }),
  ));

/** What several features share: whoever comes first makes it. @type {Host["share"]} */
export const share = (name, make) => (features[name] ||= make());

/** Starts Python, or lets it know of a decision where it runs already; or has its feature do another thing. */
export const python = (/** @type {PythonStep} */ step = "start") => run("python").then((feature) => feature?.[step]());

/**
 * Looks for what waits in a *part* of the page: at first, and when something has become active, in all of it. Blocked
 * elements are a feature's, which loads where there is one of an active service, or a shadow tree, where no selector
 * reaches; so are the places of the others.
 * @param {Element} [part]
 */
export const look = (part = html) => {
  const waits = (/** @type {any} */ one) =>
    one.shadowRoot || DATA.deferred || active.has(("src" in one || one.content) && one.dataset.service);
  attempt(() => {
    if (active.size && !features.blocking && [part, ...all("*", part)].some(waits)) run("blocking");
  });
  if (part.matches(DATA.embeds) || all(DATA.embeds, part)[0]) run("extras");
  attempt(() => features.blocking?.look(part));
  attempt(() => features.extras?.look(part));
};

/** Elements that arrive later are treated like the first ones; only what is new is looked at, and once where it came in many steps. */
const late = new MutationObserver((changes) => {
  const added = new Set(/** @type {any[]} */ (changes.flatMap((change) => [...change.addedNodes])));
  for (const one of added) if (!added.has(one.parentNode) && one.matches) look(one);
});

/** From now on what arrives in *root* is looked at. @param {Node} root */
export const observe = (root) => late.observe(root, bare({ childList: true, subtree: true }));
