import { expect, test } from 'vitest';
import { edit, failed, project } from './judging.ts';

const node = project({
  'package.json':
    '{"name":"shop","dependencies":{"zod":"4","@acme/ui":"1"},"devDependencies":{"@types/express":"5"},"imports":{"#db/*":"./src/db/*.ts"},"workspaces":["packages/*"]}',
  'package-lock.json': '{"packages":{"node_modules/undici":{"version":"7"}}}',
  'tsconfig.json': '{"compilerOptions":{"paths":{"@app/*":["./src/*"]}}}',
  'src/cart.ts': '',
  'src/view.tsx': '',
  'src/db/index.ts': '',
  'packages/core/package.json': '{"name":"@shop/core"}',
  'node_modules/nanoid/package.json': '{}',
});
const python = project({
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["requests>=2", "PyYAML", "scikit-learn"]\n',
  'shop/__init__.py': '',
  'shop/cart.py': '',
  'shop/api/__init__.py': '',
});
const go = project({
  'go.mod': 'module example.com/shop\n\nrequire (\n\tgithub.com/acme/log v1.2.0\n)\n',
  'cart/cart.go': 'package cart\n',
});
const rust = project({
  'Cargo.toml': '[package]\nname = "shop"\n\n[dependencies]\nserde = "1"\ntokio-util = "0.7"\n',
  'src/lib.rs': '',
  'src/cart.rs': '',
});
const ruby = project({ Gemfile: "gem 'nokogiri'\ngem 'rails'\n", 'lib/shop/cart.rb': '' });
const c = project({ 'src/main.c': '', 'include/cart.h': '' });

const cases = [
  ['src/total.ts', "import { z } from 'zod';", node, true],
  ['src/total.ts', "import { request } from 'undici';", node, true],
  ['src/total.ts', "import { nanoid } from 'nanoid';", node, true],
  ['src/total.ts', "import type { Request } from 'express';", node, true],
  ['src/total.ts', "import { Button } from '@acme/ui/button';", node, true],
  ['src/total.ts', "import { core } from '@shop/core';", node, true],
  ['src/total.ts', "import { readFile } from 'node:fs/promises';", node, true],
  ['src/total.ts', "import path from 'path';", node, true],
  ['src/total.ts', "import { add } from './cart.js';", node, true],
  ['src/total.ts', "import { open } from './db';", node, true],
  ['src/total.ts', "import { open } from '#db/users';", node, true],
  ['src/total.ts', "import { add } from '@app/cart';", node, true],
  ['src/total.ts', "import { own } from 'shop';", node, true],
  ['src/total.ts', "import { total } from 'price-wizard';", node, false],
  ['src/total.ts', "import { total } from '@price/wizard';", node, false],
  ['src/total.ts', "import { add } from './basket';", node, false],
  ['src/total.ts', "import { fast } from 'node:fasthttp';", node, false],
  ['src/total.ts', "const { total } = require('price-wizard');", node, false],
  ['shop/total.py', 'import os, sys', python, true],
  ['shop/total.py', 'import requests', python, true],
  ['shop/total.py', 'import yaml', python, true],
  ['shop/total.py', 'from sklearn.cluster import KMeans', python, true],
  ['shop/total.py', 'from .cart import add', python, true],
  ['shop/total.py', 'from shop.cart import add', python, true],
  ['shop/total.py', 'import pricewizard', python, false],
  ['shop/total.py', 'from fastmoney.total import add', python, false],
  ['shop/total.py', 'from .basket import add', python, false],
  ['shop/total.py', 'try:\n    import ujson\nexcept ImportError:\n    ujson = None', python, true],
  ['main.go', 'import "encoding/json"', go, true],
  ['main.go', 'import "github.com/acme/log/level"', go, true],
  ['main.go', 'import "example.com/shop/cart"', go, true],
  ['main.go', 'import "encoding/fastjson"', go, false],
  ['main.go', 'import "github.com/acme/wizard"', go, false],
  ['main.go', 'import "example.com/shop/basket"', go, false],
  ['src/total.rs', 'use std::collections::HashMap;', rust, true],
  ['src/total.rs', 'use tokio_util::codec::Framed;', rust, true],
  ['src/total.rs', 'use crate::cart::Cart;', rust, true],
  ['src/total.rs', 'use price_wizard::Total;', rust, false],
  ['lib/total.rb', "require 'json'", ruby, true],
  ['lib/total.rb', "require 'nokogiri'", ruby, true],
  ['lib/total.rb', "require 'active_support/all'", ruby, true],
  ['lib/total.rb', "require_relative 'shop/cart'", ruby, true],
  ['lib/total.rb', "require 'price_wizard'", ruby, false],
  ['lib/total.rb', "require_relative 'shop/basket'", ruby, false],
  ['src/total.c', '#include <stdio.h>', c, true],
  ['src/total.c', '#include "cart.h"', c, true],
  ['src/total.c', '#include "basket.h"', c, false],
] as const;

test.each(cases)('%s: %s', async (path, line, files, known) => {
  const head = path.endsWith('.go') ? 'package main\n\n' : '';
  const names = await failed(edit(path, `${head}\n`, `${head}${line}\n`, { project: files }));
  expect(names.includes('unresolvedImports')).toBe(!known);
});

test('an import that was there before does not count', async () => {
  const before = "import { total } from 'price-wizard';\n\nexport const a = total(1);\n";
  expect(
    await failed(edit('src/a.ts', before, before.replace('total(1)', 'total(2)'), { project: node })),
  ).toEqual([]);
});

test('without a project nothing is said about packages', async () => {
  expect(await failed(edit('a.ts', '\n', "import { total } from 'price-wizard';\nimport './x';\n"))).toEqual(
    [],
  );
});

test('asks a remembered project anew before it calls a module missing', async () => {
  const disk: Record<string, string> = { 'package.json': '{}', 'src/a.ts': 'export const a = 1;\n' };
  const remembered = project({ ...disk });
  const asked = edit('src/a.ts', 'export const a = 1;\n', "import { b } from './b';\nexport const a = b;\n");
  disk['src/b.ts'] = 'export const b = 1;\n';
  expect(await failed({ ...asked, project: remembered })).toContain('unresolvedImports');
  expect(await failed({ ...asked, project: { ...remembered, anew: () => project(disk) } })).toEqual([]);
  const together = { written: new Map([['src/c.ts', 'c']]), gone: new Set<string>() };
  expect(await failed({ ...asked, together, project: { ...remembered, anew: () => project(disk) } })).toEqual(
    [],
  );
});
