/** @module The frame of every page, and what a browser may do with it. */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 1rem auto 4rem; max-width: 60rem; padding: 0 1rem; }
body > header { border-bottom: 1px solid #8886; padding-bottom: .6rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
dl { display: grid; gap: .3rem 1rem; grid-template-columns: max-content 1fr; }
dd { margin: 0; overflow-wrap: anywhere; }
fieldset { border: 1px solid #8886; margin: 1rem 0; }
fieldset:has(> label > [value=all]:checked) fieldset { display: none; }
label { display: block; margin: .3rem 0; }
input[type=url], input[type=password] { box-sizing: border-box; font: inherit; padding: .3rem; width: min(100%, 36rem); }
button, select { font: inherit; max-width: 100%; padding: .3rem .8rem; }
form.inline { display: inline-block; margin-right: .5rem; max-width: 100%; }
form.inline label { display: inline-block; max-width: 100%; }
code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { background: #8882; padding: .6rem; }
small, .quiet { color: color-mix(in srgb, currentColor 70%, transparent); }
.status { border: 1px solid; border-radius: 1rem; font-size: .85rem; padding: .05rem .6rem; white-space: nowrap; }
.active, .delivered { color: light-dark(#17603f, #6fd3a5); }
.failed { color: light-dark(#a32020, #ff9c9c); }
.pending, .disabled { color: light-dark(#7a5200, #f0c36d); }
.delivery { border-bottom: 1px solid #8886; padding: .4rem 0; }
.delivery h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
.notice { background: #2a71; border-left: .3rem solid #2a7; margin: 1rem 0; padding: .3rem 1rem; }
.notice.error { background: #c331; border-color: #c33; }
.notice code { user-select: all; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded, framed or kept: the page has no script, and now and then a secret. */
export const pageHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** Said at the top of a page. */
export interface Notice {
  readonly kind: 'done' | 'error';
  readonly content: Html | string;
}

export function layout(title: string, content: Html, notice?: Notice): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – local Kolvera</title>
<style>${raw(style)}</style>
</head>
<body>
<header>Local Kolvera <span class="quiet">· Settings → Webhooks · a stand-in that runs on this machine</span></header>
<main>
<h1>${title}</h1>
${notice && html`<div class="notice ${notice.kind}" role="${notice.kind === 'error' ? 'alert' : 'status'}">${notice.content}</div>`}
${content}
</main>
</body>
</html>`;
}

/** A secret that is shown now and never again. */
export function newSecretNotice(secret: string): Notice {
  return {
    kind: 'done',
    content: html`<p>The webhook's secret. Copy it now: it is not shown again.</p>
<p><code>${secret}</code></p>`,
  };
}
