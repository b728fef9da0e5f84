/** @module The keys of `kolvera listen`: select a delivery, show it, resend it. */
import { outcomeOf, type PostRequest, post } from '../post.ts';
import { oneLine } from '../printable.ts';
import type { Paint } from '../style.ts';
import type { DeliveryLog, LoggedDelivery } from './delivery-log.ts';
import { detailsOf, lineOf } from './describe-delivery.ts';
import type { Screen } from './screen.ts';

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const ESCAPE = '\u001b';
const BACKSPACE = '\u007f';
/** An arrow, or one character: pasting sends many at once. */
const KEY = new RegExp(`${ESCAPE}\\[[AB]|.`, 'gsu');

export interface KeysOptions {
  readonly store: DeliveryLog;
  readonly screen: Screen;
  readonly paint: Paint;
  /** Where deliveries are resent; undefined without --forward-to. */
  readonly target: Omit<PostRequest, 'headers' | 'body'> | undefined;
  /** Where a copied curl command sends to. */
  readonly curlUrl: string;
  /** Copies a text to the clipboard. */
  copy(text: string): void;
  quit(): void;
}

export interface Keys {
  press(chunk: string): void;
  /** Whether a delivery passes the filter. */
  shows(delivery: LoggedDelivery): boolean;
  /** Called when a delivery arrives and when it gets a response. */
  redraw(): void;
}

export function createKeys(options: KeysOptions): Keys {
  const { store, screen, paint, target } = options;
  let chosen: number | undefined;
  let filter = '';
  let typing: string | undefined;

  const current = () => (chosen === undefined ? store.last() : store.find(chosen));

  function redraw(): void {
    const delivery = current();
    screen.setBottom([
      paint('dim', '─'.repeat(40)),
      delivery === undefined
        ? paint('dim', 'Waiting for the first delivery.')
        : `${chosen === undefined ? 'Latest  ' : 'Selected'} ${lineOf(delivery, paint)}`,
      typing === undefined ? help() : `Filter, Enter to apply, Esc to clear: ${typing}▏`,
    ]);
  }

  function help(): string {
    const keys = '↑↓ select  Enter details  r send again  c copy as curl  f filter  q quit';
    return paint('dim', filter === '' ? keys : `${keys}  (showing: ${filter})`);
  }

  /** Beyond the newest, the selection follows the latest again. */
  function choose(delivery: LoggedDelivery | undefined): void {
    chosen = delivery?.id;
    redraw();
  }

  async function sendAgain(delivery: LoggedDelivery): Promise<void> {
    if (target === undefined) {
      screen.print('No endpoint to send to. Start kolvera listen with --forward-to.');
      return;
    }
    const { headers, body } = delivery;
    const exchange = await post({ ...target, headers, body });
    screen.print(`Sent #${delivery.id} again: ${outcomeOf(exchange)}, ${exchange.ms} ms.`);
  }

  function type(key: string): void {
    if (key === '\r' || key === '\n') {
      filter = typing ?? '';
      typing = undefined;
    } else if (key === ESCAPE) {
      filter = '';
      typing = undefined;
    } else {
      typing = key === BACKSPACE ? typing?.slice(0, -1) : `${typing ?? ''}${oneLine(key, 1)}`;
    }
    redraw();
  }

  function press(key: string): void {
    if (key === CTRL_C) options.quit();
    else if (typing !== undefined) type(key);
    else if (key === 'q') options.quit();
    else if (key === 'f') startTyping();
    else {
      const delivery = current();
      if (delivery !== undefined) use(delivery, key);
    }
  }

  function startTyping(): void {
    typing = filter;
    redraw();
  }

  function use(delivery: LoggedDelivery, key: string): void {
    if (key === UP || key === 'k') choose(store.before(delivery.id) ?? delivery);
    if (key === DOWN || key === 'j') choose(store.after(delivery.id));
    if (key === '\r' || key === '\n' || key === 'd') screen.print(detailsOf(delivery, paint));
    if (key === 'r') void sendAgain(delivery);
    if (key === 'c') void copyAsCurl(delivery);
  }

  async function copyAsCurl(delivery: LoggedDelivery): Promise<void> {
    const { asCurl } = await import('@kolvera/sandbox');
    const command = asCurl({ ...delivery, url: options.curlUrl });
    options.copy(command);
    screen.print(command);
  }

  return {
    press(chunk) {
      for (const key of chunk.match(KEY) ?? []) press(key);
    },
    shows: (delivery) =>
      filter === '' ||
      lineOf(delivery, (_, text) => text)
        .toLowerCase()
        .includes(filter.toLowerCase()),
    redraw,
  };
}
