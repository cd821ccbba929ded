// Loads features: modules that only some pages need. Each is loaded and run once. It gets a host, the list of what it
// may use of the first script, and returns its methods, which are kept here.

import { queryAll, attempt, nullProto, html } from "./dom.js";
import { importModule } from "./urls.js";
import { retryLater } from "./retry.js";
import { active } from "./state.js";

/** The methods of the features that have loaded. @type {Partial<Features>} */
export const features = nullProto({});
/** @type {Record<keyof Features, Promise<any> | null>} */
const loading = nullProto({});

/** @typedef {import("./named_host.js").HostList} HostList */

/** What features may use of the first script. @type {HostList} */
let featureHost;
/** @param {HostList} host */
export const provideHost = (host) => (featureHost = host);

/**
 * Loads a feature and returns its methods, or undefined if it cannot be loaded: then it is retried later.
 * @type {Host["load"]}
 */
export const loadFeature = (name) =>
  (loading[name] ||= importModule(DATA[name]).then(
    (feature) => (features[name] = feature.default(featureHost)),
    (error) =>
      retryLater(error, () => {
        loading[name] = null;
        loadFeature(name);
      }),
  ));

/** Return what several features share; the first that asks for it makes it. @type {Host["share"]} */
export const share = (name, make) => (features[name] ||= make());

/** Takes a *step* of the feature python; a start where Python runs already tells it of a decision. */
export const python = (/** @type {PythonStep} */ step = "start") =>
  loadFeature("python").then((feature) => feature?.[step]());

/**
 * Looks in a *part* of the page for blocked elements and embeds, and loads the features that handle them. It is called
 * for the whole page at first and when a service has become active. The feature blocking loads if an active service has
 * a blocked element, or if there is a shadow tree, which selectors cannot see into.
 * @param {Element} [part]
 */
export const scan = (part = html()) => {
  const mayBeBlocked = (/** @type {any} */ one) =>
    one.shadowRoot ||
    DATA.deferred ||
    active.has(("src" in one || "href" in one || "data" in one || one.content) && one.dataset.service);
  attempt(() => {
    if (active.size && !features.blocking && [part, ...queryAll("*", part)].some(mayBeBlocked)) loadFeature("blocking");
  });
  if (part.matches(DATA.embeds) || queryAll(DATA.embeds, part)[0]) loadFeature("extras");
  attempt(() => features.blocking?.scan(part));
  attempt(() => features.extras?.scan(part));
};
