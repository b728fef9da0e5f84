/**
 * The page's script. Pages work without it: it updates them live, copies, shows how long ago something
 * was, and keeps the fields of an event and its JSON in sync.
 */
const root = document.documentElement;
root.dataset.script = '';

/* Times: how long ago, or how long until. The exact time stays in the title. */

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function showTimes() {
  for (const time of document.querySelectorAll('time')) {
    const seconds = Math.round((Date.parse(time.dateTime) - Date.now()) / 1000);
    const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
    time.textContent = relative.format(Math.trunc(seconds / length), unit);
  }
}

showTimes();
setInterval(showTimes, 5000);

/* Copying */

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest('button.copy') : null;
  if (button === null) return;
  const done = await navigator.clipboard.writeText(button.previousElementSibling.textContent).then(
    () => 'Copied',
    () => 'Not allowed',
  );
  button.textContent = done;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 1500);
});

/* Live: when the server reports a change, the page is fetched and its live parts are replaced. What is
   open stays open, and a part that is being typed in is left alone. */

let refreshing = false;
let again = false;

async function refresh() {
  again = true;
  if (refreshing) return;
  refreshing = true;
  while (again) {
    again = false;
    const started = performance.now();
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (response.status === 401) location.reload();
      if (response.ok)
        replaceLive(new DOMParser().parseFromString(await response.text(), 'text/html'));
    } catch {
      // The server has stopped; EventSource reconnects when it is back.
    }
    // Refreshing takes at most half of the time.
    const pause = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  refreshing = false;
}

function replaceLive(fresh) {
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = fresh.getElementById(part.id);
    const busy =
      part.contains(document.activeElement) &&
      document.activeElement.matches('input, select, textarea');
    if (now === null || busy) continue;
    const known = new Set([...part.querySelectorAll('[data-key]')].map((row) => row.dataset.key));
    const open = new Map(
      [...part.querySelectorAll('details[id]')].map((one) => [one.id, one.open]),
    );
    const focused = document.activeElement?.getAttribute('href');
    part.replaceChildren(...document.importNode(now, true).childNodes);
    for (const row of part.querySelectorAll('[data-key]')) {
      row.classList.toggle('new', !known.has(row.dataset.key));
    }
    for (const one of part.querySelectorAll('details[id]')) {
      if (open.has(one.id)) one.open = open.get(one.id);
    }
    if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }
  showTimes();
}

if (document.querySelector('[data-live]') !== null) {
  const source = new EventSource('/settings/live');
  source.addEventListener('open', () => {
    root.dataset.connected = '';
    refresh();
  });
  source.addEventListener('error', () => {
    delete root.dataset.connected;
  });
  source.addEventListener('change', refresh);
}

/* Choosing an event needs no button. */

document.querySelector('select[data-auto]')?.addEventListener('change', ({ currentTarget }) => {
  currentTarget.form.submit();
});

/* As an event's fields or its JSON are edited, the server checks them and renders the other view. */

const form = document.querySelector('form[data-event]');
const json = form?.elements.namedItem('json');
let checking;

async function check(from, signal) {
  const body = new URLSearchParams(new FormData(form));
  body.set('from', from);
  const response = await fetch('/settings/fire/check', { method: 'POST', body, signal });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  const replace = (id) =>
    document.getElementById(id).replaceChildren(...fresh.getElementById(id).childNodes);
  if (fresh.querySelector('#checks .wrong') === null) {
    if (from === 'json') replace('inputs');
    else json.value = fresh.getElementById('json').value;
  }
  replace('checks');
}

form?.addEventListener('input', ({ target }) => {
  if (target !== json && !target.name.startsWith('data.')) return;
  checking?.abort();
  checking = new AbortController();
  // A check that is aborted, or that the server is too busy or gone to answer, shows nothing.
  check(target === json ? 'json' : 'form', checking.signal).catch(() => {});
});
