// Puts an interpreter, PyScript's adapter for it and PyScript's Python into one module, as a guest of any page may run
// it: without what looks at the page, changes it, or knows the address of any host.
// Called with the entry and the folder of the installed packages; writes the module to standard output.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { changed } from "./changes.mjs";
import { shielded } from "./shield.mjs";

const [entry, packages] = process.argv.slice(2);
const { build } = createRequire(join(packages, "esbuild/"))("esbuild");
const acorn = createRequire(join(packages, "acorn/"))("acorn");

// Other formats of configuration, package indices and archives. What asks for one of these gets nothing.
const LEFT_OUT = /\/3rd-party\/|\/(pyodide_graph|mip)\.js$/;
// Modules of PyScript's Python side that nothing imports unless asked to.
const UNUSED = ["fs.py", "media.py", "web.py"];
// PyScript opens databases as soon as it is there, for files and values that it could keep: we have none of them.
const NO_DATABASE = `export default class {
  async entries() { return []; }
  async get() {}
  async has() { return false; }
  async set() {}
  async delete() {}
  async clear() {}
  async close() {}
}`;

/**
 * What esbuild gives a plugin, as far as it is used here.
 * @typedef {(filter: { filter: RegExp }, then: (file: { path: string }) => object) => void} Hook
 * @typedef {{ onResolve: Hook, onLoad: Hook }} Hooks
 */

const slim = {
  name: "slim",
  setup(/** @type {Hooks} */ { onResolve, onLoad }) {
    onResolve({ filter: /^node:|^(fs|path|url|module|ws|crypto|child_process|vm)$/ }, () => ({ external: true }));
    // Parts that the packages keep to themselves.
    onResolve({ filter: /^(polyscript\/esm|@pyscript\/core\/src)\// }, ({ path }) => ({ path: join(packages, path) }));
    onLoad({ filter: /idb-map\/index\.js$/ }, () => ({ contents: NO_DATABASE }));
    onLoad({ filter: LEFT_OUT }, () => ({ contents: "export default ''" }));
    onLoad({ filter: /@webreflection\/fetch\// }, () => ({ contents: "export default fetch" }));
    onLoad({ filter: /stdlib\/pyscript\.js$/ }, async ({ path }) => {
      const { default: files } = await import(pathToFileURL(path).href);
      for (const name of UNUSED) delete files.pyscript[name];
      return { contents: changed(path, `export default ${JSON.stringify(files)}`) };
    });
    onLoad({ filter: /\.m?js$/ }, async ({ path }) => ({ contents: changed(path, await readFile(path, "utf8")) }));
  },
};

const { outputFiles } = await build({
  entryPoints: [entry],
  // What these modules export is what everything here gets by that name.
  inject: ["files.js", "descriptors.js"].map((name) => join(dirname(entry), name)),
  define: {
    "WebAssembly.instantiateStreaming": "instantiateStreaming",
    "Object.getOwnPropertyDescriptor": "getOwnPropertyDescriptor",
    "Reflect.getOwnPropertyDescriptor": "getOwnPropertyDescriptor",
    "Object.getOwnPropertyDescriptors": "getOwnPropertyDescriptors",
  },
  nodePaths: [packages],
  plugins: [slim],
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "error",
});
process.stdout.write(shielded(outputFiles[0].text, acorn));
