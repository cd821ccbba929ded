// Finds what denied services have left in databases and caches of files, whose names a browser lists in its own time.

import { isCovered } from "../leftovers.js";
import { listNames } from "../storage_areas.js";
import { startPython } from "./start_python.js";

const LISTED = /** @type {const} */ (["cache", "indexeddb"]);

/** @param {Host} host */
export default (host) => {
  for (const kind of LISTED) {
    const pattern = host.kept("plan")?.unwanted?.[kind];
    const look = async () => isCovered(pattern, await listNames(kind)) && startPython(host);
    // A browser may refuse the list, and storage may hold anything.
    if (pattern) look().catch(console.debug);
  }
};
