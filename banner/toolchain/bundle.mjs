// Puts an interpreter, PyScript's adapter for it and PyScript's Python into one module, as a guest of any page may run
// it: without what looks at the page, changes it, or knows the address of any host.
// Called with the entry and the folder of the installed packages; writes the module to standard output, and what each of
// its files takes in it into a file that may be named third.

import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { changed, PROGRAM } from "./changes.mjs";
import { shielded } from "./shield.mjs";
import { pythonIn } from "./stdlib.mjs";
import { withoutUnlinked } from "./unlinked.mjs";
import { withoutUnnamed } from "./unnamed.mjs";

const [entry, packages, told] = process.argv.slice(2);
const { build } = createRequire(join(packages, "esbuild/"))("esbuild");
const acorn = createRequire(join(packages, "acorn/"))("acorn");
const { minify } = createRequire(join(packages, "terser/"))("terser");

// Other formats of configuration, package indices and archives. What asks for one of these gets nothing.
const LEFT_OUT = /\/3rd-party\/|\/(pyodide_graph|mip|_remote_package)\.js$/;
// Folders of the visitor's machine, and values that cross to workers: by name, since these are asked for by name.
const LEFT_OUT_NAMES = /\/(_nativefs|direct\/index)\.js$/;
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

const users = (/** @type {string} */ path) => {
  const files = [join(dirname(path), "pyodide.mjs"), join(packages, "polyscript/esm/interpreter/pyodide.js"), entry];
  return Promise.all(files.map((file) => readFile(file, "utf8")));
};
const taken = async (/** @type {string} */ path) => {
  // The types of Node have none of it.
  const { compile, Module } = /** @type {any} */ (globalThis).WebAssembly;
  const program = await compile(await readFile(path.replace(/mjs$/, "wasm")));
  /** @type {{ module: string, name: string }[]} */
  const imports = Module.imports(program);
  return new Set(imports.filter(({ module }) => !module.startsWith("GOT.")).map(({ name }) => name));
};

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
    onLoad({ filter: LEFT_OUT_NAMES }, () => ({
      contents: "const none = () => {}; export { none as initializeNativeFS, none as encode, none as decode };",
    }));
    onLoad({ filter: /@webreflection\/fetch\// }, () => ({ contents: "export default fetch" }));
    onLoad({ filter: /stdlib\/pyscript\.js$/ }, async ({ path }) => ({
      contents: changed(path, `export default ${JSON.stringify(await pythonIn(path))}`),
    }));
    onLoad({ filter: PROGRAM }, async ({ path }) => {
      const text = changed(path, await readFile(path, "utf8"));
      return { contents: withoutUnlinked(text, acorn, await users(path), await taken(path)) };
    });
    onLoad({ filter: /\.m?js$/ }, async ({ path }) => ({ contents: changed(path, await readFile(path, "utf8")) }));
  },
};

const { outputFiles, metafile } = await build({
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
  metafile: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "error",
});
if (told) await writeFile(told, JSON.stringify(Object.values(metafile.outputs)[0].inputs));
// Drops within functions what nothing uses, which the bundler does between them alone.
const { code } = await minify(withoutUnnamed(outputFiles[0].text, acorn), {
  module: true,
  ecma: 2022,
  compress: { passes: 3 },
});
process.stdout.write(shielded(code, acorn));
