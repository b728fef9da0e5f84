/** @module The site's page of each event, from the catalogue. */
import { events } from '@kolvera/event-schema';
import { printEventPage } from '../../packages/event-schema/scripts/event-page.ts';

export default {
  paths: () =>
    events.map((event) => ({ params: { event: event.name }, content: printEventPage(event) })),
};
