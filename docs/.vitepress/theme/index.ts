import { useRoute } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { nextTick, onMounted, watch } from 'vue';
import './kolvera.css';

export default {
  extends: DefaultTheme,
  setup() {
    const route = useRoute();
    // The start page of the default theme has no main part for screen readers.
    const mark = () =>
      nextTick(() => document.querySelector('.VPHome')?.setAttribute('role', 'main'));
    onMounted(mark);
    watch(() => route.path, mark);
  },
};
