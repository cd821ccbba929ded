// The feature python: starts Python once, when it is needed. RUNTIME holds what the build says about it.

import createBridge from "./bridge.js";
import { attempt, doc, html } from "./dom.js";
import { namedHost } from "./named_host.js";
import vendorCalls from "./stub_calls.js";

const PATIENCE = 500; // milliseconds

/** How long a decision that denies something active may wait for Python. */
const MAX_WAIT = 10_000; // milliseconds

/**
 * Return the steps that can be taken: fetch Python's files; start Python, unless it runs already; start it, or tell it
 * of a decision if it runs already; start it later, once the page is idle; follow a decision that another page may have
 * recorded.
 * @param {import("./named_host.js").HostList} list @returns {Python}
 */
export default (list) => {
  const host = namedHost(list);
  const calls = vendorCalls(host);
  /** @type {Page} */
  const page = {
    host,
    extras: undefined,
    activate: (ids) => calls.during(ids, () => host.activate(ids)),
    show: (...what) => {
      // Python, or another page, has just written the record.
      host.changed();
      host.show(...what);
      calls.deliver();
    },
    deactivate: (ids) => {
      for (const id of ids) attempt(() => DEACTIVATE[id]?.(host.data.services[id]?.settings));
    },
  };
  const files = runtimeFiles(host);
  /** Tells Python of decisions, once it runs. @type {(() => void) | undefined} */
  let notifyPython;
  /** @type {Promise<void> | undefined} */
  let started;
  let failed = false;
  /** True once something was called that the small program of Python lacks: from then on the full one runs. */
  let full = false;
  const ended = (/** @type {Error} */ error) => {
    console.warn(error.message, error);
    full = true;
    notifyPython = started = undefined;
    // What runs now comes back from a program that has ended.
    setTimeout(start);
  };
  const start = async () => {
    // After a failure only a decision is worth another attempt, not a pointer that moves.
    const decided = host.state().pending.length > 0;
    if (failed && !decided) return;
    if (decided) setTimeout(() => endDenied(page), MAX_WAIT);
    started ||= startRuntime(page, files, full ? undefined : ended, (extras, python) => {
      notifyPython = listener(page, python);
      extras.setListener(() => notifyPython?.());
      notifyPython();
    });
    const starting = started;
    try {
      await starting;
      await afterPaint();
      notifyPython?.();
    } catch (error) {
      // The full program is on its way in place of the one that ended.
      if (starting !== started) return;
      started = undefined;
      failed = true;
      endDenied(page);
      host.retry(error, () => {
        failed = false;
        start();
      });
    }
  };
  const later = () => whenIdle().then(start);
  // The step that had this module loaded may have given up meanwhile.
  if (host.state().pending.length) start();
  else if (html().dataset.consent === "pending") later();
  return {
    fetch: files.fetch,
    // A pointer that moves tells Python nothing, and would have it work again and again while the visitor presses.
    prepare: () => {
      if (!started) start();
    },
    start,
    later,
    follow: () => follow(page, later),
  };
};

/**
 * Ends what a pending decision denies, without Python: it deactivates the services and leaves the page. On the next
 * page nothing is activated before Python has recorded the decision.
 * @param {Page} page
 */
const endDenied = ({ host, extras, deactivate }) => {
  const { pending, active } = host.state();
  const staysAllowed = (/** @type {string} */ id) =>
    pending.reduce((on, decision) => allowedAfter(decision, id, on, active), true);
  const denied = [...active, ...(extras?.openedEmbeds() ?? [])].filter((id) => !staysAllowed(id));
  if (!denied[0]) return;
  host.keep("plan", "");
  deactivate(denied);
  leavePage(host);
};

/**
 * Loads the same page again, without what was denied; the feature extras, if it is there, takes care of the visitor's
 * input.
 * @param {Host} host
 */
const leavePage = async (host) => {
  const extras = await host.load("extras");
  if (extras) extras.leavePage();
  else if (!host.state().hasInput && navigator.onLine) host.reload();
};

/**
 * Return whether a decision allows the service *id*, which was *on* or off before.
 * @param {Decision} decision @param {string} id @param {boolean} on @param {string[]} active
 */
const allowedAfter = ({ action, services }, id, on, active) => {
  const named = services.includes(id);
  // What is active before a decision is on by itself, and whoever only closes the banner has not objected to it.
  if (action === "dismiss") return on && active.includes(id);
  if (action === "allow") return on || named;
  if (action === "withdraw" || action === "opt-out") return on && !named;
  return named; // all others list every service that is granted
};

/**
 * Follows a decision of another page: activates what it allows, or deactivates what it denies and leaves the page.
 * @param {Page} page @param {() => void} ask
 */
const follow = ({ host, activate, show, deactivate }, ask) => {
  const { needsPython, services, ticked, consent } = host.plan();
  if (needsPython) return ask();
  const denied = host.state().active.filter((id) => !services.includes(id));
  if (!denied[0]) {
    activate(services);
    return show(consent, ticked);
  }
  deactivate(denied);
  show(consent.at ? { ...consent, state: "pending" } : consent, ticked);
  leavePage(host);
};

/** @param {Host} host */
const runtimeFiles = (host) => {
  const { module, files, source } = RUNTIME;
  /** The download of each file, until it is taken. @type {Record<string, Promise<Response> | undefined>} */
  const downloads = {};
  let fetching = false;
  return {
    /**
     * Fetches all files, in the order in which they are needed. The module is fetched into the browser's cache: WebKit
     * does not check the integrity of a modulepreload, and after a failed one it fails on the next pages too.
     */
    fetch() {
      if (fetching) return;
      fetching = true;
      for (const path of [module, ...Object.values(files), source]) {
        downloads[path] = host.fetch(path);
        downloads[path].catch(() => {}); // whoever takes it handles that
      }
    },
    /** Return the file at *path*: from its download if that succeeds, otherwise from a new one. @param {string} path */
    take(path) {
      const response = downloads[path]?.catch(() => host.fetch(path)) || host.fetch(path);
      delete downloads[path];
      return response;
    },
  };
};

/**
 * Starts Python, on the full program without *ended*, which hears when the small one ends.
 * @param {Page} page @param {ReturnType<typeof runtimeFiles>} downloads
 * @param {((error: Error) => void) | undefined} ended
 * @param {(extras: Extras, notify: () => void) => void} listen
 */
const startRuntime = async (page, { fetch, take }, ended, listen) => {
  const { host } = page;
  const { module, files, spare, source } = RUNTIME;
  // All downloads begin before anything waits.
  fetch();
  const code = take(source).then((response) => response.text());
  code.catch(() => {}); // handled below, unless something else fails first
  const [extras] = await Promise.all([host.load("extras"), afterPaint()]);
  page.extras = extras;
  if (!extras) throw new Error("Python needs the feature extras, which has not come");
  const runtime = await host.import(module);
  const kinds = Object.entries({ ...files, ...spare });
  await runtime.start({
    files: Object.fromEntries(kinds.map(([kind, path]) => [kind, () => take(path)])),
    modules: { consent_bridge: createBridge(page, extras, (notify) => listen(extras, notify)) },
    source: await code,
    ended,
  });
};

/** Return a function that tells Python of decisions. @param {Page} page @param {() => void} notify Python's own */
const listener = ({ host, show }, notify) => {
  const recordPending = () => {
    notify();
    // Another page may have written several times: if nothing has changed for Python, show the state as it was.
    if (html().dataset.consent === "pending" && !host.state().pending.length) show();
  };
  // Scripts of the page, and tests, can see when Python was ready.
  attempt(() => performance.mark("consent:python"));
  return () => {
    withLock(recordPending).catch(console.error);
  };
};

/**
 * Runs *task* while no other page of the site runs one, so that of two simultaneous decisions the later one stays.
 * @param {() => void} task
 */
const withLock = async (task) => (navigator.locks ? navigator.locks.request("consent", task) : task());

/** Settles once the page has loaded and is idle; after a while in any case, since browsers may never report it. */
const whenIdle = async () => {
  if (doc.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
  const idle = window.requestIdleCallback || setTimeout;
  await new Promise((done) => idle(done, { timeout: PATIENCE }));
};

/** Settles after the frame that shows what a click did; a hidden page has no frames. */
const afterPaint = async () => {
  const frame = new Promise(requestAnimationFrame);
  await Promise.race([frame, new Promise((done) => setTimeout(done, doc.hidden ? 0 : PATIENCE))]);
  await new Promise((done) => setTimeout(done));
};
