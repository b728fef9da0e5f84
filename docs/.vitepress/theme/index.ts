import { useRoute } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h, nextTick, onMounted, watch } from 'vue';
import { DeliveryCard } from './delivery-card.ts';
import './kolvera.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'home-hero-image': () => h(DeliveryCard) }),
  setup() {
    const route = useRoute();
    // The start page of the default theme has no main part for screen readers.
    const mark = () =>
      nextTick(() => document.querySelector('.VPHome')?.setAttribute('role', 'main'));
    onMounted(mark);
    watch(() => route.path, mark);
  },
};
