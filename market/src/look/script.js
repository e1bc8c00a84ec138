/* Sampan's one script. Every page works without it; it only makes some of them quicker. No inline code, no library. */
"use strict";

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (event, act) => document.addEventListener(event, act);

/* What is of no use without scripts shows itself. */
for (const thing of all("[data-copy], [data-print]")) thing.hidden = false;

/* The summary of errors takes the focus, so that it is read first. */
document.querySelector("[data-focus]")?.focus();

/* In a row that scrolls sideways the place one is at is in sight. */
for (const here of all(".side [aria-current], .tabs [aria-current]")) {
  const row = here.closest("ul, .tabs");
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

/* A form is sent once. The second press waits until the page is shown again (also out of the back-forward cache). */
on("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) delete form.dataset.sent;
  for (const button of all("[aria-busy]")) button.removeAttribute("aria-busy");
});

/* A choice that sends its form. Moving through the list by keyboard does not send; leaving it or Enter does. */
for (const select of all("[data-autosubmit]")) {
  const first = select.value;
  let byKey = false;
  const send = () => select.value !== first && select.form.requestSubmit();
  select.addEventListener("keydown", (event) => { byKey = event.key !== "Enter"; if (!byKey) send(); });
  select.addEventListener("pointerdown", () => { byKey = false; });
  select.addEventListener("change", () => byKey || send());
  select.addEventListener("blur", send);
}

/* Lists that hang on one another: province, city, district. The answer is [{"code": …, "name": …}]. */
for (const select of all("select[data-next]")) {
  let asked = 0;
  select.addEventListener("change", async () => {
    const turn = ++asked;
    const next = document.getElementById(select.dataset.next);
    for (let at = next; at; at = document.getElementById(at.dataset.next)) {
      at.length = at.options[0]?.value === "" ? 1 : 0;
      at.disabled = true;
    }
    if (!next || !select.value) return;
    try {
      const address = new URL(select.dataset.source, location.href);
      address.searchParams.set("under", select.value);
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (turn !== asked || !answer.ok) return;
      for (const { code, name } of await answer.json()) next.add(new Option(name, code));
    } finally {
      if (turn === asked) next.disabled = false;
    }
  });
}

/* Long work: asks every second how far it is; when it has ended the page is loaded again to show what came of it. */
for (const box of all("[data-poll]")) {
  const bar = box.querySelector("progress");
  const lang = document.documentElement.lang;
  const put = (name, value) => { const at = box.querySelector(`[data-${name}]`); if (at && at.textContent !== value) at.textContent = value; };
  let pause = 1000;
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.poll, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { words, done, of, finished } = await answer.json();
      if (finished) return location.reload();
      bar.max = of;
      bar.value = done;
      put("words", words);
      put("done", done.toLocaleString(lang));
      put("of", of.toLocaleString(lang));
      pause = 1000;
    } catch {
      pause = Math.min(pause * 2, 30000);
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}

/* A file on its way up: a bar where the form says data-upload. The answer's page takes this one's place. */
for (const form of all("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const bar = form.querySelector("progress");
    if (!bar || event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("accept", "text/html");
    bar.hidden = false;
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) { bar.max = total; bar.value = loaded; }
    };
    request.onload = () => {
      if (request.status < 300 && request.responseURL !== form.action) return location.assign(request.responseURL);
      document.open();
      document.write(request.responseText);
      document.close();
    };
    request.onerror = () => { bar.hidden = true; form.submit(); };
    request.send(new FormData(form));
  });
}

/* A file too large for the form is told before it is sent. */
for (const input of all("input[type=file][data-most]")) {
  input.addEventListener("change", () => {
    const tooLarge = [...input.files].some((file) => file.size > Number(input.dataset.most));
    input.setCustomValidity(tooLarge ? input.dataset.toolarge : "");
    input.reportValidity();
  });
}

/* Copying a code or an address. */
on("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    const before = button.textContent;
    button.textContent = button.dataset.said;
    setTimeout(() => { button.textContent = before; }, 2000);
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling);
  }
});

/* Ticking all rows of a table, and saying how many are ticked. */
for (const table of all("[data-ticks]")) {
  const rows = all("tbody input[type=checkbox]", table);
  const whole = table.querySelector("thead input[type=checkbox]");
  const count = document.querySelector("[data-ticked]");
  const tell = () => {
    const ticked = rows.filter((row) => row.checked).length;
    if (count) count.textContent = ticked.toLocaleString(document.documentElement.lang);
    if (whole) { whole.checked = ticked === rows.length && ticked > 0; whole.indeterminate = ticked > 0 && ticked < rows.length; }
  };
  table.addEventListener("change", (event) => {
    if (event.target === whole) for (const row of rows) row.checked = whole.checked;
    tell();
  });
  tell();
}

/* A box that suggests: it asks while one types; the answer is {"codes": [{"hs": …, "words": …}]}. */
for (const box of all("input[data-suggest]")) {
  const list = document.getElementById(box.getAttribute("list"));
  let wait = 0;
  box.addEventListener("input", () => {
    clearTimeout(wait);
    if (box.value.trim().length < 2) return;
    wait = setTimeout(async () => {
      const answer = await fetch(box.dataset.suggest + encodeURIComponent(box.value), { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const { codes } = await answer.json();
      /* Browsers filter by what was typed, so words find their code by standing in its label. */
      list.replaceChildren(...codes.map(({ hs, words }) => new Option(`${box.value}: ${words}`, hs)));
    }, 200);
  });
}

/* What floats closes with Escape or a press elsewhere. */
on("keydown", (event) => {
  const open = document.querySelector(".prefs[open]");
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
on("click", (event) => {
  for (const open of all(".prefs[open]")) if (!open.contains(event.target)) open.open = false;
});

on("click", (event) => { if (event.target.closest("[data-print]")) print(); });
