/** zapier-platform-cli 19.1.0 has no types; this is the part that tests use. */
declare module 'zapier-platform-cli/src/utils/decompress.js' {
  /** Unpacks a zip with its symbolic links, as `zapier-platform build` does to try it. */
  export default function decompress(zip: string, folder: string): Promise<unknown>;
}
