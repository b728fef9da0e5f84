/** @module The other process of the load: an endpoint that reads each body and answers 204. */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.on('end', () => {
    response.statusCode = 204;
    response.end();
  });
  request.resume();
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit());
