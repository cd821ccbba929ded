// Runs activated scripts in the order in which a parser would have run them.

import { doc, createElement } from "../dom.js";
import { timing } from "./script.js";

/** @param {RunScript} runScript @param {CurrentScript} current @param {LoadEvents} loadEvents @param {Host} host */
export default (runScript, current, loadEvents, { nonce, trust }) => {
  const busy = { parsing: 0, deferred: 0, async: 0 };
  /** @type {Promise<unknown>} */
  let parsing = Promise.resolve();
  /** @type {Job[]} */
  let deferred = [];

  /** @param {keyof busy} when @param {Promise<any> | undefined} work */
  const count = async (when, work) => {
    busy[when]++;
    await work;
    busy[when]--;
    if (busy.parsing) return;
    const jobs = deferred;
    deferred = [];
    if (jobs.length) count("deferred", inTurn(jobs));
    if (busy.deferred) return;
    loadEvents.fireParsed();
    if (!busy.async) loadEvents.fireLoaded();
  };

  /** Runs *jobs* one after another: browsers disagree on the order of inline modules. @param {Job[]} jobs */
  const inTurn = async (jobs) => {
    for (const job of jobs) {
      await runScript(job);
      if (!job.script.src) await modulesRan();
      current.ended(job.script);
    }
  };

  /**
   * Settles when an inline module has run, which fires no event: a module with an address that is added after it does.
   */
  const modulesRan = async () => {
    const src = trust.createScriptURL(import.meta.url);
    const end = createElement("script", { type: "module", nonce, async: false, src });
    const ended = new Promise((done) => (end.onload = end.onerror = done));
    doc.head.append(end);
    await ended;
    end.remove();
  };

  /** Fetches a script that has to wait for its turn. @param {HTMLScriptElement} script */
  const fetchAhead = ({ src, type, nonce, integrity, crossOrigin, referrerPolicy }) => {
    if (!src) return;
    const rel = type === "module" ? "modulepreload" : "preload";
    const link = createElement("link", { rel, as: "script", nonce, integrity, crossOrigin, referrerPolicy, href: src });
    // Inside a template the link is in no copy of the page's HTML.
    const holder = createElement("template");
    link.onload = link.onerror = () => holder.remove();
    holder.append(link);
    doc.head.append(holder);
  };

  /** @param {Job} job */
  return (job) => {
    const when = timing(job.script);
    if (when === "data") runScript(job);
    else if (when === "async") count(when, runScript(job));
    else {
      // The first script, for which the others wait, is asked for before them.
      if (busy.parsing || busy.deferred) queueMicrotask(() => fetchAhead(job.script));
      if (when === "parsing") parsing = parsing.then(() => runScript(job));
      else deferred.push(job);
      count("parsing", parsing);
    }
  };
};
