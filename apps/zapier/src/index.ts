import { kolveraApp } from './app.ts';

/** The default export is what zapier-platform's wrapper loads. */
export default kolveraApp();
