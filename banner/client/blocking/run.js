// Runs a script to its end, which includes what it writes into the page.

import { attempt } from "../dom.js";
import { isModule, timing } from "./script.js";
import createWriter from "./document_write.js";

/** @param {CurrentScript} current @param {Trust} trust @returns {RunScript} */
export default (current, trust) => {
  /** @type {WeakMap<HTMLScriptElement, Writer>} */
  const writers = new WeakMap();
  /** The element behind which each script writes. @type {WeakMap<HTMLScriptElement, Element>} */
  const places = new WeakMap();

  /** @type {RunScript} */
  const runScript = ({ script, insert, end, place = script }) => {
    const module = isModule(script);
    const loads = script.hasAttribute("src") && timing(script) !== "data";
    const loaded =
      loads &&
      new Promise((done) => {
        for (const end of ["load", "error"]) script.addEventListener(end, done);
      });
    places.set(script, place);
    // A script that cannot be inserted must not stop the others.
    if (!attempt(() => current.runAs(script, insert))) return;
    current.started(script, module);
    const rest = () => writers.get(script)?.finished();
    if (!loaded) {
      // An inline module runs later.
      if (!module) current.ended(script);
      end();
      return rest();
    }
    return loaded.then(() => {
      current.ended(script);
      end();
      return rest();
    });
  };

  const { open, close, write, writeln } = document;

  /**
   * Return the activated script that calls document.write(). Once the page is parsed, the call would wipe the page, so
   * that a call of unknown origin counts as that of an activated script.
   */
  const caller = () => (document.readyState === "loading" ? current.running() : current.caller());

  /** @param {typeof write} native @param {any[]} texts */
  const put = (native, texts) => {
    const script = caller();
    if (!script) return native.apply(document, texts);
    if (!writers.has(script)) writers.set(script, createWriter(places.get(script) || script, runScript, trust));
    writers.get(script)?.write(native, texts);
  };

  // During parsing open() and close() do nothing either; open() with three arguments opens a window.
  /** @param {any[]} how */
  const reopen = (...how) => (how.length < 3 && caller() ? document : open.apply(document, /** @type {any} */ (how)));
  const end = () => {
    if (!caller()) close.call(document);
  };
  Object.assign(document, {
    write: (/** @type {any[]} */ ...texts) => put(write, texts),
    writeln: (/** @type {any[]} */ ...texts) => put(writeln, texts),
    open: reopen,
    close: end,
  });
  return runScript;
};
