export { makeApp } from './app/make-app.ts';
export { appFiles } from './tree/app-files.ts';
