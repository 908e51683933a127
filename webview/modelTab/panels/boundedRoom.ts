import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { strings } from '../state/strings.ts';

/** A room of fixed height, so that nothing below it moves when its content comes. A button shows what does not fit. */
export function boundedRoom(...content: Node[]): HTMLElement {
  const inner = element('div', { class: 'bounded-content' }, ...content);
  const room = element('div', { class: 'bounded-room' }, inner);
  const toggle = button({
    label: strings.showAll,
    testId: 'show-all',
    onClick: () => {
      room.classList.toggle('open');
      update();
    },
  });
  const update = () => {
    const isOpen = room.classList.contains('open');
    setText(toggle, isOpen ? strings.showLess : strings.showAll);
    toggle.setAttribute('aria-expanded', String(isOpen));
    show(toggle, isOpen || inner.offsetHeight > room.clientHeight + 1);
  };
  const sizes = new ResizeObserver(update);
  sizes.observe(inner);
  sizes.observe(room);
  toggle.hidden = true;
  return element('div', { class: 'bounded' }, room, toggle);
}
