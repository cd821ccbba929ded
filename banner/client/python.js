// Starts Python, once, when it is needed.

/**
 * The script element comes into the page before PyScript does: PyScript that finds no configuration would
 * fetch an interpreter from a public host.
 * @param {Data["python"]} python
 * @param {string} folder
 * @param {Bridge} bridge
 */
export const starter = (python, folder, bridge) => {
  let started = false;
  return () => {
    if (started) return;
    started = true;
    const script = document.createElement("script");
    script.id = "consent-python";
    script.type = "py";
    script.src = new URL(python.source, folder).href;
    script.setAttribute("config", JSON.stringify({ interpreter: new URL(python.interpreter, folder).href }));
    Object.assign(script, { bridge });
    document.head.append(script);
    import(new URL(python.core, folder).href).then(({ hooks }) => {
      // These run code from text, which a strict policy forbids, and only for workers, which we have none of.
      for (const hook of Object.values(hooks.worker)) hook.clear();
    }, console.error);
  };
};

/** Once the page has loaded and has nothing else to do. @param {() => void} start */
export const whenIdle = (start) => {
  const idle = () => (window.requestIdleCallback || setTimeout)(start);
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle);
};

/** After the frame that shows what a click did. @param {() => void} go */
export const afterPaint = (go) => {
  if (document.hidden) go();
  else requestAnimationFrame(() => setTimeout(go));
};
