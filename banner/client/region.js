// Chooses what the build says for the region that the page names. Only the first script of a site that has rules per
// region has this, in front of all else of it.

import { html } from "./dom.js";

/** A country, and perhaps a part of it (ISO 3166): as in banner/config/regions.py. */
const CODE = /^([A-Z]{2})(-[A-Z0-9]{1,3})?$/;

const [code, country] = CODE.exec((html().dataset.consentRegion ?? "").trim().toUpperCase()) ?? [];
const place = CODES[code ?? ""] ?? CODES[country ?? ""] ?? 0;

/** Data for the region; where none is named, or one that the site does not know, that by which everything is asked. */
export default { __proto__: null, ...SITE, ...OTHERS[place] };
