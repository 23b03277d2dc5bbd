import { DocumentFile } from "./document.js";
import { loadPdfJs, openDocument, type PdfDocument, type PdfJs } from "./pdfjs.js";

const maxPixels = 4_000_000;
const screensKept = 2;
const zoomSteps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
/** Up to here the whole file is fetched in the background, so that it can prove itself. */
const maxCheckedLength = 32 << 20;

/** Draws the pages that come near the screen, lets those far away go, and checks that they are the document that was sent. */
class ContractReader extends HTMLElement {
  #library: PdfJs | undefined;
  #document: PdfDocument | undefined;
  #zoom = zoomSteps.indexOf(1);
  #seen = 1;
  readonly #drawing = new Map<HTMLElement, Promise<void>>();

  connectedCallback(): void {
    this.#setUpTabs();
    this.#setUpZoom();
    void this.#open();
  }

  async #open(): Promise<void> {
    const file = new DocumentFile(this.dataset["src"] ?? "", Number(this.dataset["length"]));
    try {
      this.#library = await loadPdfJs();
      this.#document = await openDocument(this.#library, file.length, (begin, end) => file.read(begin, end));
      this.#watch();
    } catch {
      this.#tell(this.dataset["failed"] ?? "");
    }

    await this.#check(file);
  }

  /** The file as it stands begins with the file as sent; its hash is the code that people compare. */
  async #check(file: DocumentFile): Promise<void> {
    const frozen = this.dataset["frozen"];
    const length = Number(this.dataset["frozenLength"]);
    if (!frozen || file.length > maxCheckedLength) {
      return;
    }

    let found: string;
    try {
      found = await file.hash(length);
    } catch {
      return;
    }

    if (found === frozen) {
      const line = this.querySelector<HTMLElement>("[data-hash]");
      if (line) {
        line.textContent = this.dataset["matches"] ?? "";
      }

      return;
    }

    this.#tell(this.dataset["differs"] ?? "");
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-sign]")) {
      button.disabled = true;
    }
  }

  #watch(): void {
    const near = new IntersectionObserver(entries => {
      for (const entry of entries) {
        const page = entry.target as HTMLElement;
        if (entry.isIntersecting) {
          this.#draw(page);
        } else {
          this.#release(page);
        }
      }
    }, { rootMargin: `${screensKept * 50}% 0px` });
    const read = new IntersectionObserver(entries => {
      for (const entry of entries.filter(entry => entry.isIntersecting)) {
        this.#progress(Number((entry.target as HTMLElement).dataset["page"]));
      }
    }, { threshold: 0.2 });
    for (const page of this.#pages()) {
      near.observe(page);
      read.observe(page);
    }
  }

  #draw(page: HTMLElement): void {
    if (!this.#drawing.has(page)) {
      this.#drawing.set(page, this.#render(page).catch(() => this.#tell(this.dataset["failed"] ?? "")));
    }
  }

  #release(page: HTMLElement): void {
    if (this.#drawing.delete(page)) {
      page.replaceChildren();
    }
  }

  async #render(page: HTMLElement): Promise<void> {
    if (!this.#document || !this.#library) {
      return;
    }

    const source = await this.#document.getPage(Number(page.dataset["page"]));
    const natural = source.getViewport({ scale: 1 });
    page.style.aspectRatio = `${natural.width} / ${natural.height}`;
    const viewport = source.getViewport({ scale: page.clientWidth / natural.width });
    const density = Math.min(devicePixelRatio, Math.sqrt(maxPixels / (viewport.width * viewport.height)));
    const canvas = document.createElement("canvas");
    canvas.ariaHidden = "true";
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    await source.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] }).promise;
    const text = document.createElement("div");
    text.className = "textLayer";
    text.style.setProperty("--total-scale-factor", `${viewport.width / natural.width}`);
    page.replaceChildren(canvas, text);
    await new this.#library.TextLayer({ textContentSource: source.streamTextContent(), container: text, viewport }).render();
    page.dataset["drawn"] = "true";
  }

  #progress(page: number): void {
    this.#seen = Math.max(this.#seen, page);
    const line = document.querySelector<HTMLElement>("[data-progress]");
    if (line) {
      line.textContent = (line.textContent ?? "").replace(/^\d+/, `${this.#seen}`);
    }
  }

  #setUpTabs(): void {
    const tabs = [...this.querySelectorAll<HTMLButtonElement>("[role=tab]")];
    const select = (chosen: HTMLButtonElement): void => {
      for (const tab of tabs) {
        tab.ariaSelected = `${tab === chosen}`;
        tab.tabIndex = tab === chosen ? 0 : -1;
      }

      this.dataset["view"] = chosen.getAttribute("aria-controls") ?? "pages";
    };
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => select(tab));
      tab.addEventListener("keydown", event => {
        if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
          const other = tabs[(index + 1) % tabs.length];
          if (other) {
            select(other);
            other.focus();
          }
        }
      });
    });
  }

  #setUpZoom(): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-zoom]")) {
      button.addEventListener("click", () => {
        this.#zoom = Math.max(0, Math.min(zoomSteps.length - 1, this.#zoom + Number(button.dataset["zoom"])));
        for (const page of this.#pages()) {
          page.style.width = `${100 * (zoomSteps[this.#zoom] ?? 1)}%`;
          if (this.#drawing.delete(page)) {
            this.#draw(page);
          }
        }
      });
    }
  }

  #pages(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-page]")];
  }

  #tell(text: string): void {
    const note = this.querySelector<HTMLElement>("[data-state]");
    if (note) {
      note.textContent = text;
      note.hidden = false;
    }
  }
}

customElements.define("contract-reader", ContractReader);
