// Every page works without this; here it becomes live. Each part loads only where its element stands.
import "./forms.js";

const parts: readonly (readonly [selector: string, load: () => Promise<unknown>])[] = [
  ["contract-status", () => import("./status.js")],
  ["contract-reader", () => import("./reader.js")],
];

for (const [selector, load] of parts) {
  if (document.querySelector(selector)) {
    void load();
  }
}
