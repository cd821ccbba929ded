// What has failed, and is done again once it is worth it.

import { attempt, bare } from "./dom.js";
import { touched } from "./state.js";
import * as store from "./storage.js";

/** @type {(() => void)[]} */
const failed = [];
/** Whether it is known yet if this script is the newest. @type {Promise<void> | undefined} */
let newest;

/** Tells of an *error*, and takes the *step* that has failed when it is worth it. @param {unknown} error @param {() => void} step */
export const retryLater = (error, step) => {
  console.error(error);
  failed.push(step);
  newest ||= renew().catch(() => (newest = undefined));
};

/** Once the visitor has done something more, or the line is back, it is worth it. */
export const retry = () => {
  for (const step of failed.splice(0)) step();
};
for (const move of ["pointerdown", "keydown", "online"]) addEventListener(move, retry);

/** By GET, whatever the page has answered to, with its place in the history, its hash and where it is scrolled to. */
export const reload = () => {
  attempt(() => History.prototype.replaceState.call(history, history.state, "", location.href));
  location.reload();
};

/** Our files may be gone, after a deploy: if there is a newer script by now, the page is loaded anew with that, once. */
const renew = async () => {
  const { build } = DATA;
  const text = await (await fetch(TAG.src, bare({ cache: "reload" }))).text();
  const once = () => store.kept("left") !== build && store.keep("left", JSON.stringify(build));
  if (!text.includes(build) && !touched && once() && (await fetch(location.href)).ok) reload();
};
