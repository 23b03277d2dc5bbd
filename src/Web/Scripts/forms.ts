// Errors take the focus, so that nobody has to look for them.
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// A second press of a button that is at work does nothing.
document.addEventListener("submit", event => {
  const form = event.target as HTMLFormElement;
  if (form.dataset["sent"]) {
    event.preventDefault();
    return;
  }

  form.dataset["sent"] = "true";
  const working = form.querySelector<HTMLElement>("[data-working]");
  if (working) {
    working.textContent = working.dataset["working"] ?? "";
  }
});

// Back from the next page: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
    delete form.dataset["sent"];
  }
});

// Empty signers are folded away until they are asked for.
const add = document.querySelector<HTMLButtonElement>("[data-add-party]");
if (add) {
  const folded = [...document.querySelectorAll<HTMLElement>("[data-party][data-filled=false]")];
  folded.forEach(party => party.classList.add("folded"));
  add.hidden = folded.length === 0;
  add.addEventListener("click", () => {
    const next = folded.shift();
    next?.classList.remove("folded");
    next?.querySelector("input")?.focus();
    add.hidden = folded.length === 0;
  });
}

const drop = document.querySelector<HTMLFormElement>("[data-drop]");
if (drop) {
  const input = drop.querySelector<HTMLInputElement>("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, event => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }

  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    if (input && event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      drop.requestSubmit();
    }
  });
}
