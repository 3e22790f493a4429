// SPDX-License-Identifier: EUPL-1.2
// The page of an order on a bad connection: what is filled in stays on this device, photos too, and an answer that could not be sent goes when the
// connection is back. The key in the form makes that sending it twice is one answer. Without this script the page does the same, by hand.
const line = document.querySelector('[data-buiten-stand]');
const forms = [...document.querySelectorAll('form[data-buiten]')];
const order = location.pathname;
const WEEK = 7 * 24 * 3600 * 1000;

const say = key => { if (line) line.textContent = line.dataset[key] ?? ''; };
const state = () => say(navigator.onLine ? 'verbonden' : 'weg');

// One store: "page form" → { fields, files, waits, time }.
const open = () => new Promise((done, fail) => {
  const asked = indexedDB.open('buiten', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('antwoorden');
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
const use = async (mode, run) => {
  const base = await open();
  try {
    return await new Promise((done, fail) => {
      const change = base.transaction('antwoorden', mode);
      const asked = run(change.objectStore('antwoorden'));
      change.oncomplete = () => done(asked.result);
      change.onerror = () => fail(change.error);
      change.onabort = () => fail(change.error);
    });
  } finally {
    base.close();
  }
};
const name = form => `${order} ${form.id}`;
const read = form => use('readonly', store => store.get(name(form)));
const forget = form => use('readwrite', store => store.delete(name(form))).catch(() => {});

/** What is filled in, without the token: that of the page is used when it is sent. */
const filled = (form, waits) => {
  const fields = [], files = [];
  for (const [field, value] of new FormData(form)) {
    if (value instanceof File) {
      if (value.size) files.push([field, value, value.name]);
    } else if (field !== '_formulier') {
      fields.push([field, value]);
    }
  }
  return { fields, files, waits, time: Date.now() };
};
const keep = (form, waits = false) => {
  const kept = filled(form, waits);
  return use('readwrite', store => store.put(kept, name(form)));
};

/** Puts back what was filled in, unless the server gave something to mend. */
const restore = (form, kept) => {
  for (const [field, value] of kept.fields) {
    const control = form.elements[field];
    if (control?.tagName === 'TEXTAREA' && !control.value) control.value = value;
    if (field === 'sleutel' && control) control.value = value;
  }
  const byField = new Map();
  kept.files.forEach(([field, file, called]) => byField.set(field, [...(byField.get(field) ?? []), new File([file], called, { type: file.type })]));
  for (const [field, list] of byField) {
    const control = form.elements[field];
    if (control?.type !== 'file' || control.files.length) continue;
    const chosen = new DataTransfer();
    list.forEach(file => chosen.items.add(file));
    control.files = chosen.files;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (kept.files.length || kept.fields.some(([field, value]) => !['stap', 'sleutel', 'weg'].includes(field) && value)) {
    const more = form.closest('details');
    if (more) more.open = true;
  }
};

let busy = false;
/** Sends a form. What comes back is shown; without a connection the form waits here. */
const send = async form => {
  if (busy) return;
  busy = true;
  try {
    await keep(form, true).catch(() => say('mislukt'));
    if (!navigator.onLine) { say('wacht'); return; }
    say('stuurt');
    const answer = await fetch(form.getAttribute('action') || location.href, { method: 'POST', body: new FormData(form), redirect: 'follow', headers: { accept: 'text/html' } });
    if (answer.status >= 502 && answer.status <= 504) throw new Error(String(answer.status));
    if (answer.redirected || answer.ok) {
      await forget(form);
      location.assign(answer.url);
      return;
    }
    // Something has to be mended: let the browser show that page as it would have without script.
    await keep(form).catch(() => {});
    form.dataset.gewoon = '';
    form.submit();
  } catch {
    say('wacht');
  } finally {
    busy = false;
  }
};

const waiting = async () => {
  for (const form of forms) {
    const kept = await read(form).catch(() => null);
    if (kept?.waits) { await send(form); return; }
  }
};

if (forms.length && 'indexedDB' in window) {
  state();
  addEventListener('offline', state);
  addEventListener('online', () => { state(); waiting(); });
  for (const form of forms) {
    let later;
    const soon = () => { clearTimeout(later); later = setTimeout(() => keep(form).catch(() => {}), 400); };
    form.addEventListener('input', soon);
    form.addEventListener('change', soon);
    form.addEventListener('submit', event => {
      event.preventDefault();
      clearTimeout(later);
      send(form);
    });
  }
  (async () => {
    // What is of another order, or of long ago, goes.
    await use('readwrite', store => {
      const all = store.openCursor();
      all.onsuccess = () => {
        const at = all.result;
        if (!at) return;
        if (Date.now() - at.value.time > WEEK) at.delete();
        at.continue();
      };
      return all;
    }).catch(() => {});
    const mend = document.querySelector('[data-foutoverzicht]');
    for (const form of forms) {
      const kept = await read(form).catch(() => null);
      if (!kept) continue;
      if (!mend) { restore(form, kept); continue; }
      // Photos that the server kept, or said something about, are not chosen again.
      const judged = form.querySelector('[name=weg], input[type=file][aria-invalid=true]');
      restore(form, { ...kept, fields: kept.fields.filter(([field]) => field !== 'sleutel'), files: judged ? [] : kept.files });
    }
    if (!mend) await waiting();
  })();
}
