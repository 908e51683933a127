import { element, setText, show } from './dom.ts';

export interface SegmentedControl<Value extends string> {
  element: HTMLElement;
  setValue(value: Value): void;
  /** Disables a choice and says why; enables it again if there is no reason. */
  setDisabled(value: Value, reason: string | undefined): void;
  setTitle(value: Value, title: string): void;
  /** Offers a choice, or does not. */
  show(value: Value, isOffered: boolean): void;
}

interface Choice<Value extends string> {
  value: Value;
  label: string;
  title?: string;
}

/** The choices of a {@link segmented} control, in this order. */
export function choices<Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<Value, string>>,
  titles?: Readonly<Record<Value, string>>,
): Choice<Value>[] {
  return values.map((value) => ({
    value,
    label: labels[value],
    ...(titles ? { title: titles[value] } : {}),
  }));
}

/** One of a few values, all of them visible; native radio buttons underneath. */
export function segmented<Value extends string>(
  name: string,
  label: string,
  options: readonly Choice<Value>[],
  onChange: (value: Value) => void,
): SegmentedControl<Value> {
  const inputs = new Map<Value, HTMLInputElement>();
  const labels = new Map<Value, HTMLLabelElement>();
  const root = element('div', {
    class: 'segmented',
    role: 'radiogroup',
    'aria-label': label,
    'data-testid': name,
  });
  for (const { value, label: text, title } of options) {
    const input = element('input', { type: 'radio', name, value });
    input.addEventListener('change', () => onChange(value));
    inputs.set(value, input);
    const choice = element('label', { title }, input, element('span', {}, text));
    labels.set(value, choice);
    root.append(choice);
  }
  const setTitle = (value: Value, title: string): void => {
    const choice = labels.get(value);
    if (choice && choice.title !== title) choice.title = title;
  };
  return {
    element: root,
    setValue(value) {
      for (const [own, input] of inputs) input.checked = own === value;
      root.dataset.value = value;
    },
    setDisabled(value, reason) {
      const input = inputs.get(value);
      if (!input) return;
      input.disabled = reason !== undefined;
      if (reason === undefined) return input.removeAttribute('aria-description');
      input.setAttribute('aria-description', reason);
      setTitle(value, reason);
    },
    show(value, isOffered) {
      const choice = labels.get(value);
      if (choice) show(choice, isOffered);
    },
    setTitle(value, title) {
      if (!inputs.get(value)?.disabled) setTitle(value, title);
    },
  };
}

export interface SliderControl {
  element: HTMLElement;
  setValue(value: number, spoken: string): void;
}

/** A native range input in whole percent with its value beside it. */
export function percentSlider(
  label: string,
  testId: string,
  min: number,
  onInput: (fraction: number) => void,
): SliderControl {
  const input = element('input', {
    type: 'range',
    min,
    max: 100,
    step: 1,
    'aria-label': label,
    'data-testid': testId,
  });
  const value = element('output', { class: 'slider-value' });
  input.addEventListener('input', () => onInput(input.valueAsNumber / 100));
  return {
    element: element('div', { class: 'slider' }, input, value),
    setValue(fraction, spoken) {
      const percent = Math.round(fraction * 100);
      if (input.valueAsNumber !== percent) input.value = String(percent);
      input.style.setProperty('--fill', `${((percent - min) / (100 - min)) * 100}%`);
      input.setAttribute('aria-valuetext', spoken);
      setText(value, `${percent}\u00a0%`);
    },
  };
}

/** A control with its caption. */
export function field(caption: string, control: HTMLElement, className = ''): HTMLElement {
  return element(
    'div',
    { class: `field ${className}` },
    element('span', { class: 'caption', 'aria-hidden': 'true' }, caption),
    control,
  );
}
