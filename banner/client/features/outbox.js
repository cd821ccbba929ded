// Answers on their way to the site's log: kept until the log says that it has them, in their order.

import { python } from "./start_python.js";
import queue, { letter, pause, plain } from "./outbox_queue.js";

/** The log has read it and will never take it: it is no entry, or another one has its name. */
const NEVER = [409, 422];
/** The log does not know its question yet, or its time has not come. */
const TOO_EARLY = 425;
/** Failures in a row after which the newest entry tells whether it is the server that is not well. */
const MISSES = 3;
/** A server that is not well is left alone for longer at once: as if it had failed as often before. */
const PATIENCE = 4;

/** @param {Host} host @returns {Pick<Extras, "send" | "listen">} */
export default (host) => {
  const { sites } = host;
  const { kept, records } = host;
  /** @type {Endpoint} */
  const log = "log";
  const entries = queue(host);
  /** Python's, once it is there. @type {(() => void) | undefined} */
  let ear;
  let failures = 0;
  let timer = 0;

  /** Sends what is due. One that fails holds up nothing; it waits longer each time where the server is well otherwise. */
  const send = async () => {
    /** @type {Set<string>} */
    const sent = new Set();
    /** @type {Entry[]} */
    const failed = [];
    let well = false;
    let misses = 0;
    while (misses <= MISSES) {
      const due = entries.due().filter((one) => !sent.has(letter(one)));
      const entry = misses < MISSES ? due[0] : due.at(-1);
      if (!entry) break;
      sent.add(letter(entry));
      const { stored, never, early, why } = await post(sites(SERVER + log), entry);
      if (stored) entries.remove(entry);
      else if (never) entries.setAside(entry, why);
      else if (early) entries.putOff(entry);
      else failed.push(entry);
      if (stored) lookAfter();
      const read = stored || never || early;
      well ||= read;
      misses = read ? 0 : misses + 1;
    }
    if (well) failed.forEach(entries.putOff);
    return well || !failed.length;
  };

  /** The server has set the cookie anew, and may have put it in the place of a later answer. */
  const lookAfter = () => {
    const plan = kept("plan");
    if (ear) ear();
    else if (plan && plan.record !== records()) python(host);
  };

  /** One after another, over all tabs. What fails stays: this page, the next, or the network coming back tries again. */
  const flush = async () => {
    if (!SERVER) return;
    const well = await (navigator.locks ? navigator.locks.request("consent.unsent", send) : send()).catch(
      console.debug,
    );
    failures = well ? 0 : failures + 1;
    clearTimeout(timer);
    const soon = Math.min(entries.next(), failures ? pause(PATIENCE + failures) : Infinity);
    if (soon < Infinity && entries.waiting().length) timer = setTimeout(flush, soon);
  };

  addEventListener("online", flush);
  flush();
  return {
    send: (entry) => {
      entries.add(entry);
      flush();
    },
    listen: (python) => (ear = python),
  };
};

/**
 * What the server makes of *entry*; a network that fails rejects.
 * @param {string} address @param {Entry} entry
 */
const post = async (address, entry) => {
  /** @type {LogRequest} */
  const posted = { entries: [plain(entry)] };
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(posted),
    keepalive: true,
    signal: AbortSignal.timeout(10_000),
  });
  const { ok, status } = answer;
  /** It can be anything: somebody between us may have answered. @type {Partial<LogResponse & ErrorResponse> | null} */
  const said = await answer.json().catch(() => null);
  return {
    stored: ok && Array.isArray(said?.stored) && said.stored.includes(entry.id),
    // Without a reason it is not from the log: somebody between us has answered.
    never: NEVER.includes(status) && !!said?.error,
    early: status === TOO_EARLY,
    why: `${status}, ${said?.error}`,
  };
};
