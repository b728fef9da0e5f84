/**
 * The page's script. Reading works without it: it keeps the page up to date, copies, says how long
 * ago something was, and keeps the fields of an event and its JSON alike.
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

/* Live: when the server says that something has changed, the page is fetched and its live parts are
   replaced. What is open stays open, and a part in which something is being typed is left alone. */

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
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (answer.status === 401) location.reload();
      if (answer.ok) replaceLive(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      // The server has stopped; EventSource says when it is back.
    }
    // A search that takes long is made no more than half the time.
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

/* An event's fields and its JSON are kept alike, and the JSON is checked as it is typed. */

const form = document.querySelector('form[data-event]');
if (form !== null) {
  const json = form.elements.namedItem('json');
  const checks = document.getElementById('checks');
  const inputs = [...form.querySelectorAll('[data-type]')];
  const pathOf = (input) => input.name.split('.').slice(1);

  const READERS = {
    boolean: (text) => text === 'true',
    integer: Number,
    number: Number,
    list: (text) => text.split(',').map((one) => one.trim()),
    json: JSON.parse,
    string: (text) => text,
  };

  const parse = () => {
    try {
      return { data: JSON.parse(json.value) };
    } catch (error) {
      return { problem: error.message };
    }
  };

  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const valueAt = (data, path) =>
    path.reduce(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      data,
    );

  /** Writes a field into the JSON, and leaves the rest of it as it is. */
  const toJson = (input) => {
    const { data } = parse();
    if (!isObject(data)) return;
    const path = pathOf(input);
    const last = path.pop();
    let place = data;
    for (const key of path) {
      if (!isObject(place[key])) place[key] = {};
      place = place[key];
    }
    try {
      place[last] = input.value === '' ? null : READERS[input.dataset.type](input.value);
    } catch {
      return;
    }
    json.value = JSON.stringify(data, null, 2);
  };

  const toInputs = (data) => {
    for (const input of inputs) {
      const value = valueAt(data, pathOf(input));
      const plain =
        Array.isArray(value) && input.dataset.type === 'list' ? value.join(', ') : value;
      input.value =
        plain === null || plain === undefined
          ? ''
          : isObject(plain) || Array.isArray(plain)
            ? JSON.stringify(plain)
            : String(plain);
    }
  };

  const fits = {
    boolean: (value) => typeof value === 'boolean',
    integer: Number.isInteger,
    number: (value) => typeof value === 'number',
    list: Array.isArray,
    json: Array.isArray,
    string: (value) => typeof value === 'string',
  };
  const known = new Set(inputs.map((input) => pathOf(input).join('.')));

  const unknownIn = (value, path) => {
    if (!isObject(value) || known.has(path.join('.')))
      return known.has(path.join('.')) ? [] : [path.join('.')];
    return Object.keys(value).flatMap((key) => unknownIn(value[key], [...path, key]));
  };

  const say = (lines) => {
    checks.replaceChildren(
      ...lines.map(([kind, text]) => {
        const line = document.createElement('li');
        line.className = kind;
        line.textContent = text;
        return line;
      }),
    );
  };

  const check = () => {
    const { data, problem } = parse();
    if (problem !== undefined) return say([['wrong', `Not valid JSON: ${problem}`]]);
    if (!isObject(data)) return say([['wrong', 'The data must be a JSON object.']]);
    const odd = inputs.flatMap((input) => {
      const path = pathOf(input);
      const value = valueAt(data, path);
      const type = input.dataset.type;
      if (value === undefined || value === null || fits[type](value)) return [];
      return [
        ['odd', `${path.join('.')} is usually ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}.`],
      ];
    });
    const unknown = Object.keys(data).flatMap((key) => unknownIn(data[key], [key]));
    const unknownLines = unknown.map((path) => [
      'odd',
      `${path} is not in the schema. It is sent as it is.`,
    ]);
    const lines = [...odd, ...unknownLines];
    say(lines.length > 0 ? lines.slice(0, 8) : [['', 'Valid, and as the schema has it.']]);
    return undefined;
  };

  form.addEventListener('input', ({ target }) => {
    if (target === json) {
      const { data } = parse();
      if (isObject(data)) toInputs(data);
    } else if (inputs.includes(target)) toJson(target);
    check();
  });
  check();
}
