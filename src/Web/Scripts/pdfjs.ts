// What is used of pdf.js 5.6 (Apache-2.0), by hand: its own declarations bring the whole viewer.
export interface Viewport { readonly width: number; readonly height: number }
export interface PdfPage {
  getViewport(options: { scale: number }): Viewport;
  render(options: { canvas: HTMLCanvasElement; viewport: Viewport; transform?: number[] }): { promise: Promise<void>; cancel(): void };
  streamTextContent(): ReadableStream;
  cleanup(): void;
}
export interface PdfDocument { getPage(number: number): Promise<PdfPage> }
export interface RangeTransport { onDataRange(begin: number, chunk: Uint8Array): void; requestDataRange(begin: number, end: number): void }
export interface PdfJs {
  getDocument(options: object): { promise: Promise<PdfDocument> };
  PDFDataRangeTransport: new (length: number, initialData: Uint8Array | null) => RangeTransport;
  TextLayer: new (options: { textContentSource: ReadableStream; container: HTMLElement; viewport: Viewport }) => { render(): Promise<void> };
  GlobalWorkerOptions: { workerPort: Worker | null };
}

const base = new URL("../vendor/pdfjs/5.6.205/", import.meta.url);

interface ScriptUrlPolicy { createScriptURL(url: string): string }
interface TrustedTypesFactory { createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy }

/** The one Trusted Types policy: it vouches for the worker's address and for nothing else. */
function workerAddress(): string {
  const address = new URL("pdf.worker.min.mjs", base).href;
  const factory = (window as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  const policy = factory?.createPolicy("app", {
    createScriptURL(url) {
      if (url !== address) {
        throw new TypeError("Only the reader's worker may be started.");
      }

      return url;
    },
  });
  return policy ? policy.createScriptURL(address) : address;
}

/** Library and worker, fetched side by side. */
export async function loadPdfJs(): Promise<PdfJs> {
  const worker = new Worker(workerAddress(), { type: "module" });
  const library = await import(new URL("pdf.min.mjs", base).href) as PdfJs;
  library.GlobalWorkerOptions.workerPort = worker;
  return library;
}

/** A document whose bytes come through <c>read</c> in pieces. */
export function openDocument(library: PdfJs, length: number, read: (begin: number, end: number) => Promise<Uint8Array>): Promise<PdfDocument> {
  const transport = new library.PDFDataRangeTransport(length, null);
  transport.requestDataRange = (begin, end) => {
    void read(begin, end).then(bytes => transport.onDataRange(begin, bytes));
  };
  return library.getDocument({
    range: transport,
    rangeChunkSize: 64 * 1024,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    wasmUrl: new URL("wasm/", base).href,
    standardFontDataUrl: new URL("standard_fonts/", base).href,
  }).promise;
}
