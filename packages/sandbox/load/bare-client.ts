/** @module The floor: the sandbox's HTTP library posting the same bytes, and nothing else. */
import { Pool } from 'undici';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Posts `count` times over `connections` connections. @returns posts per second. */
export async function bareRate(post: Post, count: number, connections: number): Promise<number> {
  const { url, headers, body } = post;
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections });
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        const answer = await pool.request({ path, method: 'POST', headers, body });
        await answer.body.dump();
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return count / seconds;
}
