/** Which rules decide whether an import leads anywhere? */

import { resolveGoImport } from './goPackages.ts';
import { resolveNodeImport } from './nodePackages.ts';
import {
  resolveCInclude,
  resolveCsharpImport,
  resolveJavaImport,
  resolvePhpImport,
  resolveRubyImport,
  resolveRustImport,
} from './otherPackages.ts';
import { resolvePythonImport } from './pythonModules.ts';
import type { Resolver } from './resolution.ts';

/** By family of `LanguageFacts`. */
const resolvers: Readonly<Record<string, Resolver>> = {
  javascript: resolveNodeImport,
  python: resolvePythonImport,
  go: resolveGoImport,
  rust: resolveRustImport,
  java: resolveJavaImport,
  csharp: resolveCsharpImport,
  ruby: resolveRubyImport,
  php: resolvePhpImport,
  c: resolveCInclude,
};

export function resolverFor(family: string): Resolver | undefined {
  return resolvers[family];
}
