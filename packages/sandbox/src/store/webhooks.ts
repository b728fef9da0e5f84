/** @module The webhooks of the workspace. */
import { normaliseDeliveryUrl } from '../delivery-url.ts';
import { newId, newSecret } from '../identifiers.ts';
import type { Database } from './database.ts';
import { type Page, pageOf } from './page.ts';
import { optionalText, type Row, text, time } from './row.ts';

export type WebhookStatus = 'active' | 'disabled';

/** A webhook as the sandbox itself knows it; the API shows the secret only when it is new. */
export interface SandboxWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
  readonly status: WebhookStatus;
  readonly created_at: string;
  readonly secret: string;
}

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
}

export type WebhookChanges = Partial<NewWebhook & { readonly status: WebhookStatus }>;

/** Another webhook of the workspace has the same normalised URL. */
export class UrlTakenError extends Error {
  override readonly name = 'UrlTakenError';
  readonly code = 'url_taken';
  readonly webhookId: string;

  constructor(webhookId: string) {
    super('Another webhook in this workspace already uses this URL.');
    this.webhookId = webhookId;
  }
}

export type WebhookStore = ReturnType<typeof webhookStore>;

/**
 * The database is this process's own, so webhooks are also held in memory: each delivery asks for
 * one, and each event for its subscribers. Memory follows the database once it has committed.
 */
export function webhookStore({ connection, transaction }: Database) {
  const insert = connection.prepare(
    `INSERT INTO webhooks (id, url, normalised_url, events, description, status, secret, created_at)
     VALUES (?, ?, ?, ?, ?, 'active', ?, ?)`,
  );
  const byId = connection.prepare('SELECT * FROM webhooks WHERE id = ?');
  const byUrl = connection.prepare('SELECT id FROM webhooks WHERE normalised_url = ?');
  const newestFirst = connection.prepare(
    'SELECT * FROM webhooks WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const every = connection.prepare('SELECT * FROM webhooks');
  const update = connection.prepare(
    `UPDATE webhooks SET url = ?, normalised_url = ?, events = ?, description = ?, status = ?,
       failing_since = CASE WHEN ? THEN NULL ELSE failing_since END
     WHERE id = ?`,
  );
  const succeeded = connection.prepare(
    'UPDATE webhooks SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL',
  );
  const failed = connection.prepare(
    `UPDATE webhooks SET failing_since = COALESCE(failing_since, :now),
       status = CASE WHEN COALESCE(failing_since, :now) <= :limit THEN 'disabled' ELSE status END
     WHERE id = :id`,
  );
  const remove = connection.prepare('DELETE FROM webhooks WHERE id = ?');
  const giveUp = connection.prepare(
    `UPDATE deliveries SET status = 'failed', due_at = NULL
     WHERE webhook_id = ? AND due_at IS NOT NULL`,
  );
  const setSecret = connection.prepare('UPDATE webhooks SET secret = ? WHERE id = ?');
  const noteSecret = connection.prepare('INSERT INTO issued_secrets VALUES (?)');
  const everySecret = connection.prepare('SELECT secret FROM issued_secrets');

  const held = new Map(every.all().map((row) => [text(row, 'id'), holdWebhook(row)]));
  const subscribersOf = new Map<string, readonly string[]>();

  const find = (id: string): SandboxWebhook | undefined => held.get(id)?.webhook;

  /** Reads a webhook again that may have changed. */
  function refresh(id: string): SandboxWebhook | undefined {
    const row = byId.get(id);
    if (row === undefined) held.delete(id);
    else held.set(id, holdWebhook(row));
    subscribersOf.clear();
    return find(id);
  }

  function issueSecret(): string {
    const secret = newSecret('whsec');
    noteSecret.run(secret);
    return secret;
  }

  function refuseTaken(normalisedUrl: string, except?: string): void {
    const row = byUrl.get(normalisedUrl);
    if (row !== undefined && row.id !== except) throw new UrlTakenError(text(row, 'id'));
  }

  return {
    find,

    /** @throws UrlTakenError, DeliveryUrlError, DatabaseError */
    create(webhook: NewWebhook, now: number): SandboxWebhook {
      const normalisedUrl = normaliseDeliveryUrl(webhook.url);
      const id = newId('wh');
      const { url, events, description } = webhook;
      transaction(() => {
        refuseTaken(normalisedUrl);
        const secret = issueSecret();
        insert.run(id, url, normalisedUrl, JSON.stringify(events), description, secret, now);
      });
      return stored(refresh(id));
    },

    /** Changes what is given. Enabling a webhook forgets its failures. @throws as `create` */
    change(id: string, changes: WebhookChanges): SandboxWebhook | undefined {
      const before = find(id);
      if (before === undefined) return undefined;
      const { url, events, description, status } = { ...before, ...changes };
      const normalisedUrl = normaliseDeliveryUrl(url);
      const enabled = status === 'active' && before.status === 'disabled' ? 1 : 0;
      transaction(() => {
        refuseTaken(normalisedUrl, id);
        update.run(url, normalisedUrl, JSON.stringify(events), description, status, enabled, id);
      });
      return stored(refresh(id));
    },

    /** Removes a webhook. What it was still owed is abandoned; the log stays. @throws DatabaseError */
    remove(id: string): void {
      transaction(() => {
        remove.run(id);
        giveUp.run(id);
      });
      refresh(id);
    },

    /** Gives a webhook a new secret; from now on only this one signs. @throws DatabaseError */
    rotateSecret(id: string): string | undefined {
      if (find(id) === undefined) return undefined;
      const secret = transaction(() => {
        const issued = issueSecret();
        setSecret.run(issued, id);
        return issued;
      });
      refresh(id);
      return secret;
    },

    /** Newest first. `before` is a page's `next`. */
    page(limit: number, before: number = Number.MAX_SAFE_INTEGER): Page<SandboxWebhook> {
      return pageOf(newestFirst.all(before, limit + 1), limit, readWebhook);
    },

    all: (): SandboxWebhook[] => newestFirst.all(Number.MAX_SAFE_INTEGER, -1).map(readWebhook),

    /** The ids of the active webhooks that want this event. */
    subscribers(event: string): readonly string[] {
      let ids = subscribersOf.get(event);
      if (ids === undefined) {
        ids = [...held.values()]
          .filter(({ webhook }) => webhook.status === 'active')
          .filter(({ webhook }) => webhook.events.some((one) => one === '*' || one === event))
          .map(({ webhook }) => webhook.id);
        subscribersOf.set(event, ids);
      }
      return ids;
    },

    /** Notes a success, within `Database.write`; `refresh` comes after. @returns whether it is news. */
    noteSuccess(id: string): boolean {
      if (held.get(id)?.failing !== true) return false;
      succeeded.run(id);
      return true;
    },

    /**
     * Notes a failure, within `Database.write`, and disables a webhook that has done nothing but
     * fail since `limit`; `refresh` comes after.
     */
    noteFailure(id: string, now: number, limit: number): void {
      failed.run({ id, now, limit });
    },

    refresh,

    /** Every secret that a webhook has or had, those of removed webhooks included. */
    secretsEverIssued: (): string[] => everySecret.all().map((row) => text(row, 'secret')),
  };
}

function stored(webhook: SandboxWebhook | undefined): SandboxWebhook {
  if (webhook === undefined) throw new TypeError('The webhook was not stored.');
  return webhook;
}

/** What is held of a webhook in memory. */
interface Held {
  readonly webhook: SandboxWebhook;
  /** Whether its last attempt failed. */
  readonly failing: boolean;
}

function holdWebhook(row: Row): Held {
  return { webhook: readWebhook(row), failing: row.failing_since !== null };
}

function readEvents(row: Row): string[] {
  const events: unknown = JSON.parse(text(row, 'events'));
  return Array.isArray(events) ? events.map(String) : [];
}

function readWebhook(row: Row): SandboxWebhook {
  return {
    id: text(row, 'id'),
    url: text(row, 'url'),
    events: readEvents(row),
    description: optionalText(row, 'description'),
    status: text(row, 'status') === 'active' ? 'active' : 'disabled',
    created_at: time(row, 'created_at'),
    secret: text(row, 'secret'),
  };
}
