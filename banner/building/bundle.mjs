// Puts PyScript and an interpreter into one module, without what a banner has no use for.
// Called with the entry and the folder of the installed packages; writes the module to standard output.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [entry, packages] = process.argv.slice(2);
const { build } = createRequire(join(packages, "esbuild/"))("esbuild");

// Editors, terminals, other formats of configuration, package indices, and workers, whose source is text to be
// evaluated: a strict policy forbids that. What asks for one of these gets nothing.
const LEFT_OUT = /\/3rd-party\/|\/plugins\/[^e]|\/(worker\/xworker|pyodide_graph|mip)\.js$/;
// Modules of PyScript's Python side that nothing imports unless asked to.
const UNUSED = ["fs.py", "media.py", "web.py"];
// Pages may have frozen the prototypes that all scripts share. PyScript replaces a method of all elements, for the sake
// of scripts in shadow roots, and takes methods off Promise by a proxy; Pyodide assigns what a prototype has already.
const CHANGED = [
  [/polyscript\/esm\/index\.js$/, "assign(Element.prototype,", "assign({},"],
  [/polyscript\/esm\/utils\.js$/, "new Proxy(Promise,", "new Proxy(class extends Promise {},"],
  [/pyodide\.asm\.mjs$/, "if(r)return r;let n={};", "if(r)return r;let n=Object.create(null);"],
];
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

const slim = {
  name: "slim",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:|^(fs|path|url|module|ws|crypto|child_process|vm)$/ }, () => ({ external: true }));
    onLoad({ filter: /idb-map\/index\.js$/ }, () => ({ contents: NO_DATABASE }));
    onLoad({ filter: LEFT_OUT }, () => ({ contents: "export default ''" }));
    onLoad({ filter: /stdlib\/pyscript\.js$/ }, async ({ path }) => {
      const { default: files } = await import(pathToFileURL(path));
      for (const name of UNUSED) delete files.pyscript[name];
      return { contents: `export default ${JSON.stringify(files)}` };
    });
    for (const [filter, old, fresh] of CHANGED) {
      onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (!text.includes(old)) throw new Error(`${path} has no "${old}" any more`);
        return { contents: text.replace(old, fresh) };
      });
    }
  },
};

const { outputFiles } = await build({
  entryPoints: [entry],
  inject: [join(dirname(entry), "files.js")],
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
process.stdout.write(outputFiles[0].contents);
