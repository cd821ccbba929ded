// PyScript's Python, without the modules that neither ours nor the others need: it imports them all when it starts.
// Called with its file in JavaScript, it writes its files to standard output.

import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { changed } from "./changes.mjs";

const UNUSED = ["display", "events", "fetch", "flatted", "fs", "media", "storage", "web", "websocket", "workers"];

/** Return the files by their folders and names. @param {string} path */
export const pythonIn = async (path) => {
  const { default: files } = await import(pathToFileURL(path).href);
  for (const name of UNUSED) delete files.pyscript[`${name}.py`];
  const imports = (/** @type {string} */ line) => UNUSED.some((name) => line.includes(`from pyscript.${name} `));
  /** @type {string[]} */
  const lines = files.pyscript["__init__.py"].split("\n");
  files.pyscript["__init__.py"] = lines.filter((line) => !imports(line)).join("\n");
  return files;
};

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.stdout.write(changed(process.argv[2], JSON.stringify(await pythonIn(process.argv[2]))));
}
