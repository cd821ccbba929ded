// The runtime Pyodide: PyScript and the interpreter in one file, started from a snapshot of its memory. Program and
// snapshot lack what is hardly ever called; the full program starts without a snapshot where that cannot be used or
// something is missing.

import { loadPyodide as load, version } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import adapter from "polyscript/esm/interpreter/pyodide.js";
import { fetch, provide } from "./files.js";
import { read, restore } from "./memory.js";
import { mortal } from "./pruned.js";
import starter from "./pyscript.js";

/** @typedef {Awaited<ReturnType<typeof read>>} Memory */

/** Pyodide's WebAssembly did not come or is not valid, so that a start without the snapshot would fail too. */
class NoProgram extends Error {}

/**
 * Runs Python; without *ended* on the full program, else on the one that lacks something. *ended* hears when that is
 * called: nothing that this Python does arrives any more, and what is given here has to be run again without *ended*.
 * @param {{ files: Files, modules: Record<string, object>, source: string, ended?: (error: Error) => void }} what
 */
export const start = async ({ files, ended, ...what }) => {
  const none = async () => new Response();
  const full = { ...files, wasm: files.full, none };
  /** @type {Error | undefined} */
  let end;
  const onEnd =
    ended &&
    ((/** @type {Error} */ error) => {
      end = error;
      ended(error);
    });

  const loadPyodide = async (/** @type {object} */ options) => {
    // No package is ever loaded.
    const always = { ...options, lockFileContents: JSON.stringify({ info, packages: {} }), packages: [] };
    const whole = () => load({ ...always, createPyodideModule: createModule });
    if (!onEnd) return whole();
    try {
      const { body } = await fetch("pyodide.memory");
      const memory = await read(/** @type {ReadableStream} */ (body));
      const pyodide = await load({ ...always, ...fromMemory(memory, onEnd) });
      await pause();
      return pyodide;
    } catch (error) {
      if (error instanceof NoProgram || end) throw error;
      console.debug(error);
      provide(full);
      return whole();
    }
  };
  await starter(adapter, { loadPyodide, version })({ ...what, files: ended ? { ...files, none } : full });
  if (end) throw end;
};

/** Lets the page work for a moment between two long steps. */
const pause = () => new Promise((done) => setTimeout(done));

/**
 * Return the options to start with *memory* on the program that may end.
 * @param {Memory} memory @param {(error: Error) => void} ended
 */
const fromMemory = (memory, ended) => ({
  _loadSnapshot: memory.header,
  // The snapshot holds all modules of the standard library that are needed.
  stdLibURL: "library.none",
  async createPyodideModule(/** @type {any} */ settings) {
    /** @type {Uint32Array} */
    let pristine;
    settings.INITIAL_MEMORY = memory.size * 4;
    ends(settings, ended);
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
 * Has a program that ends say nothing more, and *ended* hear of it.
 * @param {any} settings @param {(error: Error) => void} ended
 */
const ends = (settings, ended) => {
  const { instantiateWasm } = settings;
  const onEnd = (/** @type {Error} */ error) => {
    // toolchain/changes.mjs has Pyodide look at this before it tells of an error that ends it.
    settings.ended = true;
    ended(error);
  };
  settings.instantiateWasm = (/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ receive) =>
    instantiateWasm(mortal(imports, onEnd).imports, receive);
};

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
        try {
          await seen(instance);
          receive(instance, module);
        } catch (error) {
          reject(error);
        }
      });
    create(settings).then(resolve, reject);
  });
