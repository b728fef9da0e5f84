/** @module The terminal recording of the README: `kolvera listen` at work, as an animated SVG. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventName, sampleEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { startEndpoint } from './endpoint.ts';
import { readScreen, type ScreenLine } from './read-screen.ts';
import { asSvg, type Frame } from './svg.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const SECRET = 'whsec_of_the_shop';
const COLUMNS = 120;
const ROWS = 18;
const UP = '\u001b[A';

/** Runs the command in a terminal, has deliveries arrive, presses keys, and draws what it shows. */
export async function makeRecording(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kolvera-recording-')));
  writeFileSync(join(folder, 'package.json'), '{}\n');
  const endpoint = await startEndpoint(SECRET);
  const terminal = await openTerminal(['listen', '--port', '0', '--forward-to', endpoint.url], {
    cwd: folder,
    env: { KOLVERA_WEBHOOK_SECRET: SECRET },
    columns: COLUMNS,
    rows: ROWS,
  });
  try {
    const frames: Frame[] = [];
    const url = (await terminal.shows(/Listening at (http:[^,]+\/)/))[1] ?? '';
    const port = new URL(url).port;
    const shoot = async (seconds: number) => {
      await settled(terminal);
      const screen = await readScreen(terminal.written(), COLUMNS, ROWS);
      frames.push({ seconds, lines: screen.map((line) => steadyLine(line, endpoint.url, port)) });
    };
    await terminal.shows(/q quit/);
    await shoot(2.5);
    for (const name of ['contact.created', 'campaign.email.replied'] as const) {
      await deliver(url, name);
      await shoot(1.3);
    }
    await deliver(url, 'meeting.booked', '\n');
    await shoot(2);
    for (const [keys, shown] of [
      [UP, /Chosen .*#2/],
      ['r', /Sent #2 again: 200/],
    ] as const) {
      terminal.press(keys);
      await terminal.shows(shown);
      await shoot(1.6);
    }
    return asSvg(frames, {
      columns: COLUMNS,
      rows: ROWS,
      title: 'kolvera listen --forward-to http://localhost:3000/kolvera',
    });
  } finally {
    terminal.close();
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until nothing more is written. */
async function settled(terminal: Terminal): Promise<void> {
  let before: number;
  do {
    before = terminal.written().length;
    await pause(300);
  } while (terminal.written().length > before);
}

/** @param added after signing, so that the signature does not fit. */
async function deliver(url: string, name: EventName, added = ''): Promise<void> {
  const body = JSON.stringify(sampleEvent(name));
  const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, SECRET) };
  await fetch(url, { method: 'POST', headers, body: body + added });
}

/** The same picture for the same behaviour. */
function steadyLine(line: ScreenLine, endpointUrl: string, port: string): ScreenLine {
  return line.map(({ text, style }) => ({
    style,
    text: text
      .replaceAll(endpointUrl, 'http://localhost:3000/kolvera')
      .replaceAll(`:${port}`, ':4791')
      .replaceAll(` ${port}`, ' 4791')
      .replace(/\b\d+ ms\b/g, '8 ms')
      .replace(/\b\d\d:\d\d:\d\d\b/g, '14:03:07'),
  }));
}
