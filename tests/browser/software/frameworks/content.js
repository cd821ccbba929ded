// The pages as trees that a framework makes elements of: [tag, attributes, children or a text of HTML].

const HEADINGS = { index: "Home", film: "Film", choices: "Choices" };
const VIDEO = "https://www.youtube-nocookie.com/embed/tasca000002";

const CONTENTS = {
  index: [],
  film: [
    ["div", { id: "item", "data-service": "youtube", "data-embed": "tasca000001" }, []],
    ["iframe", { id: "frame", "data-service": "youtube", "data-src": VIDEO, title: "Another" }, []],
    ["script", {}, 'count("inline")'],
    ["script", { src: "/file.js" }, []],
    // What is in a template is no child of it, which frameworks do not expect: Vue takes it out. So it comes as a text.
    ["div", {}, '<template data-service="stats"><script>count("waiting inline")</script></template>'],
    ["script", { type: "text/plain", "data-service": "stats", "data-src": "/waiting.js" }, []],
  ],
  choices: ["preferences", "declaration", "history"].map((place) => ["div", { "data-consent-embed": place }, []]),
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

/** Has a click on a link, and the buttons of the browser, call *go* with the name of a page. */
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
  return () => {
    removeEventListener("click", click);
    removeEventListener("popstate", back);
  };
};

const FILLED = "[data-embed]:empty,[data-consent-embed]:empty";

/** Takes the page over with *start*: at once, or as late as on a slow line, when the banner has done its part. */
export const takeOver = (start, late) => {
  let frames = late ? 100 : 0;
  const look = () => {
    if (frames-- > 0 && (document.readyState !== "complete" || document.querySelector(FILLED))) requestAnimationFrame(look);
    else start();
  };
  look();
};
