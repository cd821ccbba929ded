// Sends entries to the site's consent log, in their order. Each is kept until the log confirms that it has it.

import { startPython } from "./start_python.js";
import queue, { fingerprint, delay, withoutState } from "./outbox_queue.js";

/** The log has read the entry and will never take it: it is not one, or another entry has its id. */
const NEVER = [409, 422];
/** The log cannot check the entry yet: it does not know its revision, or its clock is behind. */
const TOO_EARLY = 425;
/** After so many failures in a row, the newest entry shows whether the server itself is down. */
const MISSES = 3;
/** If the server is down, the first wait is as long as after so many failures. */
const PATIENCE = 4;

/** @param {Host} host @returns {Pick<Extras, "send" | "setListener">} */
export default (host) => {
  const { siteUrl } = host;
  const { kept, records } = host;
  /** @type {Endpoint} */
  const log = "log";
  const entries = queue(host);
  /** Tells Python that the server has answered, once Python runs. @type {(() => void) | undefined} */
  let listener;
  let failures = 0;
  let timer = 0;

  /** Sends the entries that are due. A failed one does not stop the others: it waits longer each time. */
  const send = async () => {
    /** @type {Set<string>} */
    const sent = new Set();
    /** @type {Entry[]} */
    const failed = [];
    let well = false;
    let misses = 0;
    while (misses <= MISSES) {
      const due = entries.due().filter((one) => !sent.has(fingerprint(one)));
      const entry = misses < MISSES ? due[0] : due.at(-1);
      if (!entry) break;
      sent.add(fingerprint(entry));
      const { stored, never, early, why } = await post(siteUrl(SERVER + log), entry);
      if (stored) entries.remove(entry);
      else if (never) entries.setAside(entry, why);
      else if (early) entries.putOff(entry);
      else failed.push(entry);
      if (stored) checkRecord();
      const read = stored || never || early;
      well ||= read;
      misses = read ? 0 : misses + 1;
    }
    if (well) failed.forEach(entries.putOff);
    return well || !failed.length;
  };

  /** Checks the cookie: with its answer the server has set it anew, maybe over a later decision. */
  const checkRecord = () => {
    const plan = kept("plan");
    if (listener) listener();
    else if (plan && plan.record !== records()) startPython(host);
  };

  /**
   * Sends entries while no other tab does. What fails is sent later: in this page, the next, or when the network is
   * back.
   */
  const flush = async () => {
    if (!SERVER) return;
    const well = await (navigator.locks ? navigator.locks.request("consent.unsent", send) : send()).catch(
      console.debug,
    );
    failures = well ? 0 : failures + 1;
    clearTimeout(timer);
    const soon = Math.min(entries.next(!!well), failures ? delay(PATIENCE + failures) : Infinity);
    if (soon < Infinity && entries.waiting().length) timer = setTimeout(flush, soon);
  };

  addEventListener("online", flush);
  flush();
  return {
    send: (entry) => {
      entries.add(entry);
      flush();
    },
    setListener: (python) => (listener = python),
  };
};

/**
 * Posts *entry* and returns what became of it; rejects if the network fails.
 * @param {string} address @param {Entry} entry
 */
const post = async (address, entry) => {
  /** @type {LogRequest} */
  const posted = { entries: [withoutState(entry)] };
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(posted),
    keepalive: true,
    signal: AbortSignal.timeout(10_000),
  });
  const { ok, status } = response;
  /** It can be anything: a proxy may have answered. @type {Partial<LogResponse & ErrorResponse> | null} */
  const content = await response.json().catch(() => null);
  return {
    stored: ok && Array.isArray(content?.stored) && content.stored.includes(entry.id),
    // A denial without a reason does not come from the log but from a proxy.
    never: NEVER.includes(status) && !!content?.error,
    early: status === TOO_EARLY,
    why: `${status}, ${content?.error}`,
  };
};
