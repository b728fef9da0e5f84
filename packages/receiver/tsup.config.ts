import { defineConfig } from 'tsup';
import { library } from '../../tsup.config.base.ts';

export default defineConfig({
  ...library,
  entry: {
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    fetch: 'src/fetch/index.ts',
    fastify: 'src/fastify/index.ts',
    lambda: 'src/lambda/index.ts',
    sqlite: 'src/stores/sqlite-store.ts',
    redis: 'src/stores/redis-store.ts',
    postgres: 'src/stores/postgres-store.ts',
    inbox: 'src/inbox/index.ts',
    'inbox-bullmq': 'src/inbox/bullmq-engine.ts',
    'inbox-sqlite': 'src/inbox/sqlite-engine.ts',
    testing: 'src/testing/index.ts',
  },
});
