// A word to the author about what stands in a page and loads from a vendor before it is allowed.

import { all, doc, html, within } from "../dom.js";
import { MARK } from "../blocking/activated.js";

// The first words are those that an author reads, and the console keeps every element that it was told of.
const MOST = 20;
const LOADS = "script[src],iframe[src],img[src]";
const BLOCKED_CODE = `script[type="text/plain" i][data-service]:not([src],[data-src],[${MARK}])`;
const CODE = "script:is(:not([type]),[type=module],[type*=javascript]):not([src])";

/** Gives what looks for them. @param {Host} host @param {() => string[]} items the services of which single items are open @returns {Extras["look"]} */
export default ({ data, named, state }, items) => {
  /** What was told of, by its address. */
  const told = new Set();
  let proposed = false;

  /** @param {Element} part */
  const look = (part) => {
    const open = [...state().active, ...items()];
    for (const element of told.size < MOST ? within(LOADS, part) : []) {
      const { src } = element;
      const hostname = host(src);
      const services = Object.keys(HOSTS).filter((id) => HOSTS[id].some((host) => covers(host, hostname)));
      if (
        !services.length ||
        hostname === location.hostname ||
        waits(element) ||
        services.some((id) => open.includes(id))
      )
        continue;
      if (told.has(src) || told.size >= MOST) continue;
      told.add(src);
      warn(element, hostname, services, part === html);
    }
    if (proposed) return;
    // What a template holds runs as its children once it is activated.
    const code = within(BLOCKED_CODE, part).find((script) => !script.closest("template"));
    if (code) propose(code, part === html);
    proposed = !!code;
  };

  if (!named) console.warn(`window.${data.name} is the page's own: declare another global.`);
  look(html);
  return look;
};

/** Whether it is a script that no browser runs. @param {any} element */
const waits = ({ localName, type }) => localName === "script" && /^text\/plain$/i.test(type);

/** @param {string} address */
const host = (address) => {
  try {
    return new URL(address, doc.baseURI).hostname;
  } catch {
    return ""; // a browser cannot read it either
  }
};

/** @param {string} host may begin with "*.", for all below it and itself @param {string} name */
const covers = (host, name) => name === host.replace("*.", "") || (host[0] === "*" && name.endsWith(host.slice(1)));

/**
 * @param {any} element @param {string} host @param {string[]} services
 * @param {boolean} written whether it may stand in the source of the page
 */
const warn = (element, host, services, written) => {
  const { localName, src } = element;
  const [service] = services;
  // Code of the page that names the host is what has brought the script.
  const code = localName === "script" && all(CODE).find((script) => script.text.includes(host));
  const remedy = code
    ? `Write the inline code near line ${line(code)}, which names this host, as ${held(service)}`
    : localName === "img"
      ? "Take it out: what the service needs, the banner loads"
      : `Write it as <${localName} ${localName === "script" ? 'type="text/plain" ' : ""}data-service="${service}" data-src="…">`;
  console.warn(
    `<${localName} src="${src}"> ${place(element, written && !code)} loads from ${host} although nobody has ` +
      `allowed ${services.join(" or ")}. No banner can hold back what stands in a page like this. ${remedy}.`,
    element,
  );
};

/** @param {HTMLScriptElement} code @param {boolean} written */
const propose = (code, written) => {
  const { service = "", type } = code.dataset;
  console.info(
    `<script type="text/plain" data-service="${service}"> ${place(code, written)} waits as long as nobody copies its text: ` +
      `a router that makes scripts anew without their attributes runs it. None runs ${held(service, type)}.`,
    code,
  );
};

/** How inline code waits that no router wakes. @param {string} service @param {string} [type] */
const held = (service, type) =>
  `<template data-service="${service}"><script${type ? ` type="${type}"` : ""}>…</script></template>`;

/** @param {Node} element @param {boolean} written */
const place = (element, written) =>
  written ? `near line ${line(element)} of the page` : "that a script has brought into the page";

/**
 * About where it stands in the source, of which browsers keep no line: the line breaks before it are counted.
 * Those inside of tags are lost, and so are those before the head, which is taken to be written like the rest.
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
