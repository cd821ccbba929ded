// Writes the memory of a Pyodide that has started and imported what it will need, to be carried on by a browser.
// Called with the folder of the installed packages; as JSON on standard input come the files of ours, what to import, the
// script that prunes (pruning/inside.py), the names of functions that are called, or null to keep all, and the sources
// that run later. What goes to standard output is compressed; where all is kept, standard error has where functions are.
//
// The same input gives the same bytes on whatever machine: time stands still, in one time zone, and chance is always
// the same. The name of this file would be kept as the name of the program, and is taken away.

import { gzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";

const STACK = 1 << 20; // bytes; Pyodide's own is ten times as large, and makes each page as much larger
const START = 1_700_000_000_000;
const packages = process.argv[2];
process.argv.length = 1;
process.env.TZ = "UTC";
Date.now = () => START;
performance.now = () => 0;
crypto.getRandomValues = (/** @type {any} */ array) => array.fill(7);
process.hrtime.bigint = () => 0n;
// Where the engine has Wasm GC, Pyodide puts one function more into its table, and the memory that refers to this
// table then fits no engine without. Pyodide leaves it out on this device.
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "iPhone" } });

// An error of Pyodide's would come with a megabyte of its source.
process.on("uncaughtException", ({ message }) => {
  process.stderr.write(message);
  process.exit(1);
});

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { files, imports, script, called, later, asked } = JSON.parse(Buffer.concat(chunks).toString());

const from = (/** @type {string} */ name) => import(pathToFileURL(`${packages}/pyodide/${name}`).href);
const { loadPyodide } = await from("pyodide.mjs");
const { default: create } = await from("pyodide.asm.mjs");

/** Where the stack ends, and where it begins: it grows down. */
const stack = { limit: 0, base: 0 };
const pyodide = await loadPyodide({
  _makeSnapshot: true,
  // Without docstrings and assertions.
  env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2" },
  createPyodideModule(/** @type {any} */ settings) {
    const instantiate = settings.instantiateWasm;
    settings.instantiateWasm = (/** @type {object} */ info, /** @type {Function} */ receive) =>
      instantiate(info, (/** @type {any} */ { exports }, /** @type {object} */ module) => {
        const limit = exports.__stack_low.value;
        const base = limit + STACK;
        Object.assign(stack, { limit, base });
        exports.__stack_pointer.value = base;
        // The heap begins behind the stack.
        new Uint32Array(exports.memory.buffer)[exports.emscripten_get_sbrk_ptr() >> 2] = base;
        const start = () => {
          exports.__wasm_call_ctors();
          exports.emscripten_stack_set_limits(base, limit);
        };
        receive({ exports: { ...exports, __wasm_call_ctors: start } }, module);
      });
    return create(settings);
  },
});

for (const [path, text] of Object.entries(files)) {
  pyodide.FS.mkdirTree("/consent/" + path.split("/").slice(0, -1).join("/"));
  pyodide.FS.writeFile("/consent/" + path, text);
}
pyodide.FS.writeFile("/consent/inside.py", script);
const task = JSON.stringify({ imports, called, asked, later: [...later, ...(await theirs())] });
const places = pyodide.runPython(`
import gc, importlib, json, random, sys

sys.dont_write_bytecode = True
random.seed(0)
sys.path.insert(0, "/consent")
task = json.loads(${JSON.stringify(task)})
for name in task["imports"]:
    importlib.import_module(name)
inside = importlib.import_module("inside")
sys.path.remove("/consent")
if task["called"] is None:
    places = json.dumps(inside.places())
else:
    places = inside.prune(task["called"], task["later"], task["asked"])
del sys.modules["inside"]
places
`);
pyodide.runPython(`
del importlib, json, random, sys, task, name, inside, places
gc.collect()
del gc
`);
scrub(pyodide._module);

const { HEAPU8, HEAPU32, _emscripten_get_sbrk_ptr } = pyodide._module;
// Below this it has called nothing that is still of use.
HEAPU8.fill(0, stack.limit, stack.base);
const snapshot = pyodide.makeMemorySnapshot();
const header = snapshot.subarray(0, snapshot.length - HEAPU8.length);
const end = HEAPU32[_emscripten_get_sbrk_ptr() >> 2];
const numbers = Uint32Array.of(stack.limit, stack.base, header.length);
const bytes = Buffer.concat([Buffer.from(numbers.buffer), header, HEAPU8.subarray(0, end)]);
await told(process.stderr, places ?? "");
await told(process.stdout, gzipSync(bytes, { level: 9 }));
process.exit(0);

/** Waits until all of *content* is on its way. @param {NodeJS.WriteStream} stream @param {string | Buffer} content */
function told(stream, content) {
  return new Promise((done) => stream.write(content, done));
}

/** Return the sources of PyScript's own Python, which a browser's Python imports. */
async function theirs() {
  const address = pathToFileURL(`${packages}/@pyscript/core/src/stdlib/pyscript.js`).href;
  const { default: sources } = await import(address);
  return Object.values(sources.pyscript);
}

/**
 * Free memory is full of remains. Here all of it is taken, wiped and given back; meanwhile the heap must not grow,
 * so its end is moved to where no growth is possible.
 * @param {any} module Pyodide's
 */
function scrub({ HEAPU8, HEAPU32, _emscripten_get_sbrk_ptr, _free, _malloc, _malloc_usable_size }) {
  const pointer = _emscripten_get_sbrk_ptr() >> 2;
  const end = HEAPU32[pointer];
  HEAPU32[pointer] = 0xfffff000;
  const taken = [];
  for (let size = 1 << 24; size >= 8; size = size > 64 ? ((size * 3) >> 2) & ~7 : size - 8) {
    for (let block = _malloc(size); block; block = _malloc(size)) {
      HEAPU8.fill(0, block, block + _malloc_usable_size(block));
      taken.push(block);
    }
  }
  taken.forEach(_free);
  HEAPU32[pointer] = end;
}
