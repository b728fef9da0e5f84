/** Express 4 beside Express 5, for the tests; here the same in both. */
declare module 'express4' {
  export { default } from 'express';
}
