// The runtime Pyodide: PyScript and the interpreter in one file, started from a snapshot of its memory.

import { loadPyodide as load, version } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import adapter from "polyscript/esm/interpreter/pyodide.js";
import { fetch } from "./files.js";
import { read, restore } from "./memory.js";
import starter from "./pyscript.js";

/** @typedef {Awaited<ReturnType<typeof read>>} Memory */

/** Pyodide's WebAssembly did not come or is not valid, so that a start without the snapshot would fail too. */
class NoProgram extends Error {}

/** @param {object} options */
const loadPyodide = async (options) => {
  // No package is ever loaded.
  const always = { ...options, lockFileContents: JSON.stringify({ info, packages: {} }), packages: [] };
  try {
    const { body } = await fetch("pyodide.memory");
    const memory = await read(/** @type {ReadableStream} */ (body));
    const pyodide = await load({ ...always, ...fromMemory(memory) });
    await pause();
    return pyodide;
  } catch (error) {
    if (error instanceof NoProgram) throw error;
    console.debug(error);
    return load({ ...always, createPyodideModule: createModule });
  }
};

const run = starter(adapter, { loadPyodide, version });

/** @type {typeof run} */
export const start = (what) => run({ ...what, files: { ...what.files, none: async () => new Response() } });

/** Lets the page work for a moment between two long steps. */
const pause = () => new Promise((done) => setTimeout(done));

/** Return the options to start with *memory*. @param {Memory} memory */
const fromMemory = (memory) => ({
  _loadSnapshot: memory.header,
  // The snapshot holds all modules of the standard library that are needed.
  stdLibURL: "library.none",
  async createPyodideModule(/** @type {any} */ settings) {
    /** @type {Uint32Array} */
    let pristine;
    settings.INITIAL_MEMORY = memory.size * 4;
    const module = await createModule(settings, ({ exports }) => {
      const { buffer } = /** @type {WebAssembly.Memory} */ (exports.memory);
      pristine = new Uint32Array(buffer, 0, memory.own).slice();
      return pause();
    });
    await pause();
    // @ts-expect-error: the wasm has been instantiated by now
    restore(module.HEAPU32, pristine, memory);
    await pause();
    return module;
  },
});

/**
 * Create the module; *seen* gets the program before it runs. Pyodide would wait for ever for a program that does not
 * come; as toolchain/changes.mjs has changed it, it passes the error in place of the program.
 * @param {any} settings @param {(instance: WebAssembly.Instance) => unknown} [seen] @returns {Promise<any>}
 */
const createModule = (settings, seen = () => {}) =>
  new Promise((resolve, reject) => {
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (/** @type {any} */ imports, /** @type {Function} */ receive) =>
      instantiateWasm(imports, async (/** @type {WebAssembly.Instance?} */ instance, /** @type {unknown} */ module) => {
        if (!instance) return reject(new NoProgram("", { cause: module }));
        await seen(instance);
        receive(instance, module);
      });
    create(settings).then(resolve, reject);
  });
