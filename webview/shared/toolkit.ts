/** Which toolkit components do the views use? The one file that imports it: the toolkit is archived upstream. */

import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeTextField,
  type Button,
  type TextField,
} from '@vscode/webview-ui-toolkit';

let isRegistered = false;

function register(): void {
  if (isRegistered) return;
  isRegistered = true;
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());
}

/** A button of VS Code's look; its words are its accessible name. */
export function toolkitButton(
  label: string,
  appearance: 'primary' | 'secondary',
  onClick: () => void,
): HTMLElement {
  register();
  const button = document.createElement('vscode-button') as Button;
  button.setAttribute('appearance', appearance);
  button.setAttribute('aria-label', label);
  button.textContent = label;
  button.addEventListener('click', onClick);
  return button;
}

export interface SearchField {
  readonly element: HTMLElement;
  readonly value: string;
  focus(): void;
}

export function toolkitTextField(
  label: string,
  value: string,
  onInput: (value: string) => void,
): SearchField {
  register();
  const field = document.createElement('vscode-text-field') as TextField;
  field.setAttribute('aria-label', label);
  field.setAttribute('placeholder', label);
  field.setAttribute('value', value);
  field.addEventListener('input', () => onInput(field.value));
  return {
    element: field,
    get value() {
      return field.value;
    },
    focus: () => field.focus(),
  };
}
