// PyScript without its page side: an interpreter with PyScript's adapter for it and PyScript's Python package. It looks
// for and makes no element, hears and sends no event, and uses no global name. Another PyScript, of any version, may be
// in the same page.

import { provide } from "./files.js";

/** @param {any} adapter PyScript's adapter for the interpreter @param {object} engine that loads the interpreter */
export default (adapter, engine) =>
  /**
   * Starts Python, which can import *modules* of JavaScript, and gives its interpreter.
   * @param {{ files: Files, modules: Record<string, object> }} what
   */
  async ({ files, modules }) => {
    provide(files);
    const address = new URL(`${adapter.type}.mjs`, import.meta.url).href;
    const interpreter = await adapter.engine(engine, nullProto(), address, address);
    const own = { polyscript: polyscript(), _pyscript: nullProto({ PyWorker: null, js_import: null }), ...modules };
    for (const [name, module] of Object.entries(own)) adapter.registerJSModule(interpreter, name, module);
    return interpreter;
  };

/** Return what Python is told of PyScript: no configuration, no modules, no workers, nothing that loads more. */
const polyscript = () =>
  nullProto({ config: nullProto(), js_modules: nullProto(), workers: nullProto(), lazy_py_modules: null });

/** Return an object that inherits nothing, whatever the page has put onto all objects. */
const nullProto = (items = {}) => Object.assign(Object.create(null), items);
