// Starts Python, once, when it is needed. RUNTIME is what the build says of it.

import bridge from "./bridge.js";
import { attempt, doc, html } from "./dom.js";
import told from "./told.js";

const PATIENCE = 500; // milliseconds

/** How long a decision against what runs here may wait for Python. */
const ENOUGH = 10_000; // milliseconds

/**
 * What can be done about Python: have its files on their way, start it, start it once the page has nothing else to
 * do, or follow an answer that another page may have recorded. To start it where it runs already lets it know of a click.
 * @param {Kit} kit
 */
export default (kit) => {
  told(kit);
  /** For the same page anew, without what was denied; a part does it with more care, once it is there. */
  kit.leave ||= () => kit.touched || !navigator.onLine || kit.reload();
  kit.close = (ids) => close(kit, ids);
  const files = downloads(kit);
  /** @type {Promise<void> | undefined} */
  let started;
  let failed = false;
  const start = async () => {
    // A pointer that wanders about is no reason to try again.
    if (failed && !kit.clicks.length) return;
    setTimeout(() => end(kit), ENOUGH);
    started ||= begin(kit, files);
    try {
      await started;
      await afterPaint();
      kit.hear?.();
    } catch (error) {
      started = undefined;
      failed = true;
      end(kit);
      kit.retry(error, () => {
        failed = false;
        start();
      });
    }
  };
  const later = () => whenIdle().then(start);
  // Whoever wanted this module may have given up on it.
  if (kit.clicks.length) start();
  else if (html.dataset.consent === "pending") later();
  return { fetch: files.fetch, start, later, follow: () => follow(kit, later) };
};

/**
 * To deny needs no Python: what runs here and is denied by a click that nobody has recorded is told so, and ends with
 * the page. On the next one nothing is opened before Python has recorded the click.
 * @param {Kit} kit
 */
const end = (kit) => {
  const { clicks, opened, items = () => [] } = kit;
  const goesOn = (/** @type {string} */ id) => clicks.reduce((on, click) => allows(click, id, on), true);
  const denied = [...opened(), ...items()].filter((id) => !goesOn(id));
  if (!denied[0]) return;
  kit.store.keep("plan", "");
  close(kit, denied);
  kit.run(kit.data.parts).then(() => kit.leave?.());
};

/**
 * Whether the service *id* is allowed after a *click*, where it was *on* before.
 * @param {Click} click @param {string} id @param {boolean} on
 */
const allows = ({ action, services }, id, on) => {
  const named = services.includes(id);
  if (action === "allow") return on || named;
  if (action === "withdraw") return on && !named;
  return named; // all others name every service that is allowed
};

/**
 * Another page has answered. What runs here and is denied there is told so, and ends with the page.
 * @param {Kit} kit @param {() => void} ask
 */
const follow = (kit, ask) => {
  const { doubt, services, ticked, answer } = kit.look();
  if (doubt) return ask();
  const denied = kit.opened().filter((id) => !services.includes(id));
  if (!denied[0]) {
    kit.open(services);
    return kit.show(answer, ticked);
  }
  close(kit, denied);
  kit.show(answer.at ? { ...answer, state: "pending" } : answer, ticked);
  kit.run(kit.data.parts).then(() => kit.leave?.());
};

/** Tells what runs that its consent has ended. @param {Kit} kit @param {string[]} ids */
const close = ({ data }, ids) => {
  for (const id of ids) attempt(() => CLOSE[id]?.(data.services[id]?.settings));
};

/** @param {Kit} kit */
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

/** @param {Kit} kit @param {ReturnType<typeof downloads>} downloads */
const begin = async (kit, { fetch, take }) => {
  const { module, files, spare, source } = RUNTIME;
  // Everything is on its way before anything waits.
  fetch();
  const code = take(source).then((response) => response.text());
  code.catch(() => {}); // it is told below, where it is needed, unless something else has failed before
  await Promise.all([kit.run(kit.data.parts), afterPaint()]);
  if (!kit.send) throw new Error("no Python without the parts that it uses");
  const runtime = await kit.module(module);
  const kinds = Object.entries({ ...files, ...spare });
  await runtime.start({
    files: Object.fromEntries(kinds.map(([kind, path]) => [kind, () => take(path)])),
    modules: { consent_bridge: bridge(/** @type {Required<Kit>} */ (kit), (ear) => listen(kit, ear)) },
    source: await code,
  });
};

/** From now on Python hears of clicks. @param {Kit} kit @param {() => void} ear Python's */
const listen = (kit, ear) => {
  const hear = () => {
    ear();
    // What this page took for news, between two things that another page wrote, was none to Python: all is as it was.
    if (html.dataset.consent === "pending" && !kit.clicks.length) kit.show();
  };
  kit.hear = () => {
    alone(hear).catch(console.error);
  };
  // The page's own scripts, and its tests, may see that Python is there, and how long that took.
  attempt(() => performance.mark("consent:python"));
  kit.hear();
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
