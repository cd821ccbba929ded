// PyScript and MicroPython in one file: the small runtime.

import { loadMicroPython as load } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";

export { hooks } from "@pyscript/core";
export { provide } from "./files.js";

/** @param {object} options */
export const loadMicroPython = (options) => load({ ...options, url: "micropython.wasm" });
