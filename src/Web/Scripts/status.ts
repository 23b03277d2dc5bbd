interface LiveStep { readonly id: string; readonly text: string; readonly tone: string }
interface LiveStatus { readonly sequence: number; readonly status: string; readonly overall: LiveStep; readonly steps: readonly LiveStep[]; readonly yourTurn: boolean }
interface StatusEvent { readonly sequence: number }

// The ten members of the SignalR client that are used; the file is the vendor's own and sets a global.
interface Subscription { dispose(): void }
interface HubConnection {
  start(): Promise<void>;
  stream(method: string, ...values: unknown[]): { subscribe(observer: { next(value: StatusEvent): void; error(fault: unknown): void; complete(): void }): Subscription };
  onclose(callback: () => void): void;
}
interface HubConnectionBuilder { withUrl(url: string): HubConnectionBuilder; configureLogging(level: number): HubConnectionBuilder; build(): HubConnection }
declare global { interface Window { signalR: { HubConnectionBuilder: new () => HubConnectionBuilder; LogLevel: { None: number } } } }

const bannerDelay = 3000;
const retryDelays = [500, 1000, 2000, 5000, 10000];

/** Keeps the stepper as new as the events: an event is a hint, the words come from the server. */
class ContractStatus extends HTMLElement {
  #sequence = 0;
  #attempt = 0;
  #banner: ReturnType<typeof setTimeout> | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;

  connectedCallback(): void {
    this.#sequence = Number(this.dataset["sequence"]);
    void this.#connect();
  }

  async #connect(): Promise<void> {
    try {
      const client = "../vendor/signalr/10.0.11/signalr.min.js";
      await import(client);
      const { HubConnectionBuilder, LogLevel } = window.signalR;
      const connection = new HubConnectionBuilder().withUrl("/hubs/status").configureLogging(LogLevel.None).build();
      connection.onclose(() => this.#lost());
      await connection.start();
      connection.stream("Subscribe", this.dataset["contract"], this.#sequence).subscribe({
        next: event => {
          this.#found();
          this.#sequence = Math.max(this.#sequence, event.sequence);
          this.#refresh();
        },
        error: () => this.#lost(),
        complete: () => this.#lost(),
      });
      this.#found();
      this.#refresh();
    } catch {
      this.#lost();
    }
  }

  #found(): void {
    this.#attempt = 0;
    clearTimeout(this.#banner);
    this.#banner = undefined;
    this.#show("");
  }

  #lost(): void {
    this.#banner ??= setTimeout(() => this.#show(this.dataset["lost"] ?? ""), bannerDelay);
    const delay = retryDelays[Math.min(this.#attempt++, retryDelays.length - 1)] ?? bannerDelay;
    if (this.isConnected) {
      setTimeout(() => void this.#connect(), delay);
    }
  }

  #show(text: string): void {
    const banner = this.querySelector<HTMLElement>("[data-banner]");
    if (banner) {
      banner.textContent = text;
      banner.hidden = text === "";
    }
  }

  /** Events that arrive while an answer is on its way lead to one more question, not to many. */
  #refresh(): void {
    if (this.#refreshing) {
      this.#again = true;
      return;
    }

    this.#refreshing = this.#load().catch(() => undefined).then(() => {
      this.#refreshing = undefined;
      if (this.#again) {
        this.#again = false;
        this.#refresh();
      }
    });
  }

  async #load(): Promise<void> {
    const response = await fetch("?handler=Status", { headers: { accept: "application/json" } });
    if (response.ok) {
      this.#apply(await response.json() as LiveStatus);
    }
  }

  #apply(state: LiveStatus): void {
    const overall = this.querySelector<HTMLElement>("[data-overall]");
    if (overall && overall.textContent !== state.overall.text) {
      overall.textContent = state.overall.text;
      overall.className = `chip ${state.overall.tone}`;
      this.#say(state.overall.text);
    }

    for (const step of state.steps) {
      const item = this.querySelector<HTMLElement>(`[data-step="${CSS.escape(step.id)}"]`);
      const words = item?.querySelector<HTMLElement>(".step-state");
      if (item && words && words.textContent !== step.text) {
        words.textContent = step.text;
        item.className = step.tone;
        this.#say(`${item.querySelector(".step-name")?.textContent ?? ""}: ${step.text}`);
      }
    }

    const turn = document.querySelector<HTMLElement>("[data-turn-note]");
    if (turn) {
      turn.hidden = !state.yourTurn || document.getElementById("sign") !== null;
    }

    // Downloads and buttons belong to a state; when it ends, the page is asked for anew unless somebody is writing.
    const ended = ["Completed", "Declined", "Voided", "Expired"];
    if (state.status !== this.dataset["status"] && ended.includes(state.status) && !document.activeElement?.matches("input, textarea")) {
      location.reload();
    }
  }

  #say(text: string): void {
    const live = this.querySelector<HTMLElement>("[data-live]");
    if (live) {
      live.textContent = text;
    }
  }
}

customElements.define("contract-status", ContractStatus);

export {};
