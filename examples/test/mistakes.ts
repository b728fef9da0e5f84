/** @module The mistake that is made in every framework: something parses the body before the receiver. */
import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Receiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { createNodeHandler } from '@kolvera/receiver/node';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import express4 from 'express4';
import Fastify from 'fastify';
import { H3, toNodeHandler } from 'h3';
import { Hono } from 'hono';
import Koa from 'koa';

export interface Mistake {
  readonly framework: string;
  start(receiver: Receiver): Promise<{ readonly port: number; stop(): Promise<unknown> }>;
}

export const mistakes: readonly Mistake[] = [
  {
    framework: 'Express 5',
    start: (receiver) =>
      listening(
        createServer(express().use(express.json()).use('/kolvera', createNodeHandler(receiver))),
      ),
  },
  {
    framework: 'Express 4',
    start: (receiver) =>
      listening(
        createServer(express4().use(express4.json()).use('/kolvera', createNodeHandler(receiver))),
      ),
  },
  {
    framework: 'Fastify, without the plugin',
    async start(receiver) {
      const handle = createNodeHandler(receiver);
      const app = Fastify();
      app.post('/kolvera', (request, reply) => {
        reply.hijack();
        return handle(request.raw, reply.raw);
      });
      await app.ready();
      return listening(app.server);
    },
  },
  {
    framework: 'Koa',
    start(receiver) {
      const handle = createNodeHandler(receiver);
      const app = new Koa();
      app.use(async ({ req }, next) => {
        for await (const _ of req);
        await next();
      });
      app.use((context) => {
        context.respond = false;
        return handle(context.req, context.res);
      });
      return listening(createServer(app.callback()));
    },
  },
  {
    framework: 'Nest, in a controller',
    async start(receiver) {
      const handle = createNodeHandler(receiver);
      class KolveraController {
        receive(...[request, response]: Parameters<typeof handle>) {
          return handle(request, response);
        }
      }
      class AppModule {}
      const { prototype } = KolveraController;
      Controller('kolvera')(KolveraController);
      Post()(prototype, 'receive', { value: prototype.receive });
      Req()(prototype, 'receive', 0);
      Res()(prototype, 'receive', 1);
      Module({ controllers: [KolveraController] })(AppModule);
      const app = await NestFactory.create(AppModule, { logger: false });
      await app.init();
      return listening(app.getHttpServer());
    },
  },
  {
    framework: 'Hono',
    start(receiver) {
      const handle = createFetchHandler(receiver);
      const app = new Hono();
      app.post('/kolvera', async (context) => {
        await context.req.json();
        return handle(context.req.raw);
      });
      return listening(createAdaptorServer({ fetch: app.fetch }) as Server);
    },
  },
  {
    framework: 'h3',
    start(receiver) {
      const handle = createFetchHandler(receiver);
      const app = new H3().post('/kolvera', async ({ req }) => {
        await req.json();
        return handle(req);
      });
      return listening(createServer(toNodeHandler(app)));
    },
  },
];

async function listening(server: Server) {
  if (!server.listening) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
