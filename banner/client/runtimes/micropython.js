// The runtime MicroPython: PyScript and the interpreter in one file. The program lacks what is hardly ever called; the
// full one starts where that is.

import { interpreter } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import adapter from "polyscript/esm/interpreter/micropython.js";
import { fetch, instantiateStreaming } from "./files.js";
import { mortal } from "./pruned.js";
import starter from "./pyscript.js";

/**
 * Runs Python; without *ended* on the full program, else on the one that lacks something. *ended* hears when that is
 * called: nothing that this Python does arrives any more, and what is given here has to be run again without *ended*.
 * @param {{ files: Files, modules: Record<string, object>, source: string, ended?: (error: Error) => void }} what
 */
export const start = async ({ files, ended, ...what }) => {
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
  // toolchain/changes.mjs has MicroPython ask for these two.
  const own = {
    instantiate: (/** @type {WebAssembly.Imports} */ imports) =>
      instantiateStreaming(fetch("micropython.wasm"), ending(imports)),
    /** Return whether the program has ended, as it does by an *error* that is a trap: a module of Python is missing. */
    hasEnded(/** @type {unknown} */ error) {
      if (error instanceof WebAssembly.RuntimeError) trap();
      return Boolean(end);
    },
  };
  // Each start has an interpreter of its own: what is left of one that has ended must not reach the next.
  const loadMicroPython = (/** @type {object} */ options) => interpreter()({ ...options, ...own });
  try {
    await starter(adapter, { loadMicroPython })({ ...what, files: ended ? files : { ...files, wasm: files.full } });
  } catch (error) {
    own.hasEnded(error);
    throw end || error;
  }
  if (end) throw end;
};
