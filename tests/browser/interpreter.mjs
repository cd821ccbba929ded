// Stands in the place of pyodide.mjs in the tests' copy of the site, and starts Pyodide from its snapshot.

import { loadPyodide as load, version } from "./pyodide-shipped.mjs";
export { version };

export const loadPyodide = async (options) => {
  const answer = await fetch(new URL("snapshot.bin", import.meta.url));
  return load({ ...options, _loadSnapshot: new Uint8Array(await answer.arrayBuffer()) });
};
