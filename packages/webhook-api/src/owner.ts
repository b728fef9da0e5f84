/**
 * @module The marker by which a connector recognises its own webhooks.
 *
 * Kolvera's contract has no field for an owner, so the marker ends the description, where a person
 * sees it too: `Kolvera for n8n: My workflow [n8n:abc123]`.
 */
import { KolveraApiError } from './api-error.ts';
import type { Webhook } from './resources.ts';

export interface Owner {
  /** The connector's name as a person writes it: `n8n`, `Zapier`. Letters, digits and hyphens. */
  readonly connector: string;
  /**
   * What in the connector the webhook belongs to, the same on every call: a workflow's or Zap's
   * id. 1-100 letters, digits and `. _ : -`.
   */
  readonly installation: string;
}

const CONNECTOR = /^[A-Za-z0-9-]{1,30}$/;
const INSTALLATION = /^[\w.:-]{1,100}$/;
const MARKER = /\[([a-z0-9-]{1,30}):([\w.:-]{1,100})\]$/;
const LONGEST_TITLE = 80;

/** @throws KolveraApiError `invalid` for an owner that does not fit in the marker. */
export function assertOwner({ connector, installation }: Owner): void {
  if (CONNECTOR.test(connector) && INSTALLATION.test(installation)) return;
  throw new KolveraApiError(
    'invalid',
    'The owner of a webhook needs a connector (letters, digits, hyphens) and an installation (also . _ and :).',
  );
}

/**
 * The description of an owner's webhook. It ends with the marker.
 *
 * For connectors that send `createWebhook` themselves; `subscribe` calls it. The parts are not
 * checked here, so that a platform's expression may take the place of the installation
 * (`{{webhook.id}}` in Make's definitions); `assertOwner` says what it may become.
 * @param title What a person calls it (the workflow's name); cut and cleaned for one line.
 */
export function describeOwner(owner: Owner, title = ''): string {
  const line = oneLine(title);
  return `Kolvera for ${owner.connector}${line && `: ${line}`} [${markerOf(owner)}]`;
}

/** The owner named by the marker at the very end of the description; null without one. */
export function ownerOf({ description }: Pick<Webhook, 'description'>): Owner | null {
  const [, connector, installation] = MARKER.exec(description ?? '') ?? [];
  return connector && installation ? { connector, installation } : null;
}

/** Whether the webhook carries the owner's marker. */
export function isOwn(webhook: Webhook, owner: Owner): boolean {
  const found = ownerOf(webhook);
  return found !== null && markerOf(found) === markerOf(owner);
}

/**
 * Whether the webhook, which delivers to our URL, is ours: it carries our marker, or an earlier call
 * created it, and someone has edited its description since.
 * @param id what that call returned, where it is known.
 */
export function isOwnAtUrl(webhook: Webhook, owner: Owner, id: string | undefined): boolean {
  return webhook.id === id || isOwn(webhook, owner);
}

function markerOf({ connector, installation }: Owner): string {
  return `${connector.toLowerCase()}:${installation}`;
}

function oneLine(title: string): string {
  const line = title.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return [...line].slice(0, LONGEST_TITLE).join('').trim();
}
