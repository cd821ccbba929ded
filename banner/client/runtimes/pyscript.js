// PyScript without its page side: an interpreter with PyScript's adapter for it and PyScript's Python package. It looks
// for and makes no element, hears and sends no event, and uses no global name. Another PyScript, of any version, may be
// in the same page.

import stdlib from "@pyscript/core/src/stdlib/pyscript.js";
import { provide } from "./files.js";

/** @param {any} adapter PyScript's adapter for the interpreter @param {object} engine that loads the interpreter */
export default (adapter, engine) =>
  /**
   * Runs Python's *source*, which can import *modules* of JavaScript.
   * @param {{ files: Files, modules: Record<string, object>, source: string }} what
   */
  async ({ files, modules, source }) => {
    provide(files);
    const address = new URL(`${adapter.type}.mjs`, import.meta.url).href;
    const interpreter = await adapter.engine(engine, nullProto(), address, address);
    unpack(adapter, interpreter, ".", stdlib);
    const own = { polyscript: polyscript(), _pyscript: nullProto({ PyWorker: null, js_import: null }), ...modules };
    for (const [name, module] of Object.entries(own)) adapter.registerJSModule(interpreter, name, module);
    interpreter.runPython(source);
  };

/** Return what Python is told of PyScript: no configuration, no modules, no workers, nothing that loads more. */
const polyscript = () =>
  nullProto({ config: nullProto(), js_modules: nullProto(), workers: nullProto(), lazy_py_modules: null });

/** Return an object that inherits nothing, whatever the page has put onto all objects. */
const nullProto = (items = {}) => Object.assign(Object.create(null), items);

/** @param {any} adapter @param {object} interpreter @param {string} folder @param {object} files */
const unpack = (adapter, interpreter, folder, files) => {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    if (typeof content === "string") adapter.writeFile(interpreter, path, new TextEncoder().encode(content));
    else unpack(adapter, interpreter, path, content);
  }
};
