// Runs single scripts, each to its end, which is that of what it writes into the page too.

import { attempt } from "../dom.js";
import { time } from "./script.js";
import writer from "./writer.js";

/** @param {Who} who @returns {Begin} */
export default (who) => {
  /** @type {WeakMap<HTMLScriptElement, Writer>} */
  const writers = new WeakMap();

  /** @type {Begin} */
  const begin = ({ script, insert }) => {
    const loads = script.hasAttribute("src") && time(script) !== "data";
    const loaded =
      loads &&
      new Promise((done) => {
        for (const end of ["load", "error"]) script.addEventListener(end, done);
      });
    // One that cannot even come into the page must not stop another.
    if (!attempt(() => who.as(script, insert))) return;
    who.enter(script);
    const rest = () => writers.get(script)?.rest();
    if (!loaded) return rest();
    return loaded.then(() => {
      who.leave(script);
      return rest();
    });
  };

  const { open, close, write, writeln } = document;

  /**
   * A write of a gated script comes to its place. One that comes from nobody knows where, once the page is
   * parsed, would wipe it, so that is a gated script's too.
   * @param {typeof write} native @param {any[]} texts
   */
  const put = (native, texts) => {
    const script = document.readyState === "loading" ? who.author() : who.caller();
    if (!script) return native.apply(document, texts);
    if (!writers.has(script)) writers.set(script, writer(script, begin));
    writers.get(script)?.write(native, texts);
  };

  Object.assign(document, {
    write: (/** @type {any[]} */ ...texts) => put(write, texts),
    writeln: (/** @type {any[]} */ ...texts) => put(writeln, texts),
    // To a script in a page that is being parsed, neither does anything; with an address, it opens a window.
    open: (/** @type {any[]} */ ...how) => (how[2] == null && who.author() ? document : open.apply(document, /** @type {any} */ (how))),
    close: () => (who.author() ? undefined : close.call(document)),
  });
  return begin;
};
