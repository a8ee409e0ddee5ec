/** Does an import of Python lead anywhere? */

import type { ProjectFiles } from '../projectFiles.ts';
import { importedNearby } from './importedNearby.ts';
import {
  foldersUp,
  generated,
  isFolder,
  normalized,
  stands,
  type Resolution,
  type ResolveCase,
} from './resolution.ts';
import { pythonModules, pythonSubmodules } from './standardLibraries.ts';

/** Import name -> distribution, where the two have nothing in common. */
const distributions: Readonly<Record<string, string>> = {
  yaml: 'pyyaml',
  bs4: 'beautifulsoup4',
  PIL: 'pillow',
  sklearn: 'scikit-learn',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  jwt: 'pyjwt',
  jose: 'python-jose',
  Crypto: 'pycryptodome',
  OpenSSL: 'pyopenssl',
  serial: 'pyserial',
  usb: 'pyusb',
  git: 'gitpython',
  github: 'pygithub',
  docx: 'python-docx',
  pptx: 'python-pptx',
  magic: 'python-magic',
  psycopg2: 'psycopg2-binary',
  MySQLdb: 'mysqlclient',
  ldap: 'python-ldap',
  zmq: 'pyzmq',
  skimage: 'scikit-image',
  attr: 'attrs',
  pkg_resources: 'setuptools',
  google: 'google-',
  azure: 'azure-',
  mpl_toolkits: 'matplotlib',
  pylab: 'matplotlib',
  lz4: 'lz4',
  fitz: 'pymupdf',
  wx: 'wxpython',
  gi: 'pygobject',
  Xlib: 'python-xlib',
  telegram: 'python-telegram-bot',
  slugify: 'python-slugify',
  multipart: 'python-multipart',
  socketio: 'python-socketio',
  engineio: 'python-engineio',
  rest_framework: 'djangorestframework',
  django_filters: 'django-filter',
  corsheaders: 'django-cors-headers',
  environ: 'django-environ',
  debug_toolbar: 'django-debug-toolbar',
  flask_sqlalchemy: 'flask-sqlalchemy',
  faiss: 'faiss-cpu',
  tensorflow: 'tensorflow',
  nacl: 'pynacl',
  ruamel: 'ruamel.yaml',
  starlette: 'fastapi',
  pydantic_core: 'pydantic',
  werkzeug: 'flask',
  jinja2: 'flask',
  markupsafe: 'jinja2',
  itsdangerous: 'flask',
  click: 'flask',
  botocore: 'boto3',
  s3transfer: 'boto3',
  urllib3: 'requests',
  certifi: 'requests',
  _pytest: 'pytest',
  pytz: 'django',
};
const manifests =
  /^(?:requirements.*\.(?:txt|in)|constraints.*\.txt|pyproject\.toml|setup\.(?:py|cfg)|PKG-INFO|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pdm\.lock|environment\.ya?ml|tox\.ini|pixi\.(?:toml|lock))$/;

export async function resolvePythonImport(asked: ResolveCase): Promise<Resolution> {
  const { imported, files, path } = asked;
  if (guarded(asked)) return 'unsure';
  if (imported.module.startsWith('.')) return relative(asked);
  const parts = imported.module.split('.');
  const top = parts[0] ?? '';
  const library = pythonModules.has(top) ? ofLibrary(parts) : undefined;
  // A package of the project may have the name of one of the library's.
  if (library !== undefined && library !== 'missing') return library;
  const folders = foldersUp(path);
  let inside: Resolution | undefined;
  for (const folder of [...folders, 'src/', 'lib/', 'python/']) {
    const names = await files.list(folder.replace(/\/$/, ''));
    if (
      names.includes(`${top}.py`) ||
      names.includes(`${top}.pyi`) ||
      names.some(
        (name) => name.startsWith(`${top}.cpython-`) || name === `${top}.so` || name === `${top}.pyx`,
      )
    )
      return 'known';
    if (!names.includes(`${top}/`)) continue;
    // A folder of the same name further in is another package.
    inside = await within(files, folder, parts, imported.names);
    if (inside !== 'missing') return inside;
  }
  if (inside !== undefined) return inside;
  return library ?? distribution(asked, folders, top, parts);
}

/** `os.path` is a module, `os.anything` is not: only packages have modules inside. */
function ofLibrary(parts: readonly string[]): Resolution {
  const [top = '', second, third] = parts;
  // Too many to list, or read from elsewhere.
  if (second === undefined || /^(?:encodings|idlelib|lib2to3|distutils|test|unittest|curses)$/.test(top))
    return 'known';
  if (pythonSubmodules[top]?.has(second) !== true) return second.startsWith('_') ? 'unsure' : 'missing';
  const inner = pythonSubmodules[`${top}.${second}`];
  return third === undefined || inner === undefined || inner.has(third) ? 'known' : 'missing';
}

/** In a `try` or under a condition of the module: an optional import may be missing. */
function guarded({ imported, after }: ResolveCase): boolean {
  const lines = after.split('\n');
  if (!/^\s/.test(lines[imported.row] ?? '')) return false;
  for (let row = imported.row - 1; row >= 0 && row > imported.row - 30; row--) {
    const line = lines[row] ?? '';
    if (/^\s*(?:try:|except\b|if\b.*TYPE_CHECKING)|^(?:if|elif)\b.*:/.test(line)) return true;
    if (/^\S/.test(line)) return false;
  }
  return false;
}

async function relative({ imported, files, path, before }: ResolveCase): Promise<Resolution> {
  const dots = /^\.+/.exec(imported.module)?.[0].length ?? 1;
  const rest = imported.module
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  const base = normalized(path.slice(0, path.lastIndexOf('/') + 1) + '../'.repeat(dots - 1));
  if (base === undefined) return 'unsure';
  if (!(await isFolder(files, base))) return 'unsure';
  if (rest.length === 0 || before.includes(`from ${imported.module} import`)) return 'known';
  return within(files, base === '' ? '' : `${base}/`, rest, imported.names);
}

async function within(
  files: ProjectFiles,
  folder: string,
  parts: readonly string[],
  names: readonly string[],
): Promise<Resolution> {
  let at = folder;
  for (const [index, part] of parts.entries()) {
    const list = await files.list(at.replace(/\/$/, ''));
    if (list.includes(`${part}/`)) {
      at += `${part}/`;
      continue;
    }
    if (
      list.some(
        (name) =>
          name === `${part}.py` ||
          name === `${part}.pyi` ||
          name.startsWith(`${part}.c`) ||
          name === `${part}.so` ||
          name === `${part}.pyx`,
      )
    ) {
      return index >= parts.length - 1 ? 'known' : 'unsure';
    }
    const init = await files.read(`${at}__init__.py`);
    // A package may put a module there itself.
    if (generated.test(part)) return 'unsure';
    if (init !== undefined && new RegExp(String.raw`\b${part}\b|sys\.modules|__path__`).test(init))
      return 'known';
    return index === 0 && folder === '' ? 'unsure' : 'missing';
  }
  return names.length === 0 || (await isFolder(files, at)) ? 'known' : 'unsure';
}

async function distribution(
  asked: ResolveCase,
  folders: readonly string[],
  top: string,
  parts: readonly string[],
): Promise<Resolution> {
  const { files, before } = asked;
  if (new RegExp(String.raw`^\s*(?:import|from)\s+${top}\b`, 'm').test(before)) return 'known';
  // A file that speaks of it knows it, perhaps only when it is there.
  if (top.length > 4 && before.includes(top)) return 'unsure';
  let declared = '';
  for (const folder of folders) {
    for (const name of await files.list(folder.replace(/\/$/, ''))) {
      if (manifests.test(name)) declared += `\n${(await files.read(folder + name)) ?? ''}`;
      if (name === 'requirements/') {
        for (const part of await files.list(`${folder}requirements`))
          declared += `\n${(await files.read(`${folder}requirements/${part}`)) ?? ''}`;
      }
    }
  }
  for (const packages of ['.venv/', 'venv/', 'env/']) {
    for (const version of await files.list(`${packages}lib`)) {
      const site = `${packages}lib/${version}site-packages`;
      if ((await stands(files, `${site}/${top}`)) || (await stands(files, `${site}/${top}.py`)))
        return 'known';
    }
  }
  for (const name of await files.list('')) {
    if (/\.(?:dist|egg)-info\/$/.test(name)) {
      for (const part of ['METADATA', 'requires.txt', 'PKG-INFO'])
        declared += `\n${(await files.read(name + part)) ?? ''}`;
    }
  }
  const nearby = await importedNearby(asked, /\.pyi?$/, String.raw`^\s*(?:import|from)\s+${top}\b`);
  if (nearby === 'known' || declared === '') return nearby;
  const text = bare(declared);
  const wanted = [
    top,
    distributions[top] ?? top,
    `python-${top}`,
    `py${top}`,
    `${top}-python`,
    `${top}3`,
    `${parts.slice(0, 2).join('-')}`,
    `types-${top}`,
  ];
  return wanted.some((name) => named(text, bare(name))) ? 'known' : 'missing';
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[_.]/g, '-');
}

function named(text: string, name: string): boolean {
  const end = name.endsWith('-') ? '' : String.raw`(?![\w])`;
  return new RegExp(String.raw`(?<![\w-])${name.replace(/[^\w-]/g, '')}${end}`).test(text);
}
