// Runs single scripts, each to its end, which is that of what it writes into the page too.

import { attempt } from "../dom.js";
import { isModule, time } from "./script.js";
import writer from "./document_write.js";

/** @param {Who} who @param {Trust} trust @returns {Begin} */
export default (who, trust) => {
  /** @type {WeakMap<HTMLScriptElement, Writer>} */
  const writers = new WeakMap();
  /** Behind what each writes. @type {WeakMap<HTMLScriptElement, Element>} */
  const places = new WeakMap();

  /** @type {Begin} */
  const begin = ({ script, insert, end, place = script }) => {
    const module = isModule(script);
    const loads = script.hasAttribute("src") && time(script) !== "data";
    const loaded =
      loads &&
      new Promise((done) => {
        for (const end of ["load", "error"]) script.addEventListener(end, done);
      });
    places.set(script, place);
    // One that cannot even come into the page must not stop another.
    if (!attempt(() => who.as(script, insert))) return;
    who.enter(script, module);
    const rest = () => writers.get(script)?.rest();
    if (!loaded) {
      // Modules run later.
      if (!module) who.leave(script);
      end();
      return rest();
    }
    return loaded.then(() => {
      who.leave(script);
      end();
      return rest();
    });
  };

  const { open, close, write, writeln } = document;

  /**
   * Whose call this is. Once the page is parsed, a call would wipe it: one that comes from nobody knows where is a
   * gated script's too.
   */
  const caller = () => (document.readyState === "loading" ? who.author() : who.caller());

  /** @param {typeof write} native @param {any[]} texts */
  const put = (native, texts) => {
    const script = caller();
    if (!script) return native.apply(document, texts);
    if (!writers.has(script)) writers.set(script, writer(places.get(script) || script, begin, trust));
    writers.get(script)?.write(native, texts);
  };

  // Neither does anything where a page is being parsed; with three arguments the first opens a window.
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
  return begin;
};
