// Runs scripts when a parser would have run them.

import { doc, make } from "../dom.js";
import { time } from "./script.js";

/** @param {Begin} begin @param {Who} who @param {Moments} moments @param {Host} host */
export default (begin, who, moments, { nonce, trust }) => {
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
    moments.parsed();
    if (!busy.async) moments.loaded();
  };

  /** One after another: browsers do not agree on the order of modules that stand in the page. @param {Job[]} jobs */
  const inTurn = async (jobs) => {
    for (const job of jobs) {
      await begin(job);
      if (!job.script.src) await passed();
      who.leave(job.script);
    }
  };

  /** A module that stands in the page does not say when it has run. This one behind it has, and says so. */
  const passed = async () => {
    const src = trust.createScriptURL(import.meta.url);
    const end = make("script", { type: "module", nonce, async: false, src });
    const ended = new Promise((done) => (end.onload = end.onerror = done));
    doc.head.append(end);
    await ended;
    end.remove();
  };

  /** What has to wait is fetched meanwhile. @param {HTMLScriptElement} script */
  const fetchAhead = ({ src, type, nonce, integrity, crossOrigin, referrerPolicy }) => {
    if (!src) return;
    const rel = type === "module" ? "modulepreload" : "preload";
    const link = make("link", { rel, as: "script", nonce, integrity, crossOrigin, referrerPolicy, href: src });
    // As a template's child no text of the page has it.
    const holder = make("template");
    link.onload = link.onerror = () => holder.remove();
    holder.append(link);
    doc.head.append(holder);
  };

  /** @param {Job} job */
  return (job) => {
    const when = time(job.script);
    if (when === "data") begin(job);
    else if (when === "async") count(when, begin(job));
    else {
      if (busy.parsing || busy.deferred) fetchAhead(job.script);
      if (when === "parsing") parsing = parsing.then(() => begin(job));
      else deferred.push(job);
      count("parsing", parsing);
    }
  };
};
