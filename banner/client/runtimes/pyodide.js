// PyScript and Pyodide in one file: the whole CPython, carried on from the memory of one that has started already.

import { loadPyodide as load, version } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import { fetch, provide as give } from "./files.js";

export { hooks } from "@pyscript/core";
export { version };

/** @param {Files} files */
export const provide = (files) => give({ ...files, none: async () => new Response() });

/** @param {object} options */
export const loadPyodide = async (options) => {
  // No package is ever loaded.
  const always = { ...options, lockFileContents: JSON.stringify({ info, packages: {} }) };
  try {
    return await load({ ...always, ...remembering(await memory()) });
  } catch (error) {
    console.debug(error);
    return load({ ...always, createPyodideModule: create });
  }
};

/** The memory, as far as it differs from what the program itself puts there. */
const memory = async () => {
  const { body } = await fetch("pyodide.memory");
  const stream = /** @type {ReadableStream} */ (body).pipeThrough(new DecompressionStream("gzip"));
  return new Uint32Array(await new Response(stream).arrayBuffer());
};

/** How to start with *memory*. @param {Uint32Array} memory */
const remembering = (memory) => ({
  _loadSnapshot: new Uint8Array(memory.buffer),
  // All that is needed of the standard library has been imported.
  stdLibURL: "library.none",
  createPyodideModule(/** @type {any} */ settings) {
    const instantiate = settings.instantiateWasm;
    settings.instantiateWasm = (/** @type {any} */ info, /** @type {Function} */ receive) =>
      instantiate(info, (/** @type {WebAssembly.Instance} */ instance, /** @type {WebAssembly.Module} */ module) => {
        const { buffer } = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
        const pristine = new Uint32Array(buffer);
        const header = memory.length - pristine.length;
        for (let at = 0; at < pristine.length; at++) memory[header + at] ^= pristine[at];
        receive(instance, module);
      });
    return create(settings);
  },
});
