// What the browser shows of the buttons that decide. Colours are as the canvas has them: numbers.
(actions) => {
  const root = document.querySelector("#consent-banner");
  if (!root) return null;
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const numbers = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const found = numbers(getComputedStyle(one).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const focusable = [...root.querySelectorAll("button, a[href], select, input")].filter((one) => one.tabIndex >= 0);
  return Object.fromEntries(
    actions.map((action) => {
      const node = root.querySelector(`[data-consent-action="${action}"]`);
      if (!node) return [action, null];
      const style = getComputedStyle(node),
        box = node.getBoundingClientRect();
      const x = box.x + box.width / 2,
        y = box.y + box.height / 2;
      const hit = document.elementFromPoint(x, y);
      return [
        action,
        {
          color: style.color,
          background: style.backgroundColor + " " + style.backgroundImage,
          border: `${style.borderTopWidth} ${style.borderTopStyle} ${style.borderTopColor}`,
          font: style.fontFamily,
          size: style.fontSize,
          weight: style.fontWeight,
          decoration: style.textDecorationLine,
          opacity: style.opacity,
          shadow: style.boxShadow,
          radius: style.borderTopLeftRadius,
          width: box.width,
          height: box.height,
          ink: numbers(style.color),
          paper: behind(node),
          shown:
            style.visibility === "visible" &&
            box.width > 0 &&
            box.height > 0 &&
            x >= 0 &&
            y >= 0 &&
            x <= innerWidth &&
            y <= innerHeight &&
            !!hit &&
            (node === hit || node.contains(hit)),
          enabled: !node.disabled && node.getAttribute("aria-disabled") !== "true",
          tab: focusable.indexOf(node),
          words: node.textContent.trim(),
        },
      ];
    }),
  );
};
