// PyScript and Pyodide in one file: the whole CPython, carried on from the memory of one that has started already.

import { loadPyodide as load, version } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import adapter from "polyscript/esm/interpreter/pyodide.js";
import { fetch } from "./files.js";
import { read, restore } from "./memory.js";
import starter from "./pyscript.js";

/** @typedef {Awaited<ReturnType<typeof read>>} Memory */

/** Pyodide's own program has not come, or is none: no memory and no other way of starting helps. */
class NoProgram extends Error {}

/** @param {object} options */
const loadPyodide = async (options) => {
  // No package is ever loaded.
  const always = { ...options, lockFileContents: JSON.stringify({ info, packages: {} }), packages: [] };
  try {
    const { body } = await fetch("pyodide.memory");
    const memory = await read(/** @type {ReadableStream} */ (body));
    const pyodide = await load({ ...always, ...remembering(memory) });
    await breath();
    return pyodide;
  } catch (error) {
    if (error instanceof NoProgram) throw error;
    console.debug(error);
    return load({ ...always, createPyodideModule: made });
  }
};

const run = starter(adapter, { loadPyodide, version });

/** @type {typeof run} */
export const start = (what) => run({ ...what, files: { ...what.files, none: async () => new Response() } });

/** Lets the page do what it has to do: what comes in one go it would have to wait for. */
const breath = () => new Promise((done) => setTimeout(done));

/** How to start with *memory*. @param {Memory} memory */
const remembering = (memory) => ({
  _loadSnapshot: memory.header,
  // All that is needed of the standard library has been imported.
  stdLibURL: "library.none",
  async createPyodideModule(/** @type {any} */ settings) {
    /** @type {Uint32Array} */
    let pristine;
    settings.INITIAL_MEMORY = memory.size * 4;
    const module = await made(settings, ({ exports }) => {
      const { buffer } = /** @type {WebAssembly.Memory} */ (exports.memory);
      pristine = new Uint32Array(buffer, 0, memory.own).slice();
      return breath();
    });
    await breath();
    // @ts-expect-error: the wasm has been instantiated by now
    restore(module.HEAPU32, pristine, memory);
    await breath();
    return module;
  },
});

/**
 * The module with its program, which is *seen* before it runs. Pyodide would wait for ever for one that does not come;
 * as toolchain/bundle.mjs has changed it, it gives the error in the place of the program.
 * @param {any} settings @param {(instance: WebAssembly.Instance) => unknown} [seen] @returns {Promise<any>}
 */
const made = (settings, seen = () => {}) =>
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
