/**
 * The only module that uses the widget library. Its functions make plain controls with a small interface and our own
 * classes (`control-button`, …), so a change of the library affects only this module.
 */
import './styleNonce.ts';
import type { Button, Checkbox, Dropdown, TextField } from '@vscode/webview-ui-toolkit';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the custom elements; call once before any control is made. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

export interface ButtonOptions {
  /** Visible text, or the name for assistive technology if `icon` is given. */
  label: string;
  icon?: SVGElement;
  appearance?: 'primary' | 'secondary';
  testId?: string;
  /** Tooltip; default: the label. */
  title?: string;
  onClick: () => void;
}

export function button(options: ButtonOptions): HTMLElement {
  const control = document.createElement('vscode-button') as Button;
  control.classList.add('control-button', ...(options.icon ? ['control-icon'] : []));
  control.appearance = options.icon ? 'icon' : (options.appearance ?? 'secondary');
  control.title = options.title ?? options.label;
  if (options.icon) {
    control.append(options.icon);
    control.setAttribute('aria-label', options.label);
    control.ariaLabel = options.label;
  } else {
    control.textContent = options.label;
  }
  if (options.testId) control.dataset.testid = options.testId;
  control.addEventListener('click', options.onClick);
  return control;
}

export function setDisabled(control: HTMLElement, disabled: boolean): void {
  if (disabled) control.setAttribute('disabled', '');
  else control.removeAttribute('disabled');
}

export interface CheckboxControl {
  element: HTMLElement;
  setChecked(checked: boolean): void;
}

export function checkbox(
  label: string,
  testId: string,
  onChange: (checked: boolean) => void,
): CheckboxControl {
  const control = document.createElement('vscode-checkbox') as Checkbox;
  control.classList.add('control-checkbox');
  control.textContent = label;
  control.dataset.testid = testId;
  control.addEventListener('change', () => onChange(control.checked));
  return {
    element: control,
    setChecked(checked) {
      if (control.checked !== checked) control.checked = checked;
    },
  };
}

export interface DropdownControl {
  element: HTMLElement;
  setValue(value: string): void;
}

export function dropdown(
  label: string,
  testId: string,
  options: readonly { value: string; label: string }[],
  onChange: (value: string) => void,
): DropdownControl {
  const control = document.createElement('vscode-dropdown') as Dropdown;
  control.classList.add('control-dropdown');
  control.setAttribute('aria-label', label);
  control.dataset.testid = testId;
  for (const option of options) {
    const item = document.createElement('vscode-option');
    item.setAttribute('value', option.value);
    item.textContent = option.label;
    control.append(item);
  }
  control.addEventListener('change', () => onChange(control.value));
  return {
    element: control,
    setValue(value) {
      if (control.value !== value) control.value = value;
    },
  };
}

export function textField(
  label: string,
  placeholder: string,
  testId: string,
  onInput: (text: string) => void,
  initial = '',
): HTMLElement {
  const control = document.createElement('vscode-text-field') as TextField;
  control.classList.add('control-field');
  control.placeholder = placeholder;
  control.value = initial;
  // The toolkit takes the name only from the text; the style hides the text.
  control.textContent = label;
  control.dataset.testid = testId;
  control.addEventListener('input', () => onInput(control.value));
  return control;
}

export function progressRing(): HTMLElement {
  const control = document.createElement('vscode-progress-ring');
  control.classList.add('control-spinner');
  return control;
}
