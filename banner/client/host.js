// The host: what features may use of the first script, in the order of the names in named_host.js.

import { ownsGlobal } from "./api.js";
import { settle, stand } from "./container.js";
import { onCall } from "./stubs.js";
import { decide } from "./decide.js";
import { provideHost, scan, loadFeature, share } from "./features.js";
import { activate } from "./activate.js";
import { observe } from "./observer.js";
import { fetchFile, importModule, nonce, siteUrl, SUFFIX } from "./urls.js";
import { findPlan } from "./restore.js";
import { reload, retryLater } from "./retry.js";
import { show } from "./show.js";
import { active, consent, pending, recordChanged, said, setSaid, ticked, hasInput } from "./state.js";
import { hasOthers, keep, keepPending, kept, readRecords } from "./storage.js";
import { trust } from "./trusted_types.js";
import { addStyles, render } from "./ui.js";

provideHost([
  DATA,
  loadFeature,
  share,
  fetchFile,
  importModule,
  siteUrl,
  nonce,
  trust,
  keep,
  kept,
  keepPending,
  () => [SUFFIX, hasOthers()],
  readRecords,
  decide,
  findPlan,
  show,
  recordChanged,
  (ids) => {
    activate(ids);
    scan();
  },
  observe,
  onCall,
  render,
  addStyles,
  stand,
  settle,
  () => ({ consent, ticked, active: [...active], said, hasInput, pending }),
  setSaid,
  ownsGlobal,
  reload,
  retryLater,
]);
