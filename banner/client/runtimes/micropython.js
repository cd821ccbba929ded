// The runtime MicroPython: PyScript and the interpreter in one file. The program brings all Python, compiled, and lacks
// what is hardly ever called; the full one starts where that is.

import { interpreter } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import adapter from "polyscript/esm/interpreter/micropython.js";
import { fetch, instantiateStreaming } from "./files.js";
import { mortal } from "./pruned.js";
import starter from "./pyscript.js";
import filesOf from "./python_files.js";

/**
 * Runs Python, which gets *source*, the site as JSON; without *ended* on the full program, else on the one that lacks
 * something. *ended* hears when that is called: nothing that this Python does arrives any more, and what is given here
 * has to be run again without *ended*.
 * @param {{ files: Files, modules: Record<string, object>, source: string, ended?: (error: Error) => void }} what
 */
export const start = async ({ files, ended, modules, source }) => {
  /** @type {Error | undefined} */
  let end;
  let trap = () => {};
  const ending = (/** @type {WebAssembly.Imports} */ given) => {
    if (!ended) return given;
    const program = mortal(given, (error) => {
      end = error;
      ended(error);
    });
    trap = program.end;
    return program.imports;
  };
  /** Return whether the program has ended, as it does by an *error* that is a trap: a module of Python is missing. */
  const hasEnded = (/** @type {unknown} */ error) => {
    if (error instanceof WebAssembly.RuntimeError) trap();
    return Boolean(end);
  };
  // Each start has an interpreter of its own: what is left of one that has ended must not reach the next.
  const loadMicroPython = (/** @type {any} */ options) => {
    const FS = filesOf(options.stdout, options.stderr);
    const instantiate = async (/** @type {WebAssembly.Imports} */ imports) => {
      for (const one of Object.values(imports)) Object.assign(one, FS.calls);
      const made = await instantiateStreaming(fetch("micropython.wasm"), ending(imports));
      FS.memory = /** @type {WebAssembly.Memory} */ (made.instance.exports.memory);
      unpack(made.module, FS.writeFile);
      return made;
    };
    // toolchain/changes.mjs has MicroPython ask for these.
    return interpreter()({ ...options, FS, instantiate, hasEnded });
  };
  try {
    const begin = starter(adapter, { loadMicroPython });
    const interpreter = await begin({ modules, files: ended ? files : { ...files, wasm: files.full } });
    interpreter.pyimport("banner.browser.main").main(source);
  } catch (error) {
    hasEnded(error);
    throw end || error;
  }
  if (end) throw end;
};

/**
 * Writes the files in Python that a program brings, as toolchain/compiled.py has put them there.
 * @param {WebAssembly.Module} program @param {(path: string, bytes: Uint8Array) => void} write
 */
const unpack = (program, write) => {
  const [packed] = WebAssembly.Module.customSections(program, "python");
  const view = new DataView(packed);
  let at = 0;
  const part = () => {
    const length = view.getUint32(at, true);
    at += 4 + length;
    return new Uint8Array(packed, at - length, length);
  };
  while (at < packed.byteLength) write(new TextDecoder().decode(part()), part());
};
