// PyScript and Pyodide in one file: the whole CPython, carried on from the memory of one that has started already.

import { loadPyodide as load, version } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import { fetch, provide as give } from "./files.js";
import { read, restore } from "./memory.js";

export { hooks } from "@pyscript/core";
export { version };

/** @param {Files} files */
export const provide = (files) => {
  const wasm = () => files.wasm().catch(told);
  give({ ...files, wasm, none: async () => new Response() });
};

/** Pyodide only warns of a program that does not come, and waits for it for ever. @param {unknown} error */
const told = (error) => {
  console.error(error);
  throw error;
};

/** @param {object} options */
export const loadPyodide = async (options) => {
  // No package is ever loaded.
  const always = { ...options, lockFileContents: JSON.stringify({ info, packages: {} }) };
  try {
    const { body } = await fetch("pyodide.memory");
    const memory = await read(/** @type {ReadableStream} */ (body));
    const pyodide = await load({ ...always, ...remembering(memory) });
    await breath();
    return pyodide;
  } catch (error) {
    console.debug(error);
    return load({ ...always, createPyodideModule: create });
  }
};

/** Lets the page do what it has to do: what comes in one go it would have to wait for. */
const breath = () => new Promise((done) => setTimeout(done));

/** How to start with *memory*. @param {Awaited<ReturnType<typeof read>>} memory */
const remembering = (memory) => ({
  _loadSnapshot: memory.header,
  // All that is needed of the standard library has been imported.
  stdLibURL: "library.none",
  async createPyodideModule(/** @type {any} */ settings) {
    const instantiate = settings.instantiateWasm;
    /** @type {Uint32Array} */
    let pristine;
    settings.instantiateWasm = (/** @type {any} */ imports, /** @type {Function} */ receive) =>
      instantiate(imports, (/** @type {WebAssembly.Instance} */ instance, /** @type {WebAssembly.Module} */ module) => {
        const { buffer } = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
        pristine = new Uint32Array(buffer, 0, memory.own).slice();
        breath().then(() => receive(instance, module));
      });
    settings.INITIAL_MEMORY = memory.size * 4;
    const module = await create(settings);
    await breath();
    // @ts-expect-error: the wasm has been instantiated by now
    restore(module.HEAPU32, pristine, memory);
    await breath();
    return module;
  },
});
