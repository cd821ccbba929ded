// The names of what features may use of the first script. It hands over a list, in the order of these names: with the
// names in it, every page would pay for them.

const NAMES = /** @type {const} */ ([
  "data",
  "load",
  "share",
  "fetch",
  "import",
  "siteUrl",
  "nonce",
  "trust",
  "keep",
  "kept",
  "keepPending",
  "spare",
  "records",
  "decide",
  "plan",
  "show",
  "changed",
  "activate",
  "observe",
  "onCall",
  "render",
  "addStyles",
  "stand",
  "settle",
  "state",
  "setSaid",
  "ownsGlobal",
  "reload",
  "retry",
]);

/** @typedef {HostValues<typeof NAMES>} HostList */

/** Return what the first script hands over, by its names. @param {HostList} list @returns {Host} */
export const namedHost = (list) => /** @type {any} */ (Object.fromEntries(NAMES.map((name, at) => [name, list[at]])));
