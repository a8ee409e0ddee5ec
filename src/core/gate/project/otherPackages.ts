/** Does an import of Rust, Java, C#, Ruby, PHP or C lead anywhere? */

import type { ProjectFiles } from '../projectFiles.ts';
import {
  foldersUp,
  generated,
  isFolder,
  normalized,
  stands,
  type Resolution,
  type ResolveCase,
} from './resolution.ts';
import { importedNearby } from './importedNearby.ts';
import { javaClasses, javaPackages } from './javaPlatform.ts';
import { cHeaders, cppHeaders, rubyLibraries, systemHeaders, systemNamespaces } from './standardLibraries.ts';

export async function resolveRustImport({
  imported,
  files,
  path,
  before,
  after,
}: ResolveCase): Promise<Resolution> {
  const first = imported.module.split('::')[0] ?? '';
  if (first === 'crate') {
    const name = imported.module.split('::')[1] ?? '';
    // The root of a test, a bench or an example is a crate of its own.
    if (/^\w+$/.test(name) && new RegExp(String.raw`\bmod ${name}\b`).test(after)) return 'known';
    return ofOwnCrate(name, path, files);
  }
  if (/^(?:std|core|alloc|proc_macro|test|self|super|Self)$/.test(first) || /^[A-Z]/.test(first))
    return 'known';
  const declared = new RegExp(
    String.raw`\b(?:mod|enum|use [\w:]*::|as|crate) ${first}\b|\buse (?:\w+::)*\{[^}]*\b${first}\b|^\s*(?:pub )?use (?:\w+::)*${first}\b`,
    'm',
  );
  if (declared.test(before) || new RegExp(String.raw`\bmod ${first}\b`).test(after)) return 'known';
  for (const folder of foldersUp(path)) {
    if ((await stands(files, `${folder}${first}.rs`)) || (await stands(files, `${folder}${first}/mod.rs`)))
      return 'known';
    const manifest = await files.read(`${folder}Cargo.toml`);
    if (manifest === undefined) continue;
    const name = first.replaceAll('_', '[-_]');
    if (
      new RegExp(
        String.raw`^\s*"?${name}"?\s*(?:=|\.)|^\[.*dependencies\.${name}\]|^name\s*=\s*"${name}"`,
        'm',
      ).test(manifest)
    )
      return 'known';
    const lock = (await files.read(`${folder}Cargo.lock`)) ?? (await files.read('Cargo.lock'));
    if (lock !== undefined && new RegExp(String.raw`^name = "${name}"`, 'm').test(lock)) return 'known';
    if (/^\s*\[workspace\]/m.test(manifest) && !/^\s*\[package\]/m.test(manifest)) return 'unsure';
    return 'missing';
  }
  return 'unsure';
}

/** `crate::name`: a module's file, or a word that the crate's root says. */
async function ofOwnCrate(name: string, path: string, files: ProjectFiles): Promise<Resolution> {
  if (!/^[a-z_]\w*$/.test(name)) return 'unsure';
  for (const folder of foldersUp(path)) {
    const roots = await Promise.all(
      ['lib.rs', 'main.rs', 'src/lib.rs', 'src/main.rs'].map((root) => files.read(folder + root)),
    );
    const texts = roots.filter((text) => text !== undefined);
    if (texts.length === 0) continue;
    const isFile = async (at: string): Promise<boolean> =>
      (await stands(files, `${at}${name}.rs`)) || (await stands(files, `${at}${name}/mod.rs`));
    if ((await isFile(folder)) || (await isFile(`${folder}src/`))) return 'known';
    // A macro or a generated file may declare more.
    if (texts.some((text) => new RegExp(String.raw`\b${name}\b`).test(text))) return 'known';
    return texts.some((text) => /\binclude!|::\*;/.test(text)) ? 'unsure' : 'missing';
  }
  return 'unsure';
}

/** A class of the platform, by its package. */
function ofJavaPlatform(parts: readonly string[]): Resolution {
  const at = parts.findIndex((part) => /^[A-Z*]/.test(part));
  const name = parts.slice(0, at === -1 ? parts.length : at).join('.');
  if (!javaPackages.has(name)) return at === -1 ? 'unsure' : 'missing';
  const own = javaClasses[name];
  const type = parts[at] ?? '*';
  return own === undefined || type === '*' || own.has(type) ? 'known' : 'missing';
}

export async function resolveJavaImport(asked: ResolveCase): Promise<Resolution> {
  const { imported, files, path, before } = asked;
  const parts = imported.module.split('.');
  if (parts[0] === 'java') return ofJavaPlatform(parts);
  if (
    /^(?:javax|jdk|sun|com\.sun|org\.w3c|org\.xml|org\.ietf|android|androidx|kotlin|dalvik|jakarta)(?:\.|$)/.test(
      imported.module,
    )
  )
    return 'known';
  const lead = parts.slice(0, 2).join('.');
  if (
    new RegExp(String.raw`^\s*import (?:static )?${lead.replaceAll('.', String.raw`\.`)}\.`, 'm').test(before)
  )
    return 'known';
  const own = /^\s*package\s+([\w.]+)/m.exec(before)?.[1];
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (own !== undefined && folder.endsWith(`${own.replaceAll('.', '/')}/`)) {
    const root = folder.slice(0, folder.length - own.length - 1);
    const type = parts.findIndex((part) => !/^[a-z_]/.test(part));
    const packages = type === -1 ? parts : parts.slice(0, type);
    if (await isFolder(files, root + packages.slice(0, 3).join('/'))) {
      return (await isFolder(files, root + packages.join('/'))) || packages.length < 3 ? 'known' : 'missing';
    }
  }
  const text = await manifestTexts(
    files,
    path,
    /^(?:pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|build\.sbt|BUILD(?:\.bazel)?|WORKSPACE|ivy\.xml)$/,
  );
  if (text === '')
    return importedNearby(
      asked,
      /\.(?:java|kt|scala|groovy)$/,
      String.raw`^\s*(?:import (?:static )?|package )${lead.replaceAll('.', String.raw`\.`)}\b`,
    );
  const group = parts[1] ?? parts[0] ?? '';
  const short = new RegExp(String.raw`[.\w-]*\b${group}\b`, 'i');
  return text.includes(lead) || short.test(text) || (own?.startsWith(lead) ?? false) ? 'known' : 'missing';
}

export async function resolveCsharpImport(asked: ResolveCase): Promise<Resolution> {
  const { imported, files, path, before } = asked;
  const parts = imported.module.split('.');
  const first = parts[0] ?? '';
  if (first === 'System' && parts[1] !== undefined && isPlainUsing(asked))
    return systemNamespaces.has(parts[1]) || new RegExp(String.raw`System\.${parts[1]}\b`).test(before)
      ? 'known'
      : 'missing';
  if (/^(?:System|Microsoft|Windows|Internal|UnityEngine|UnityEditor|Mono)$/.test(first)) return 'known';
  if (new RegExp(String.raw`\b(?:using|namespace)\s+(?:static\s+)?${first}\b`).test(before)) return 'known';
  const text = await manifestTexts(
    files,
    path,
    /\.(?:csproj|props|targets|sln|slnx|fsproj)$|^(?:packages\.(?:config|lock\.json)|paket\.dependencies)$/,
  );
  if (text === '')
    return importedNearby(asked, /\.cs$/, String.raw`\b(?:using|namespace)\s+(?:static\s+)?${first}\b`);
  const root = /<RootNamespace>\s*([\w]+)/.exec(text)?.[1];
  if (root === first || (await stands(files, first)) || (await stands(files, `src/${first}`))) return 'known';
  return new RegExp(String.raw`["'\\/. ]${first}\b`, 'i').test(text) ? 'known' : 'missing';
}

/** `using static` and an alias name a type. */
function isPlainUsing({ imported, after }: ResolveCase): boolean {
  const line = after.split('\n')[imported.row] ?? '';
  return /^\s*(?:global\s+)?using\s+[\w.]+\s*;/.test(line);
}

export async function resolveRubyImport(asked: ResolveCase): Promise<Resolution> {
  const { imported, files, path, before } = asked;
  const module = imported.module.replace(/\.rb$/, '');
  const first = module.split('/')[0] ?? '';
  if (imported.names.includes('_relative')) {
    const target = normalized(path.slice(0, path.lastIndexOf('/') + 1) + module);
    return target === undefined
      ? 'unsure'
      : (await stands(files, `${target}.rb`)) || (await stands(files, `${target}.so`))
        ? 'known'
        : 'missing';
  }
  if (module.startsWith('.') || module.startsWith('/')) return 'unsure';
  if (rubyLibraries.has(module) || rubyLibraries.has(first)) return 'known';
  if (new RegExp(String.raw`require\s*\(?['"]${first}[/'"]`).test(before)) return 'known';
  for (const folder of ['', 'lib/', 'test/', 'spec/', 'app/', ...foldersUp(path)]) {
    if ((await stands(files, `${folder}${module}.rb`)) || (await stands(files, `${folder}lib/${module}.rb`)))
      return 'known';
  }
  const text = await manifestTexts(files, path, /^(?:Gemfile(?:\.lock)?|gems\.(?:rb|locked)|.*\.gemspec)$/);
  const nearby = await importedNearby(asked, /\.(?:rb|rake)$/, String.raw`require\s*\(?['"]${first}[/'"]`);
  if (nearby === 'known' || text === '') return nearby;
  const flat = text.replaceAll('_', '-').toLowerCase();
  const wanted = [module.replaceAll('/', '-'), first, first.replace(/^(?:active|action)(?=\w)/, '$&')].map(
    (name) => name.replaceAll('_', '-').toLowerCase(),
  );
  const rails = /^(?:rails|active-?\w+|action-?\w+)$/.test(first) && /\brails\b/.test(flat);
  return rails || wanted.some((name) => new RegExp(String.raw`(?<![\w-])${name}(?![\w])`).test(flat))
    ? 'known'
    : 'missing';
}

export async function resolvePhpImport(asked: ResolveCase): Promise<Resolution> {
  const { imported, files, path, before } = asked;
  const parts = imported.module.split('\\');
  const first = parts[0] ?? '';
  if (new RegExp(String.raw`\b(?:use|namespace)\s+\\?${first}\\`).test(before)) return 'known';
  const text = await manifestTexts(files, path, /^(?:composer\.(?:json|lock)|autoload_psr4\.php)$/);
  const nearby = await importedNearby(asked, /\.php$/, String.raw`\b(?:use|namespace)\s+\\?${first}\\`);
  if (nearby === 'known' || text === '') return nearby;
  const spaces = [...text.matchAll(/"([A-Z]\w*(?:\\\\\w+)*)\\\\"/g)].map((found) =>
    (found[1] ?? '').replaceAll('\\\\', '\\'),
  );
  if (spaces.some((space) => imported.module.startsWith(`${space}\\`) || space.startsWith(`${first}\\`)))
    return 'known';
  return new RegExp(String.raw`"(?:[\w.-]+/)?${first}(?:[/"-])`, 'i').test(text) ? 'known' : 'missing';
}

const cSource = /\.(?:[chm]|cc|cpp|cxx|hpp|hh|hxx|mm)$/;
const posix =
  /^(?:sys|linux|asm|net|netinet|arpa|bits|mach|machine|boost|gtest|gmock|fmt|absl|Eigen|opencv2|google|openssl|qt|Qt\w*|windows|android|jni)\//;

export async function resolveCInclude(asked: ResolveCase): Promise<Resolution> {
  const { imported, files, path, before, after } = asked;
  const module = imported.module;
  if (imported.system) {
    const name = module.replace(/\.h$/, '');
    if ((module.endsWith('.h') && cHeaders.has(name)) || cppHeaders.has(module)) return 'known';
    // Without extension or folder only the standard library is named so (and some frameworks with capitals).
    if (/^[a-z_0-9]+$/.test(module)) return 'missing';
    if (posix.test(module) || systemHeaders.has(module) || /__has_include/.test(after)) return 'unsure';
    // A header of the system or of a library that the project does not use anywhere else.
    const root = (module.split('/')[0] ?? module).replace(/[.+]/g, String.raw`\$&`);
    const nearby = await importedNearby(asked, cSource, String.raw`#\s*include\s*[<"]${root}`);
    return nearby === 'missing' &&
      !/^[A-Z]|^w?in/.test(module) &&
      !(await anywhere(files, module.slice(module.lastIndexOf('/') + 1), '', 0))
      ? 'missing'
      : nearby === 'known'
        ? 'known'
        : 'unsure';
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (
    generated.test(module) ||
    /\.g\.\w+$/.test(module) ||
    /__has_include/.test(after) ||
    /config\.h$|version\.h$|\.pb\.h$|\.inc$/.test(module)
  )
    return 'unsure';
  const head = module.includes('/') ? module.slice(0, module.indexOf('/') + 1) : '';
  for (const up of [folder, ...foldersUp(path)]) {
    for (const inside of ['', 'include/', 'inc/', 'src/', 'lib/', 'source/']) {
      const target = normalized(up + inside + module);
      if (target !== undefined && (await stands(files, target))) return 'known';
    }
  }
  if (head !== '' && before.includes(`"${head}`)) return 'unsure';
  if (
    head !== '' &&
    (await importedNearby(asked, cSource, String.raw`#\s*include\s*[<"]${head}`)) === 'known'
  )
    return 'unsure';
  return (await anywhere(files, module.slice(module.lastIndexOf('/') + 1), '', 0)) ? 'known' : 'missing';
}

/** Include paths are the build's secret: a header of that name anywhere will do. */
async function anywhere(files: ProjectFiles, name: string, folder: string, depth: number): Promise<boolean> {
  const names = await files.list(folder);
  if (names.includes(name)) return true;
  if (depth >= 7 || names.length > 500) return depth > 0 && names.length > 500;
  for (const one of names) {
    if (!one.endsWith('/') || /^(?:\.|node_modules|target|dist|build)/.test(one)) continue;
    if (await anywhere(files, name, `${folder === '' ? '' : `${folder}/`}${one.slice(0, -1)}`, depth + 1))
      return true;
  }
  return false;
}

async function manifestTexts(files: ProjectFiles, path: string, wanted: RegExp): Promise<string> {
  let text = '';
  for (const folder of [...foldersUp(path), 'gradle/', 'app/']) {
    for (const name of await files.list(folder.replace(/\/$/, ''))) {
      if (wanted.test(name)) text += `\n${(await files.read(folder + name)) ?? ''}`;
    }
  }
  return text;
}
