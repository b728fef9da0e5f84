/** @module Nest 12, on Express. */
import 'reflect-metadata';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);

class AppModule {}
// In a project with decorators: @Module({}) class AppModule {}
Module({})(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
// Before app.listen(), which adds Nest's body parsers: the receiver needs the raw body.
app.use('/kolvera', createNodeHandler(receiver));

await app.listen(Number(process.env.PORT ?? 3000));
console.log('Listening on', app.getHttpServer().address());
