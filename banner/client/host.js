// All that a feature may use of the first script.

import { named } from "./api.js";
import { relay } from "./stubs.js";
import { decide } from "./decide.js";
import { lend, look, observe, run, share } from "./features.js";
import * as gate from "./activate.js";
import { load, module, nonce, sites } from "./urls.js";
import { stored } from "./restore.js";
import { reload, retryLater } from "./retry.js";
import { show } from "./show.js";
import { active, consent, pending, recordChanged, said, setSaid, switchedOn, touched } from "./state.js";
import { keep, keepPending, kept, records } from "./storage.js";
import { trust } from "./trusted_types.js";
import { render } from "./ui.js";

lend({
  data: DATA,
  run,
  share,
  load,
  module,
  sites,
  nonce,
  trust,
  keep,
  kept,
  keepPending,
  records,
  decide,
  plan: stored,
  show,
  changed: recordChanged,
  open: (ids) => {
    gate.open(ids);
    look();
  },
  observe,
  calls: relay,
  render,
  state: () => ({ consent, ticked: switchedOn, active: [...active], said, touched, pending }),
  speak: setSaid,
  named,
  reload,
  retry: retryLater,
});
