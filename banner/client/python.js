// Starts Python, once, when it is needed. RUNTIME is what the build says of it.

import bridge from "./bridge.js";
import { attempt, doc, html } from "./dom.js";
import told from "./stub_calls.js";

const PATIENCE = 500; // milliseconds

/** How long a decision against what runs here may wait for Python. */
const ENOUGH = 10_000; // milliseconds

/**
 * What can be done about Python: have its files on their way, start it, start it once the page has nothing else to
 * do, or follow a decision that another page may have recorded. To start it where it runs already lets it know of one.
 * @param {Host} host @returns {Python}
 */
export default (host) => {
  const calls = told(host);
  /** @type {Page} */
  const page = {
    host,
    extras: undefined,
    open: (ids) => calls.around(ids, () => host.open(ids)),
    show: (...what) => {
      // Python has just written it, or another page.
      host.changed();
      host.show(...what);
      calls.handOver();
    },
    close: (ids) => {
      for (const id of ids) attempt(() => CLOSE[id]?.(host.data.services[id]?.settings));
    },
  };
  const files = downloads(host);
  /** What Python hears by, once it is there. @type {(() => void) | undefined} */
  let ear;
  /** @type {Promise<void> | undefined} */
  let started;
  let failed = false;
  const start = async () => {
    // A pointer that wanders about is no reason to try again.
    const decided = host.state().pending.length > 0;
    if (failed && !decided) return;
    if (decided) setTimeout(() => end(page), ENOUGH);
    started ||= begin(page, files, (extras, python) => {
      ear = listening(page, python);
      extras.listen(ear);
      ear();
    });
    try {
      await started;
      await afterPaint();
      ear?.();
    } catch (error) {
      started = undefined;
      failed = true;
      end(page);
      host.retry(error, () => {
        failed = false;
        start();
      });
    }
  };
  const later = () => whenIdle().then(start);
  // Whoever wanted this module may have given up on it.
  if (host.state().pending.length) start();
  else if (html.dataset.consent === "pending") later();
  return {
    fetch: files.fetch,
    start,
    later,
    follow: () => follow(page, later),
  };
};

/**
 * To deny needs no Python: what runs here and is denied by a decision that nobody has recorded is told so, and ends with
 * the page. On the next one nothing is activated before Python has recorded the decision.
 * @param {Page} page
 */
const end = ({ host, extras, close }) => {
  const { pending, active } = host.state();
  const goesOn = (/** @type {string} */ id) => pending.reduce((on, decision) => allows(decision, id, on), true);
  const denied = [...active, ...(extras?.items() ?? [])].filter((id) => !goesOn(id));
  if (!denied[0]) return;
  host.keep("plan", "");
  close(denied);
  leave(host);
};

/** Leaves for the same page anew, without what was denied: with the care of a feature, where that has come. @param {Host} host */
const leave = async (host) => {
  const extras = await host.run("extras");
  if (extras) extras.leave();
  else if (!host.state().touched && navigator.onLine) host.reload();
};

/**
 * Whether the service *id* is allowed after a decision, where it was *on* before.
 * @param {Decision} decision @param {string} id @param {boolean} on
 */
const allows = ({ action, services }, id, on) => {
  const named = services.includes(id);
  if (action === "allow") return on || named;
  if (action === "withdraw") return on && !named;
  return named; // all others name every service that is allowed
};

/**
 * Another page has decided. What runs here and is denied there is told so, and ends with the page.
 * @param {Page} page @param {() => void} ask
 */
const follow = ({ host, open, show, close }, ask) => {
  const { doubt, services, ticked, consent } = host.plan();
  if (doubt) return ask();
  const denied = host.state().active.filter((id) => !services.includes(id));
  if (!denied[0]) {
    open(services);
    return show(consent, ticked);
  }
  close(denied);
  show(consent.at ? { ...consent, state: "pending" } : consent, ticked);
  leave(host);
};

/** @param {Host} host */
const downloads = ({ load }) => {
  const { module, files, source } = RUNTIME;
  /** The download of each file, until somebody takes it. @type {Record<string, Promise<Response> | undefined>} */
  const early = {};
  let coming = false;
  return {
    /**
     * Everything on its way, in the order of need. The module, too, is only fetched, into the browser's cache: of a
     * link that preloads it, WebKit checks nothing, and to one that has failed it sticks on the pages that follow.
     */
    fetch() {
      if (coming) return;
      coming = true;
      for (const path of [module, ...Object.values(files), source]) {
        early[path] = load(path);
        early[path].catch(() => {}); // whoever takes it is told
      }
    },
    /** What is at *path*: once what is on its way, if that comes, and else anew. @param {string} path */
    take(path) {
      const response = early[path]?.catch(() => load(path)) || load(path);
      delete early[path];
      return response;
    },
  };
};

/** @param {Page} page @param {ReturnType<typeof downloads>} downloads @param {(extras: Extras, ear: () => void) => void} listen */
const begin = async (page, { fetch, take }, listen) => {
  const { host } = page;
  const { module, files, spare, source } = RUNTIME;
  // Everything is on its way before anything waits.
  fetch();
  const code = take(source).then((response) => response.text());
  code.catch(() => {}); // it is told below, where it is needed, unless something else has failed before
  const [extras] = await Promise.all([host.run("extras"), afterPaint()]);
  page.extras = extras;
  if (!extras) throw new Error("Python needs the feature extras, which has not come");
  const runtime = await host.module(module);
  const kinds = Object.entries({ ...files, ...spare });
  await runtime.start({
    files: Object.fromEntries(kinds.map(([kind, path]) => [kind, () => take(path)])),
    modules: { consent_bridge: bridge(page, extras, (ear) => listen(extras, ear)) },
    source: await code,
  });
};

/** Gives what has Python hear of decisions from now on. @param {Page} page @param {() => void} ear Python's */
const listening = ({ host, show }, ear) => {
  const hear = () => {
    ear();
    // What this page took for news, between two things that another page wrote, was none to Python: all is as it was.
    if (html.dataset.consent === "pending" && !host.state().pending.length) show();
  };
  // The page's own scripts, and its tests, may see that Python is there, and how long that took.
  attempt(() => performance.mark("consent:python"));
  return () => {
    alone(hear).catch(console.error);
  };
};

/** While no other page of the site does a *deed*: of two answers at once the later one stays. @param {() => void} deed */
const alone = async (deed) => (navigator.locks ? navigator.locks.request("consent", deed) : deed());

/** Once the page has loaded and has nothing else to do, or never seems to have: browsers can forget to say so. */
const whenIdle = async () => {
  if (doc.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
  const idle = window.requestIdleCallback || setTimeout;
  await new Promise((done) => idle(done, { timeout: PATIENCE }));
};

/** After the frame that shows what a click did; a page that nobody sees has no frames. */
const afterPaint = async () => {
  const frame = new Promise(requestAnimationFrame);
  await Promise.race([frame, new Promise((done) => setTimeout(done, doc.hidden ? 0 : PATIENCE))]);
  await new Promise((done) => setTimeout(done));
};
