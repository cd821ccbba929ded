// The runtime Pyodide: PyScript and the interpreter in one file. The program has started already: its data is what its
// memory was by then. Program and memory lack what is hardly ever called; the full program starts from its beginning
// where the other cannot be used or something is missing.

import { loadPyodide as load, version } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import stdlib from "@pyscript/core/src/stdlib/pyscript.js";
import adapter from "polyscript/esm/interpreter/pyodide.js";
import { provide } from "./files.js";
import { mortal } from "./pruned.js";
import starter from "./pyscript.js";

/** The section of the program with Pyodide's own header of a snapshot (toolchain/pruning/started.py), and its length. */
const HEADER = "started";
const LENGTH = 128; // bytes

/**
 * Runs Python; without *ended* on the full program, else on the one that lacks something. *ended* hears when that is
 * called: nothing that this Python does arrives any more, and what is given here has to be run again without *ended*.
 * @param {{ files: Files, modules: Record<string, object>, source: string, ended?: (error: Error) => void }} what
 */
export const start = async ({ files, ended, modules, source }) => {
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
      const pyodide = await load({ ...always, ...started(onEnd) });
      await pause();
      return pyodide;
    } catch (error) {
      if (end) throw error;
      console.debug(error);
      provide(full);
      return whole();
    }
  };
  const begin = starter(adapter, { loadPyodide, version });
  const interpreter = await begin({ modules, files: ended ? { ...files, none } : full });
  unpack(interpreter, ".", stdlib);
  interpreter.runPython(source);
  if (end) throw end;
};

/** Writes PyScript's Python. @param {any} interpreter @param {string} folder @param {object} files */
const unpack = (interpreter, folder, files) => {
  const { writeFile: write } = /** @type {any} */ (adapter);
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    if (typeof content === "string") write(interpreter, path, new TextEncoder().encode(content));
    else unpack(interpreter, path, content);
  }
};

/** Lets the page work for a moment between two long steps. */
const pause = () => new Promise((done) => setTimeout(done));

/**
 * Return the options for the program that has started, and may end.
 * @param {(error: Error) => void} ended
 */
const started = (ended) => {
  const header = new Uint8Array(LENGTH);
  return {
    // Pyodide reads it once the program is there.
    _loadSnapshot: header,
    // Its memory holds all modules of the standard library that are needed. A frame's own text has no address to
    // which this one could be relative.
    stdLibURL: "about:library.none",
    async createPyodideModule(/** @type {any} */ settings) {
      ends(settings, ended);
      const module = await createModule(settings, (_, program) => {
        const [section] = WebAssembly.Module.customSections(program, HEADER);
        header.set(new Uint8Array(section));
        return pause();
      });
      await pause();
      return module;
    },
  };
};

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
 * @param {any} settings @param {(instance: WebAssembly.Instance, program: WebAssembly.Module) => unknown} [seen] @returns {Promise<any>}
 */
const createModule = (settings, seen = () => {}) =>
  new Promise((resolve, reject) => {
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (/** @type {any} */ imports, /** @type {Function} */ receive) =>
      instantiateWasm(imports, async (/** @type {WebAssembly.Instance?} */ instance, /** @type {any} */ module) => {
        if (!instance) return reject(module);
        try {
          await seen(instance, module);
          receive(instance, module);
        } catch (error) {
          reject(error);
        }
      });
    create(settings).then(resolve, reject);
  });
