/** @module The webhooks of the workspace. */
import { normaliseDeliveryUrl } from '../delivery-url.ts';
import { newId, newSecret } from '../identifiers.ts';
import type { Database } from './database.ts';
import { type Page, pageOf } from './page.ts';
import { optionalText, type Row, text, time } from './row.ts';

export type WebhookStatus = 'active' | 'disabled';

/** A webhook with its secret, which the API shows only once. */
export interface SandboxWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
  readonly status: WebhookStatus;
  readonly created_at: string;
  readonly secret: string;
}

export type NewWebhook = Pick<SandboxWebhook, 'url' | 'events' | 'description'>;

export type WebhookChanges = Partial<NewWebhook & Pick<SandboxWebhook, 'status'>>;

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
  const subscribed = connection.prepare(
    `SELECT id FROM webhooks WHERE status = 'active'
       AND EXISTS (SELECT 1 FROM json_each(events) WHERE value IN ('*', ?))`,
  );
  const update = connection.prepare(
    `UPDATE webhooks SET url = :url, normalised_url = :normalisedUrl, events = :events,
       description = :description, status = :status,
       failing_since = IIF(status = 'disabled' AND :status = 'active', NULL, failing_since)
     WHERE id = :id`,
  );
  const succeeded = connection.prepare('UPDATE webhooks SET failing_since = NULL WHERE id = ?');
  const failed = connection.prepare(
    `UPDATE webhooks SET failing_since = COALESCE(failing_since, :now),
       status = IIF(COALESCE(failing_since, :now) <= :limit, 'disabled', status)
     WHERE id = :id`,
  );
  const remove = connection.prepare('DELETE FROM webhooks WHERE id = ?');
  const abandon = connection.prepare(
    `UPDATE deliveries SET status = 'failed', due_at = NULL
     WHERE webhook_id = ? AND due_at IS NOT NULL`,
  );
  const setSecret = connection.prepare('UPDATE webhooks SET secret = ? WHERE id = ?');

  function find(id: string): SandboxWebhook | undefined {
    const row = byId.get(id);
    return row && readWebhook(row);
  }

  function refuseTaken(normalisedUrl: string, except?: string): void {
    const row = byUrl.get(normalisedUrl);
    if (row !== undefined && row.id !== except) throw new UrlTakenError(text(row, 'id'));
  }

  /** Newest first. `before` is the `next` of the previous page. */
  function page(limit: number, before: number = Number.MAX_SAFE_INTEGER): Page<SandboxWebhook> {
    return pageOf(newestFirst.all(before, limit + 1), limit, readWebhook);
  }

  return {
    find,
    page,
    all: (): SandboxWebhook[] => newestFirst.all(Number.MAX_SAFE_INTEGER, -1).map(readWebhook),

    /** @throws UrlTakenError, DeliveryUrlError, DatabaseError */
    create({ url, events, description }: NewWebhook, now: number): SandboxWebhook {
      const normalisedUrl = normaliseDeliveryUrl(url);
      const id = newId('wh');
      const secret = newSecret('whsec');
      transaction(() => {
        refuseTaken(normalisedUrl);
        insert.run(id, url, normalisedUrl, JSON.stringify(events), description, secret, now);
      });
      const created_at = new Date(now).toISOString();
      return { id, url, events, description, status: 'active', created_at, secret };
    },

    /** Changes what is given. Enabling a webhook resets its failures. @throws as `create` */
    change(id: string, changes: WebhookChanges): SandboxWebhook | undefined {
      const before = find(id);
      if (before === undefined) return undefined;
      const after = { ...before, ...changes };
      const { url, description, status } = after;
      const normalisedUrl = normaliseDeliveryUrl(url);
      const events = JSON.stringify(after.events);
      transaction(() => {
        refuseTaken(normalisedUrl, id);
        update.run({ id, url, normalisedUrl, events, description, status });
      });
      return after;
    },

    /** Removes a webhook. Its pending deliveries are abandoned; the log stays. @throws DatabaseError */
    remove(id: string): void {
      transaction(() => {
        remove.run(id);
        abandon.run(id);
      });
    },

    /** Replaces the secret; from now on only the new one signs. @throws DatabaseError */
    rotateSecret(id: string): string | undefined {
      const secret = newSecret('whsec');
      const { changes } = transaction(() => setSecret.run(secret, id));
      return changes === 0 ? undefined : secret;
    },

    /** The IDs of the active webhooks that are subscribed to this event. */
    subscribers: (event: string): string[] => subscribed.all(event).map((row) => text(row, 'id')),

    /** Notes a successful attempt, within a transaction. */
    noteSuccess(id: string): void {
      succeeded.run(id);
    },

    /**
     * Notes a failed attempt, within a transaction, and disables a webhook whose every attempt has
     * failed since `limit`.
     */
    noteFailure(id: string, now: number, limit: number): void {
      failed.run({ id, now, limit });
    },
  };
}

function readWebhook(row: Row): SandboxWebhook {
  const events: unknown = JSON.parse(text(row, 'events'));
  return {
    id: text(row, 'id'),
    url: text(row, 'url'),
    events: Array.isArray(events) ? events.map(String) : [],
    description: optionalText(row, 'description'),
    status: text(row, 'status') === 'active' ? 'active' : 'disabled',
    created_at: time(row, 'created_at'),
    secret: text(row, 'secret'),
  };
}
