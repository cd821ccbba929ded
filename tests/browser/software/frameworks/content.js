// The pages as trees that a framework makes elements of: [tag, attributes, children or a text of HTML].

const HEADINGS = { index: "Home", film: "Film", choices: "Choices" };
const VIDEO = "https://www.youtube-nocookie.com/embed/tasca000002";

// What is in a template is no child of it, which frameworks do not expect: Vue takes it out. So it comes as a text.
const TEMPLATE = '<template data-service="stats"><script>count("waiting inline")</script></template>';
// All that waits as a text, into which no framework looks when it takes a page over.
const WAITING = `<div id="item" data-service="youtube" data-embed="tasca000001"></div>
<iframe id="frame" data-service="youtube" data-src="${VIDEO}" title="Another"></iframe>
${TEMPLATE}
<script type="text/plain" data-service="stats" data-src="/waiting.js"></script>`;
const PLACES = ["preferences", "declaration", "history"];

/** What stands in pages that are taken over late, as the guide has it written. */
export const TEXTS = { film: WAITING, choices: PLACES.map((one) => `<div data-consent-embed="${one}"></div>`).join("") };

const ELEMENTS = {
  film: [
    ["div", { id: "item", "data-service": "youtube", "data-embed": "tasca000001" }, []],
    ["iframe", { id: "frame", "data-service": "youtube", "data-src": VIDEO, title: "Another" }, []],
    ["div", {}, TEMPLATE],
    ["script", { type: "text/plain", "data-service": "stats", "data-src": "/waiting.js" }, []],
  ],
  choices: PLACES.map((place) => ["div", { "data-consent-embed": place }, []]),
};
const held = (name) => (MOMENT === "late" ? [["div", {}, TEXTS[name]]] : ELEMENTS[name]);

const CONTENTS = {
  index: [],
  film: [["script", {}, 'count("inline")'], ["script", { src: "/file.js" }, []], ...held("film")],
  choices: held("choices"),
};

export const title = (name) => HEADINGS[name];

/** What the body has on the page called *name*. */
export const body = (name) => [
  ["header", {}, ["A site"]],
  [
    "main",
    {},
    [
      ["h1", {}, [HEADINGS[name]]],
      ["p", { class: "ways" }, Object.keys(HEADINGS).map((one) => ["a", { href: `${one}.html` }, [HEADINGS[one]]])],
      ["section", { key: name }, CONTENTS[name]],
    ],
  ],
  ["footer", {}, [["a", { href: "choices.html", "data-consent-open": "" }, ["Cookie preferences"]]]],
];

/** The head of every page, to which a framework adds itself. */
export const head = (name) => [
  ["meta", { charset: "utf-8" }, []],
  ["title", {}, [HEADINGS[name]]],
  ["meta", { name: "viewport", content: "width=device-width" }, []],
  ["link", { rel: "icon", href: "data:," }, []],
  ["script", { src: "/consent/consent.js", defer: true }, []],
  ["script", { src: "/lib/app.js", defer: true }, []],
];

/** The name of the page at the present address. */
export const here = () => /(\w+)\.html$/.exec(location.pathname)[1];

/** Has a click on a link, and the buttons of the browser, call *go* with the name of a page, which is now taken over. */
export const route = (go) => {
  const click = (event) => {
    const link = event.target.closest?.(".ways a");
    if (!link) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    go(here());
  };
  const back = () => go(here());
  addEventListener("click", click);
  addEventListener("popstate", back);
  document.documentElement.ariaBusy = null;
  return () => {
    removeEventListener("click", click);
    removeEventListener("popstate", back);
  };
};

const EMPTY = "[data-embed]:empty,[data-consent-embed]:empty";
const STATS = "[data-service=stats]";
/** Whether the banner has done its part: all is filled, and what waited has run where the page is to be drawn anew. */
const isDone = () =>
  !document.querySelector(EMPTY) &&
  (MOMENT === "late" || !document.querySelector(STATS) || window.ran.includes("waiting file"));
/** Longer than the banner waits for a page to come to rest. */
const AFTER = 2500; // milliseconds

/**
 * Takes the page over with *start*: at once; late, as on a slow line; or when the banner has changed what a framework
 * compares with what its server sent, so that it draws the page anew.
 */
export const takeOver = (start) => {
  if (MOMENT === "at once") return start();
  document.documentElement.ariaBusy = "true";
  const look = () => {
    if (isDone()) start();
    else requestAnimationFrame(look);
  };
  addEventListener("load", () => setTimeout(look, MOMENT === "late" ? AFTER : 0));
};
