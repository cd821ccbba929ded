// Finds what denied services have left in databases and caches of files, whose names a browser lists in its own time.

import { isCovered } from "../leftovers.js";
import { listNames } from "../storage_areas.js";
import { startPython } from "./start_python.js";

/** In the order in which a plan has their patterns. */
const LISTED = /** @type {const} */ (["indexeddb", "cache"]);

/** @param {Host} host */
export default (host) => {
  const patterns = host.kept("plan")?.listed;
  for (const [at, kind] of LISTED.entries()) {
    const look = async () => patterns[at] && isCovered(patterns[at], await listNames(kind)) && startPython(host);
    // A browser may refuse the list, and storage may hold anything.
    if (patterns) look().catch(console.debug);
  }
};
