/** `gate < cases.jsonl`: is each answer good enough? With `--evidence`, what was seen comes along. */

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { createGate, type Gate } from '../../../src/core/gate/gate.ts';
import { createSyntax } from '../../../src/core/gate/syntax/syntax.ts';
import type { ProjectFiles } from '../../../src/core/gate/projectFiles.ts';
import type { GateCase } from '../../../src/core/gate/verdict.ts';
import { nodeClock } from '../nodeClock.ts';
import { nodeProject } from '../nodeProject.ts';
import { nodeSyntaxPorts } from '../nodeSyntax.ts';
import { UsageError } from '../usageError.ts';

const caseShape = z.object({
  id: z.union([z.string(), z.number()]),
  task: z.enum(['completion', 'edit', 'chat']),
  path: z.string().default(''),
  language: z.string().default(''),
  before: z.string().nullish(),
  after: z.string(),
  instruction: z.string().nullish(),
  finishReason: z.string().nullish(),
  suffix: z.string().nullish(),
  projectRoot: z.string().nullish(),
});
type Case = z.infer<typeof caseShape>;

export async function run(
  args: string[],
  input: AsyncIterable<Buffer> | NodeJS.ReadStream,
  print: (value: unknown) => void,
): Promise<void> {
  const evidence = args.includes('--evidence');
  const unknown = args.find((arg) => arg !== '--evidence');
  if (unknown !== undefined)
    throw new UsageError(`gate takes its cases from standard input, not ${unknown}.`);
  const syntax = createSyntax(nodeSyntaxPorts);
  const gate = createGate({ clock: nodeClock, syntax });
  const projects = new Map<string, ProjectFiles>();
  let row = 0;
  for await (const line of createInterface({ input: Readable.from(input), crlfDelay: Infinity })) {
    row++;
    if (line.trim() === '') continue;
    print(await judged(parse(line, row), gate, projects, evidence));
  }
  syntax.dispose();
}

function parse(line: string, row: number): Case {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError(`Line ${row} is not JSON.`);
  }
  const parsed = caseShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(`Line ${row}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}.`);
}

async function judged(
  one: Case,
  gate: Gate,
  projects: Map<string, ProjectFiles>,
  evidence: boolean,
): Promise<unknown> {
  const gateCase = gateCaseOf(one, projects);
  await gate.prepare(gateCase.path, gateCase.languageId);
  const start = nodeClock.monotonicMs();
  const verdict = await gate.judge(gateCase);
  const ms = Math.round((nodeClock.monotonicMs() - start) * 100) / 100;
  const failed = verdict.failed.map((check) => check.name);
  const seen = verdict.failed.map((check) => ({ name: check.name, ...check.evidence }));
  return { id: one.id, passed: verdict.passed, failed, ms, ...(evidence ? { evidence: seen } : {}) };
}

function gateCaseOf(one: Case, projects: Map<string, ProjectFiles>): GateCase {
  let project: ProjectFiles | undefined;
  if (typeof one.projectRoot === 'string') {
    project = projects.get(one.projectRoot) ?? nodeProject(one.projectRoot);
    projects.set(one.projectRoot, project);
  }
  return {
    task: one.task,
    path: one.path,
    languageId: one.language,
    before: one.before ?? '',
    ...(one.task === 'chat' && one.path !== '' && (one.before ?? '') !== ''
      ? { shown: [{ path: one.path, text: one.before ?? '' }] }
      : {}),
    after: one.after,
    ...(typeof one.suffix === 'string' ? { suffix: one.suffix } : {}),
    ...(typeof one.instruction === 'string' ? { instruction: one.instruction } : {}),
    ...(typeof one.finishReason === 'string' ? { finishReason: one.finishReason } : {}),
    ...(project === undefined ? {} : { project }),
  };
}
