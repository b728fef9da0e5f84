/** @module `kolvera listen`: a local endpoint in a terminal. */
import { check } from '@kolvera/signature';
import { CommandError } from '../command-error.ts';
import { printer } from '../printer.ts';
import { openProject } from '../project.ts';
import type { SecretOptions } from '../secret-options.ts';
import { announceSecret, givenSecrets, type UsedSecrets, usedSecrets } from '../secrets.ts';
import { painter } from '../style.ts';
import { type Surroundings, untilAborted } from '../surroundings.ts';
import { type LoggedDelivery, openDeliveryLog } from './delivery-log.ts';
import { dataOf, lineOf } from './describe-delivery.ts';
import { createKeys, type Keys } from './keys.ts';
import { type Listener, type ListenerOptions, startListener } from './listener.ts';
import { type ListenerWebhook, type RegisterOptions, register } from './register.ts';
import { openScreen, type Screen } from './screen.ts';

export const DELIVERIES = 'deliveries.sqlite';
/** The file with the URL that deliveries are forwarded to, for `kolvera replay`. */
export const FORWARD_TO = 'forward-to';
const DEFAULT_PORT = 4791;

export interface ListenOptions extends SecretOptions, RegisterOptions {
  readonly forwardTo?: string;
  readonly host: string;
  readonly port?: number;
  readonly register?: boolean;
  readonly keep: boolean;
  readonly verify: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** How a listener subscribes, and its welcome, in place of the default. */
export interface ListenFor {
  subscribe(url: string): Promise<ListenerWebhook>;
  welcome(webhook: ListenerWebhook): string;
}

/**
 * Runs until it is interrupted.
 * @param purpose replaces the default subscription and welcome.
 * @throws CommandError `port_taken`, and as `register`
 */
export async function listen(
  around: Surroundings,
  options: ListenOptions,
  purpose?: ListenFor,
): Promise<void> {
  const out = printer(around, options);
  const project = openProject(around.cwd);
  const used = secretsOf(options, around);
  // Reports an unusable secret now, not at the first delivery.
  if (used !== null && used.secrets.length > 0) check('', undefined, used.secrets);
  const store = openDeliveryLog(options.keep ? project.path(DELIVERIES) : undefined);
  if (options.keep && options.forwardTo !== undefined) project.write(FORWARD_TO, options.forwardTo);

  const ending = new AbortController();
  const interrupted = AbortSignal.any([around.interrupted, ending.signal]);
  let view: View = { arrived() {}, answered() {}, print: out.note, close() {} };
  let webhook: ListenerWebhook | undefined;
  const registered = () => (webhook === undefined ? [] : [webhook.secret]);
  const listener = await listenAt(options, {
    host: options.host,
    store,
    secrets: () => (used === null ? null : [...registered(), ...used.secrets]),
    wanted: { events: options.events ?? [] },
    forwardTo: options.forwardTo,
    timeoutMs: options.timeout,
    interrupted,
    arrived: (delivery) => view.arrived(delivery),
    answered: (delivery) => view.answered(delivery),
  }).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${listener.port}/`;

  try {
    const announced = used === null ? undefined : announceSecret(used);
    if (announced !== undefined) out.note(announced);
    if (purpose !== undefined) webhook = await purpose.subscribe(url);
    else if (options.register) {
      webhook = await register(options, url, options.keep ? project : undefined, around);
    }
    out.note(
      purpose !== undefined && webhook !== undefined
        ? purpose.welcome(webhook)
        : defaultWelcome(url, options, used?.source, webhook),
    );
    view = openView(around, options, {
      store,
      url,
      interrupted,
      quit: () => ending.abort(),
    });
    await untilAborted(interrupted);
  } finally {
    view.close();
    await listener.close();
    store.close();
    await webhook?.end();
  }
}

/** None is generated where Kolvera will return one. Null verifies nothing. */
function secretsOf(options: ListenOptions, around: Surroundings): UsedSecrets | null {
  if (!options.verify) return null;
  if (!options.register) return usedSecrets(options, around);
  return { secrets: givenSecrets(options, around), source: 'its webhook in Kolvera' };
}

/** On the given port, or else on the default one, or else on a free one. */
async function listenAt(
  { port }: ListenOptions,
  place: Omit<ListenerOptions, 'port'>,
): Promise<Listener> {
  try {
    return await startListener({ ...place, port: port ?? DEFAULT_PORT });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'EADDRINUSE') throw error;
    if (port === undefined) return startListener({ ...place, port: 0 });
    throw new CommandError(
      'port_taken',
      `Port ${port} is in use. Use another --port, or 0 for a free one.`,
      1,
    );
  }
}

function defaultWelcome(
  url: string,
  { forwardTo, events = [] }: ListenOptions,
  source: string | undefined,
  webhook: ListenerWebhook | undefined,
): string {
  const { port } = new URL(url);
  const lines = [
    `Listening at ${url}${forwardTo === undefined ? '' : `, forwarding to ${forwardTo}`}. Ctrl-C stops it.`,
    source === undefined
      ? 'Not verifying signatures.'
      : `Verifying with the secret from ${source}.`,
    ...(events.length > 0 ? [`Events: ${events.join(', ')}.`] : []),
  ];
  if (webhook !== undefined) {
    return [...lines, `Subscribed ${webhook.url} in Kolvera until this stops.`, ''].join('\n');
  }
  return [
    ...lines,
    '',
    `  Try it        kolvera trigger contact.created --to ${url}`,
    `  With Kolvera  1. Open a tunnel to the port: cloudflared tunnel --url ${url}`,
    `                   (or: ngrok http ${port}, or: tailscale funnel ${port})`,
    '                2. Paste its URL into Kolvera under Settings → Webhooks.',
    '                3. Restart this with the secret that Kolvera shows in KOLVERA_WEBHOOK_SECRET.',
    '',
  ].join('\n');
}

interface View {
  arrived(delivery: LoggedDelivery): void;
  answered(delivery: LoggedDelivery): void;
  print(text: string): void;
  close(): void;
}

interface ViewOptions {
  readonly store: ReturnType<typeof openDeliveryLog>;
  readonly url: string;
  readonly interrupted: AbortSignal;
  quit(): void;
}

/** Interactive on a terminal, otherwise a line for each delivery. */
function openView(around: Surroundings, options: ListenOptions, parts: ViewOptions): View {
  const { stdin, stdout } = around;
  const out = printer(around, options);
  if (options.json || !stdin.isTTY || !stdout.isTTY || stdin.setRawMode === undefined) {
    return {
      arrived() {},
      answered: (delivery) => out.result(lineOf(delivery, out.paint), dataOf(delivery)),
      print: out.note,
      close() {},
    };
  }
  const paint = painter(stdout, around.env);
  const screen = openScreen(stdout);
  const keys = createKeys({
    store: parts.store,
    screen,
    paint,
    target:
      options.forwardTo === undefined
        ? undefined
        : { url: options.forwardTo, timeoutMs: options.timeout, signal: parts.interrupted },
    curlUrl: options.forwardTo ?? parts.url,
    // OSC 52: the terminal's clipboard, over ssh too; other terminals ignore it.
    copy: (text) => stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
    quit: parts.quit,
  });
  return liveView(stdin, keys, screen, paint);
}

function liveView(
  stdin: Surroundings['stdin'],
  keys: Keys,
  screen: Screen,
  paint: ReturnType<typeof painter>,
): View {
  let pending = 0;
  const press = (chunk: Buffer | string) => keys.press(String(chunk));
  stdin.setRawMode?.(true);
  stdin.on('data', press);
  stdin.resume();
  keys.redraw();
  const tick = setInterval(() => {
    if (pending > 0) keys.redraw();
  }, 1000);
  return {
    arrived() {
      pending += 1;
      keys.redraw();
    },
    answered(delivery) {
      pending -= 1;
      if (keys.shows(delivery)) screen.print(lineOf(delivery, paint));
      keys.redraw();
    },
    print: screen.print,
    close() {
      clearInterval(tick);
      stdin.off('data', press);
      stdin.setRawMode?.(false);
      stdin.pause();
      screen.setBottom([]);
    },
  };
}
