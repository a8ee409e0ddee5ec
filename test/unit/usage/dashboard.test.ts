import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

it('the dashboard asks for metrics that the exporter sends', async () => {
  const dashboard = await readFile(
    path.join(root, 'test/observability/grafana/dashboards/tandem.json'),
    'utf8',
  );
  const exporter = await readFile(path.join(root, 'src/core/usage/otlp.ts'), 'utf8');
  const sent = [...exporter.matchAll(/'(tandem\.[a-z.]+)': \{/g)].map(([, name = '']) =>
    name.replaceAll('.', '_'),
  );
  const asked = new Set([...dashboard.matchAll(/tandem_[a-z_A-Z]+/g)].map(([name]) => name));
  expect(asked.size).toBeGreaterThan(5);
  for (const name of asked) {
    // Prometheus appends the unit and, to sums, `_total`.
    const plain = name.replace(/_(total|bucket)$/, '').replace(/_(USD|milliseconds)$/, '');
    expect(sent, name).toContain(plain);
  }
});
