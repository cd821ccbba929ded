// Repeats steps that have failed.

import { attempt, nullProto } from "./dom.js";
import { hasInput } from "./state.js";
import * as storage from "./storage.js";
import { OWN_SCRIPT } from "./urls.js";

/** @type {(() => void)[]} */
const failed = [];
/** Settles once it is known whether this script is the newest. @type {Promise<void> | undefined} */
let newest;

/**
 * Logs an *error* and repeats *step* when another attempt is worth it.
 * @param {unknown} error @param {() => void} step
 */
export const retryLater = (error, step) => {
  console.error(error);
  failed.push(step);
  newest ||= reloadIfOutdated().catch(() => (newest = undefined));
};

/** Repeats all steps that have failed: after the next press or key, and when the network is back. */
export const retry = () => {
  for (const step of failed.splice(0)) step();
};
for (const move of ["pointerdown", "keydown", "online"]) addEventListener(move, retry);

/** Reloads the page by GET, even if it came by POST, and keeps its history entry, hash and scroll position. */
export const reload = () => {
  // A document without a host is the text of its frame, which Firefox would look for at about:srcdoc.
  attempt(() => location.host && History.prototype.replaceState.call(history, history.state, "", location.href));
  location.reload();
};

/** After a deploy our files may be gone. If the server has a newer script, reloads the page once to get it. */
const reloadIfOutdated = async () => {
  const { build } = DATA;
  const text = await (await fetch(OWN_SCRIPT, nullProto({ cache: "reload" }))).text();
  const once = () => storage.kept("left") !== build && storage.keep("left", JSON.stringify(build));
  if (!text.includes(build) && !hasInput && once() && (await fetch(location.href)).ok) reload();
};
