// Tells the page's author about elements that load from a vendor before it is allowed.

import { queryAll, doc, html, queryWithin } from "../dom.js";
import { ACTIVATED } from "../blocking/activated.js";

// The console keeps every element that it shows alive.
const MAX_WARNINGS = 20;
const LOADS = "script[src],iframe[src],img[src]";
const BLOCKED_CODE = `script[type="text/plain" i][data-service]:not([src],[data-src],[${ACTIVATED}])`;
const CODE = "script:is(:not([type]),[type=module],[type*=javascript]):not([src])";

/**
 * Return a function that looks for such elements.
 * @param {Host} host @param {() => string[]} openedEmbeds returns the services of which single embeds are open
 * @returns {Extras["scan"]}
 */
export default ({ data, ownsGlobal, state }, openedEmbeds) => {
  /** The addresses that were reported. */
  const reported = new Set();
  let proposed = false;

  /** @param {Element} part */
  const scan = (part) => {
    const open = [...state().active, ...openedEmbeds()];
    for (const element of reported.size < MAX_WARNINGS ? queryWithin(LOADS, part) : []) {
      const { src } = element;
      const hostname = hostOf(src);
      const services = Object.keys(HOSTS).filter((id) => HOSTS[id].some((host) => covers(host, hostname)));
      if (
        !services.length ||
        hostname === location.hostname ||
        isBlocked(element) ||
        services.some((id) => open.includes(id))
      )
        continue;
      if (reported.has(src) || reported.size >= MAX_WARNINGS) continue;
      reported.add(src);
      warn(element, hostname, services, part === html());
    }
    if (proposed) return;
    // The content of a template runs as its children once it is activated.
    const code = queryWithin(BLOCKED_CODE, part).find((script) => !script.closest("template"));
    if (code) suggest(code, part === html());
    proposed = !!code;
  };

  if (!ownsGlobal) console.warn(`window.${data.name} is the page's own: declare another global.`);
  scan(html());
  return scan;
};

/** Return whether it is a script that browsers do not run. @param {any} element */
const isBlocked = ({ localName, type }) => localName === "script" && /^text\/plain$/i.test(type);

/** @param {string} address */
const hostOf = (address) => {
  try {
    return new URL(address, doc.baseURI).hostname;
  } catch {
    return ""; // a browser cannot read it either
  }
};

/**
 * Return whether *host*, maybe with "*." for all hosts below it, covers *name*.
 * @param {string} host @param {string} name
 */
const covers = (host, name) => name === host.replace("*.", "") || (host[0] === "*" && name.endsWith(host.slice(1)));

/**
 * @param {any} element @param {string} host @param {string[]} services
 * @param {boolean} written whether it may stand in the page's source
 */
const warn = (element, host, services, written) => {
  const { localName, src } = element;
  const [service] = services;
  // If inline code of the page names the host, it has probably added the script.
  const code = localName === "script" && queryAll(CODE).find((script) => script.text.includes(host));
  const remedy = code
    ? `Write the inline code near line ${line(code)}, which names this host, as ${blockedExample(service)}`
    : localName === "img"
      ? "Take it out: what the service needs, the banner loads"
      : `Write it as <${localName} ${localName === "script" ? 'type="text/plain" ' : ""}data-service="${service}" data-src="…">`;
  console.warn(
    `<${localName} src="${src}"> ${position(element, written && !code)} loads from ${host} although nobody has ` +
      `allowed ${services.join(" or ")}. No banner can hold back what stands in a page like this. ${remedy}.`,
    element,
  );
};

/** @param {HTMLScriptElement} code @param {boolean} written */
const suggest = (code, written) => {
  const { service = "", type } = code.dataset;
  console.info(
    `<script type="text/plain" data-service="${service}"> ${position(code, written)} waits as long as nobody copies its text: ` +
      `a router that makes scripts anew without their attributes runs it. None runs ${blockedExample(service, type)}.`,
    code,
  );
};

/** Return how to write inline code so that no router runs it. @param {string} service @param {string} [type] */
const blockedExample = (service, type) =>
  `<template data-service="${service}"><script${type ? ` type="${type}"` : ""}>…</script></template>`;

/** @param {Node} element @param {boolean} written */
const position = (element, written) =>
  written ? `near line ${line(element)} of the page` : "that a script has brought into the page";

/**
 * Return about the line of an element in the page's source, by counting line breaks before it. Those inside of tags are
 * unknown, and those before the head are guessed.
 * @param {Node} element
 */
const line = (element) => {
  const walker = doc.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  let count = 1;
  if (/^\s*\n/.test(doc.head.firstChild?.nodeValue || "")) count += doc.doctype ? 2 : 1;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) break;
    count += (node.nodeValue || "").split("\n").length - 1;
  }
  return count;
};
