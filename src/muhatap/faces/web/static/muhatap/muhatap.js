/* Conveniences on top of pages that work without any script: keys, drafts, photo compression, position, confirmation. */
"use strict";

const words = () => document.body.dataset;

/* --- keys: Ctrl K or / searches, ? shows the keys ------------------------------------------------------------- */

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  const search = document.querySelector("[data-search]") || document.querySelector("input[type=search]");
  const wantsSearch = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping(event.target));
  if (wantsSearch && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?" && !isTyping(event.target)) {
    document.getElementById("keys")?.showModal();
  } else if (event.key === "Escape") {
    document.querySelectorAll("details.chip[open], details.menu[open]").forEach((open) => {
      open.open = false;
      open.querySelector("summary").focus();
    });
  }
});

/* one open filter at a time, and none after a click elsewhere */
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.chip[open], details.menu[open]").forEach((open) => {
    if (!open.contains(event.target)) open.open = false;
  });
});

/* --- drafts: what was typed in form[data-autosave] survives a closed tab -------------------------------------- */

const DRAFT = "muhatap.draft:";
const SENT = "muhatap.sent:";

function draftFields(form) {
  return [...form.elements].filter(
    (field) => field.name && !/^(password|file|hidden|submit|button|reset)$/.test(field.type) && field.dataset.autosave !== "off",
  );
}

function readDraft(form) {
  return draftFields(form).map((field) => [field.name, /^(checkbox|radio)$/.test(field.type) ? field.value : null, valueOf(field)]);
}

function valueOf(field) {
  if (/^(checkbox|radio)$/.test(field.type)) return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function writeDraft(form, saved) {
  for (const [name, choice, value] of saved) {
    for (const field of draftFields(form).filter((one) => one.name === name)) {
      if (/^(checkbox|radio)$/.test(field.type)) {
        if (field.value === choice) field.checked = value;
      } else if (field.multiple) {
        [...field.options].forEach((option) => (option.selected = value.includes(option.value)));
      } else {
        field.value = value;
      }
    }
  }
}

function offerDiscard(form, key) {
  const note = document.createElement("p");
  const button = document.createElement("button");
  note.className = "alert draft-note";
  note.setAttribute("role", "status");
  note.textContent = words().wordDraft;
  button.type = "button";
  button.className = "btn btn-sm";
  button.textContent = words().wordDiscard;
  button.addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    note.remove();
  });
  note.append(button);
  form.prepend(note);
}

function keepDraft(form) {
  const key = DRAFT + form.dataset.autosave;
  const untouched = JSON.stringify(readDraft(form));
  const saved = localStorage.getItem(key);
  if (saved && saved !== untouched && !("answered" in form.dataset)) {
    writeDraft(form, JSON.parse(saved));
    offerDiscard(form, key);
  }
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(readDraft(form))));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sessionStorage.setItem(SENT + form.dataset.autosave, "1");
  });
}

/* a draft that was sent and answered by another page than the form itself, and not by a refusal, has done its work */
function dropSentDrafts() {
  if (Number(words().answer) >= 400) return;
  const shown = new Set([...document.querySelectorAll("form[data-autosave]")].map((form) => form.dataset.autosave));
  const sent = Object.keys(sessionStorage).filter((name) => name.startsWith(SENT));
  for (const name of sent) {
    const draft = name.slice(SENT.length);
    const again = document.querySelector(`form[data-autosave="${CSS.escape(draft)}"][data-answered]`);
    if (!shown.has(draft) || !again) localStorage.removeItem(DRAFT + draft);
    sessionStorage.removeItem(name);
  }
}

function forgetDrafts() {
  Object.keys(localStorage).filter((name) => name.startsWith(DRAFT)).forEach((name) => localStorage.removeItem(name));
}

/* --- photos: input[type=file][data-compress] sends JPEGs of at most 1600 px ----------------------------------- */

const LONGEST = 1600;

async function smaller(file) {
  if (!file.type.startsWith("image/")) return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.[^.]+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
}

async function compress(input) {
  const form = input.form;
  const buttons = form ? [...form.querySelectorAll("button:not([type=button])")] : [];
  buttons.forEach((button) => button.setAttribute("aria-busy", "true"));
  input.dataset.busy = "1";
  const box = new DataTransfer();
  for (const file of [...input.files]) box.items.add(await smaller(file));
  input.files = box.files;
  delete input.dataset.busy;
  buttons.forEach((button) => button.removeAttribute("aria-busy"));
  input.dispatchEvent(new CustomEvent("compressed", { bubbles: true }));
}

function sendWhenSmaller(form, submitter) {
  form.dataset.waiting = "";
  form.addEventListener("compressed", function ready() {
    if (form.querySelector("input[data-busy]")) return;
    form.removeEventListener("compressed", ready);
    delete form.dataset.waiting;
    form.requestSubmit(submitter);
  });
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[type=file][data-compress]")) compress(event.target);
});

/* --- position: a [data-geo] form gets latitude, longitude and accuracy (m) when its button is pressed --------- */

function fillPosition(form, position) {
  const found = { latitude: position.coords.latitude, longitude: position.coords.longitude, accuracy: position.coords.accuracy };
  for (const [name, value] of Object.entries(found)) {
    const field = form.querySelector(`[data-geo-field="${name}"]`) || form.elements.namedItem(name);
    if (field) field.value = name === "accuracy" ? Math.round(value) : value.toFixed(6);
  }
}

function locate(form, then) {
  const note = form.querySelector("[data-geo-note]");
  const say = (text) => note && (note.textContent = text);
  if (!navigator.geolocation) {
    say(words().wordUnlocated);
    then();
    return;
  }
  say(words().wordLocating);
  navigator.geolocation.getCurrentPosition(
    (position) => {
      fillPosition(form, position);
      say(words().wordLocated);
      then();
    },
    () => {
      say(words().wordUnlocated);
      then();
    },
    { enableHighAccuracy: true, timeout: 8000, maximumAge: 30000 },
  );
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-geo-locate]");
  if (button?.form) locate(button.form, () => {});
});

/* --- sending: confirmation, position first, and never twice ---------------------------------------------------- */

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = event.submitter?.dataset.confirm || form.dataset.confirm;
  if ("sending" in form.dataset) {
    event.preventDefault();
    return;
  }
  if (form.querySelector("input[data-busy]")) {
    /* photos are still being made smaller: sent as soon as the last one is */
    event.preventDefault();
    if (!("waiting" in form.dataset)) sendWhenSmaller(form, event.submitter);
    return;
  }
  if (asked && !window.confirm(asked)) {
    event.preventDefault();
    return;
  }
  if (event.submitter?.matches("[data-forget-drafts]")) forgetDrafts();
  if ("geo" in form.dataset && !("located" in form.dataset)) {
    event.preventDefault();
    form.dataset.located = "";
    const { submitter } = event;
    const confirmed = form.dataset.confirm;
    locate(form, () => {
      delete form.dataset.confirm; /* asked already */
      form.requestSubmit(submitter);
      if (confirmed) form.dataset.confirm = confirmed;
    });
    return;
  }
  if (form.method === "post") {
    form.dataset.sending = "";
    event.submitter?.setAttribute("aria-busy", "true");
  }
}, true);

/* coming back with the browser's own button: the form may be sent again */
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  document.querySelectorAll("form [aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

/* after an htmx answer the form may be sent again */
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
});

/* --- lists: all rows of the page at once, and what can be done with them as soon as one is chosen ----------------- */

function showPicks() {
  const form = document.getElementById("picks");
  if (!form) return;
  const boxes = [...document.querySelectorAll("input[name=pick][form=picks]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = document.querySelector("[data-pick-all]");
  all.hidden = false;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  form.hidden = chosen === 0;
  form.querySelector("[data-pick-count]").textContent = `${chosen} ${form.dataset.wordChosen}:`;
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-pick-all]")) {
    document.querySelectorAll("input[name=pick][form=picks]").forEach((box) => (box.checked = event.target.checked));
  }
  if (event.target.matches?.("[data-pick-all], input[name=pick]")) showPicks();
});

window.addEventListener("pageshow", showPicks); /* coming back, the browser ticks what was ticked */
dropSentDrafts();
document.querySelectorAll("form[data-autosave]").forEach(keepDraft);
document.getElementById("errors")?.focus();
