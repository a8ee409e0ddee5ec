/** VS Code's memories as core's stores. */

import type * as vscode from 'vscode';

import type { KeyValueStore, SecretStore } from '../core/base/ports.ts';

export function mementoStore(memento: vscode.Memento): KeyValueStore {
  return {
    get: (key) => memento.get(key),
    set: async (key, value) => memento.update(key, value),
  };
}

export function secretStore(secrets: vscode.SecretStorage): SecretStore {
  return {
    get: async (name) => secrets.get(name),
    set: async (name, value) => secrets.store(name, value),
    delete: async (name) => secrets.delete(name),
  };
}
