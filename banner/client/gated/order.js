// Runs scripts when a parser would have run them.

import { make } from "../dom.js";
import { time } from "./script.js";

/** @param {Begin} begin @param {Who} who @param {Moments} moments @param {Kit} kit */
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
    if (jobs.length) count("deferred", together(jobs));
    if (busy.deferred) return;
    moments.parsed();
    if (!busy.async) moments.loaded();
  };

  /** These load at once and run in their order: browsers see to that. @param {Job[]} jobs */
  const together = async (jobs) => {
    for (const job of jobs) begin(job);
    // A module that stands in the page does not say when it has run. This one behind it has, and says so.
    const end = make("script", { type: "module", nonce, async: false, src: trust.createScriptURL(import.meta.url) });
    const ended = new Promise((done) => (end.onload = end.onerror = done));
    document.head.append(end);
    await ended;
    end.remove();
    for (const { script } of jobs) who.leave(script);
  };

  /** What has to wait is fetched meanwhile. @param {HTMLScriptElement} script */
  const fetchAhead = ({ src, type, nonce, integrity, crossOrigin, referrerPolicy }) => {
    if (!src) return;
    const rel = type === "module" ? "modulepreload" : "preload";
    const link = make("link", { rel, as: "script", nonce, integrity, crossOrigin, referrerPolicy, href: src });
    document.head.append(link);
  };

  /** @param {Job} job */
  return (job) => {
    const when = time(job.script);
    if (when === "data") begin(job);
    else if (when === "async") count(when, begin(job));
    else {
      if (busy.parsing) fetchAhead(job.script);
      if (when === "parsing") parsing = parsing.then(() => begin(job));
      else deferred.push(job);
      count("parsing", parsing);
    }
  };
};
