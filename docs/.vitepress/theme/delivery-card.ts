/** @module The picture of the start page: deliveries as they arrive, verified and labelled. */
import { withBase } from 'vitepress';
import { defineComponent, h, onMounted, onUnmounted, ref } from 'vue';
import { data } from './deliveries.data.ts';

const PLACES = [
  ['Zapier', 'zapier'],
  ['n8n', 'n8n'],
  ['Make', 'make'],
  ['Your endpoint', 'own-endpoint'],
  ['Terminal', 'cli'],
] as const;

const SECONDS = 4;

export const DeliveryCard = defineComponent(() => {
  const at = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    timer = setInterval(() => {
      at.value = (at.value + 1) % data.length;
    }, SECONDS * 1000);
  });
  onUnmounted(() => clearInterval(timer));
  return () => {
    const shown = data[at.value];
    return h('div', { class: 'delivery' }, [
      h('p', { class: 'delivery-head' }, [
        h('span', { class: 'delivery-method' }, 'POST'),
        h('code', { key: shown?.name }, shown?.name),
        h('span', { class: 'delivery-verified' }, '✓ verified'),
      ]),
      h(
        'dl',
        { key: shown?.name },
        shown?.fields.map(({ label, value }) => h('div', [h('dt', label), h('dd', value)])),
      ),
      h('ul', { 'aria-label': 'Where it arrives' }, [
        ...PLACES.map(([name, page]) => h('li', [h('a', { href: withBase(`/${page}`) }, name)])),
      ]),
    ]);
  };
});
