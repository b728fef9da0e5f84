/** @module The frame of every page, and its headers. */
import { html } from 'hono/html';
import { favicon, script, styleSheet } from '../assets.ts';
import type { Html } from './html.ts';
import { type IconName, icon, mark } from './icons.ts';

/** A message above the content. */
export interface Note {
  readonly kind: 'done' | 'error';
  readonly content: Html | string;
}

/** Nothing is loaded from other origins, no inline script runs, and the page is not framed or cached. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

const TABS = ['webhooks', 'fire', 'deliveries', 'connect'] as const satisfies readonly IconName[];
export type Tab = (typeof TABS)[number];

interface Frame {
  readonly title: string;
  /** The open tab; none before signing in. */
  readonly tab?: Tab;
  readonly workspace: string;
  readonly note?: Note | undefined;
}

export function layout({ title, tab, workspace, note }: Frame, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Local Kolvera</title>
<link rel="icon" href="${favicon.path}">
<link rel="stylesheet" href="${styleSheet.path}">
<script src="${script.path}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="bar">
<div class="inner">
<a class="brand" href="/settings/webhooks">${mark}<span>Kolvera</span><span class="badge">local</span></a>
${tab ? html`<nav aria-label="Settings">${TABS.map((one) => tabLink(one, one === tab))}</nav>` : ''}
${tab ? html`<div class="account"><span class="workspace">${workspace}</span><form method="post" action="/settings/sign-out"><button class="plain">Sign out</button></form></div>` : ''}
</div>
</header>
<main id="main" class="inner">
${note ? html`<div class="note ${note.kind}" role="${note.kind === 'error' ? 'alert' : 'status'}">${icon(note.kind === 'error' ? 'failed' : 'delivered')}<div>${note.content}</div></div>` : ''}
${content}
</main>
<footer class="inner">A local stand-in for trying webhooks, with no connection to kolvera.io. Event names, header and signature are as Kolvera publishes them; the API and the payloads are assumed.</footer>
</body>
</html>`;
}

function tabLink(tab: Tab, open: boolean): Html {
  const label = `${tab.charAt(0).toUpperCase()}${tab.slice(1)}`;
  return html`<a href="/settings/${tab}"${open ? html` aria-current="page"` : ''}>${icon(tab)}<span>${label}</span></a>`;
}
