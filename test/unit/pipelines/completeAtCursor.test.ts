import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../../src/core/base/outcome.ts';
import { accepted, candidates } from '../../../src/core/pipelines/acceptance.ts';
import { isAhead } from '../../../src/core/pipelines/askForSuggestion.ts';
import { completeAtCursor } from '../../../src/core/pipelines/completeAtCursor.ts';
import { cursorMoved, documentChanged } from '../../../src/core/pipelines/followEditing.ts';
import type {
  Suggestion,
  SuggestionExplanation,
  WithheldReason,
} from '../../../src/core/pipelines/suggestion.ts';
import type { KeystrokeCause } from '../../../src/core/trigger/keystroke.ts';
import { placeOf } from '../polish/cursor.ts';
import { settled } from '../trigger/fakeClock.ts';
import { modelError, passed, scripted, type Scripted } from './fakeStages.ts';

type Answer = Outcome<Suggestion, WithheldReason>;

/** One file, typed into as an editor would. */
class Editor {
  text: string;
  offset: number;
  answer: Answer | undefined;
  private version = 1;
  private abort = new AbortController();
  private readonly script: Scripted;

  constructor(script: Scripted, screen: string) {
    this.script = script;
    ({ text: this.text, offset: this.offset } = placeOf(screen));
  }

  /** Types and lets time pass; answers what the last keystroke got meanwhile. */
  async type(text: string, ms = 1_000): Promise<Answer | undefined> {
    return this.change(this.offset, 0, text, 'typed', ms);
  }

  async backspace(ms = 1_000): Promise<Answer | undefined> {
    return this.change(this.offset - 1, 1, '', 'deleted', ms);
  }

  async change(
    at: number,
    removedLength: number,
    text: string,
    cause: KeystrokeCause,
    ms: number,
  ): Promise<Answer | undefined> {
    this.text = this.text.slice(0, at) + text + this.text.slice(at + removedLength);
    this.offset = at + text.length;
    this.version++;
    documentChanged(this.script.stages, 'file:///a.ts', [{ offset: at, removedLength, text }]);
    return this.ask(cause, ms);
  }

  async ask(cause: KeystrokeCause, ms = 1_000): Promise<Answer | undefined> {
    this.abort.abort();
    this.abort = new AbortController();
    this.answer = undefined;
    const { document, offset } = this;
    void completeAtCursor(
      this.script.stages,
      { document, offset, cause, permitted: 'yes' },
      this.abort.signal,
    ).then((answer) => {
      if (offset === this.offset) this.answer = answer;
    });
    await settled();
    if (ms > 0) await this.script.clock.pass(ms);
    return this.answer;
  }

  get document() {
    return {
      uri: 'file:///a.ts',
      path: 'a.ts',
      languageId: 'typescript',
      version: this.version,
      text: this.text,
    };
  }

  get screen(): string {
    return `${this.text.slice(0, this.offset)}█${this.text.slice(this.offset)}`;
  }
}

function shown(answer: Answer | undefined): string {
  if (answer === undefined) return 'nothing yet';
  return answer.ok ? answer.value.insertion.text : `withheld: ${answer.reason}`;
}

describe('a suggestion', () => {
  it('comes from the model at an open place', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    expect(shown(await editor.type('='))).toBe('compute(1);');
    expect(script.requests).toHaveLength(1);
  });

  it('is offered when its first line is sure, and grows', async () => {
    const script = scripted(() => 'one();\n  two();\n  three();\n');
    const editor = new Editor(script, 'function f() {█\n}\n');
    await editor.type('\n  ', 0);
    await script.clock.pass(180);
    const first = editor.answer;
    expect(shown(first)).toBe('one();');
    const grown = first?.ok === true ? first.value.grown : undefined;
    await script.clock.pass(1_000);
    expect(await grown).toBe(true);
    expect(shown(await editor.ask('typed', 0))).toBe('one();\n  two();\n  three();');
  });

  it('costs no second request while it is typed, and stays on screen', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    const seen: string[] = [];
    for (const character of 'compute') seen.push(shown(await editor.type(character, 0)));
    expect(seen).toEqual(['ompute(1);', 'mpute(1);', 'pute(1);', 'ute(1);', 'te(1);', 'e(1);', '(1);']);
    expect(script.requests.length - aheadOf(script)).toBe(1);
  });

  it('shows the words of a first line that takes the server long, and grows when the line is complete', async () => {
    const script = scripted(() => 'compute(alpha, beta, gamma);\nmore();\n');
    script.tokenMs = 50;
    const editor = new Editor(script, 'const a █\n');
    const first = await editor.type('=', 230);
    expect(shown(first)).toBe('compute(');
    const grown = first?.ok === true ? first.value.grown : undefined;
    await script.clock.pass(1_000);
    expect(await grown).toBe(true);
    expect(shown(await editor.ask('typed', 0))).toBe('compute(alpha, beta, gamma);');
    expect(script.requests).toHaveLength(1);
  });

  it('is asked for anew at once where typing has left it on purpose', async () => {
    const script = scripted(({ prompt }) =>
      prompt.prefix.endsWith('= re') ? 'sult.value;' : ' compute(1);',
    );
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    await editor.type(' ', 150);
    await editor.type('r', 150);
    expect(script.requests).toHaveLength(1 + aheadOf(script));
    await editor.type('e', 10);
    expect(script.requests).toHaveLength(2 + aheadOf(script));
    await script.clock.pass(500);
    expect(shown(editor.answer)).toBe('sult.value;');
  });

  it('is not asked for because of a slip that is taken back', async () => {
    const script = scripted(() => ' compute(alpha, beta, gamma);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    for (const character of ' co') await editor.type(character, 150);
    // One letter in place of another, and what was suggested goes on behind it.
    for (const character of 'npu') await editor.type(character, 150);
    expect(shown(editor.answer)).toBe('nothing yet');
    for (let letter = 0; letter < 3; letter++) await editor.backspace(100);
    expect(shown(editor.answer)).toBe('mpute(alpha, beta, gamma);');
    expect(script.requests).toHaveLength(1);
  });

  it('of which a part had come when a slip cancelled it is there again when the slip is taken back', async () => {
    const script = scripted(() => ' compute(alpha, beta);\n');
    script.tokenMs = 60;
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=', 320);
    expect(shown(editor.answer)).toBe(' compute(');
    await editor.type('x', 50);
    expect(script.aborted).toEqual([0]);
    expect(shown(await editor.backspace(0))).toBe(' compute(alpha,');
  });

  it('is there again at once after backspacing to an earlier point', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    await editor.type('c', 0);
    await editor.type('x', 0);
    expect(shown(await editor.backspace(0))).toBe('ompute(1);');
  });

  it('is taken from a request on its way that still agrees with what was typed', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=', 50);
    await editor.type('c', 50);
    expect(shown(await editor.type('o', 500))).toBe('mpute(1);');
    expect(script.requests.length - aheadOf(script)).toBe(1);
    expect(script.aborted).toEqual([]);
  });

  it('is followed by the next one, fetched ahead, once it was seen that the model stops at each line', async () => {
    const script = scripted(({ prompt }) => (prompt.prefix.endsWith('= ') ? 'abc(1);' : '\nnext();'));
    const editor = new Editor(script, 'const a =█\n');
    await editor.type(' ');
    expect(aheadOf(script)).toBe(0);
    for (const character of 'abc(1);') await editor.type(character, 60);
    expect(aheadOf(script)).toBe(0);
    await editor.type('\n', 60);
    for (const character of 'next();') await editor.type(character, 60);
    expect(aheadOf(script)).toBe(1);
    expect(script.requests).toHaveLength(3);
    expect(shown(editor.answer)).toBe('\nnext();');
  });

  it('is followed by the next block of the same answer, without another request', async () => {
    const script = scripted(() => 'a();\n  b();\n}\n\nnext();\nlast();\n');
    const editor = new Editor(script, 'function f() {█\n');
    await editor.type('\n  ');
    // It has grown meanwhile.
    expect(shown(await editor.ask('typed'))).toBe('a();\n  b();\n}');
    await editor.change(editor.offset, 0, 'a();\n  b();\n}', 'accepted', 1_000);
    expect(shown(editor.answer)).toBe('\n\nnext();\nlast();');
    await editor.type('\n');
    await editor.type('\n');
    await editor.type('n');
    expect(shown(editor.answer)).toBe('ext();\nlast();');
    expect(script.requests).toHaveLength(1);
  });

  it('is fetched ahead where the cursor rests on an empty line', async () => {
    const script = scripted(() => 'go();\n  stop();\n');
    const editor = new Editor(script, 'function f() {\n  █\n}\n');
    void cursorMoved(script.stages, editor.document, editor.offset, new AbortController().signal);
    await settled();
    await script.clock.pass(1_500);
    expect(script.requests).toHaveLength(1);
    expect(shown(await editor.type('g', 0))).toBe('o();\n  stop();');
    expect(script.requests.length - aheadOf(script)).toBe(0);
  });
});

describe('a server that has nothing to say', () => {
  it('is asked less and less while one types, and again after a long pause', async () => {
    const script = scripted(() => '');
    const editor = new Editor(script, 'function f() {█\n}\n');
    for (let line = 0; line < 12; line++) {
      await editor.type('\n  ', 300);
      for (const piece of ['call', '(', 'a', ',', ' ', 'b', ')', ';']) await editor.type(piece, 200);
    }
    const whileTyping = script.requests.length;
    expect(whileTyping).toBeLessThanOrEqual(4);
    await editor.type('\n  ', 10_000);
    expect(script.requests.length).toBe(whileTyping + 1);
  });

  it('is not asked where it ended an answer itself, once that was in vain', async () => {
    const script = scripted(({ prompt }) => (/= $/.test(prompt.prefix) ? 'abc(1);' : ''));
    const editor = new Editor(script, 'const a =█\n');
    const counts: number[] = [];
    for (let round = 0; round < 4; round++) {
      await editor.type(' ');
      const before = script.requests.length;
      for (const character of 'abc(1);') await editor.type(character, 60);
      await editor.ask('typed');
      counts.push(script.requests.length - before);
      await editor.type('\nconst b =', 60);
    }
    expect(counts.slice(1)).toEqual([0, 0, 0]);
  });
});

describe('no suggestion', () => {
  it('is asked for while deleting or undoing', async () => {
    const script = scripted(() => 'x');
    const editor = new Editor(script, 'const a = b█\n');
    expect(shown(await editor.backspace())).toBe('withheld: deleting');
    expect(shown(await editor.change(editor.offset, 0, 'b', 'undone', 500))).toBe('withheld: undoing');
    expect(script.requests).toEqual([]);
  });

  it('is asked for at every letter of a word', async () => {
    const script = scripted(() => '');
    const editor = new Editor(script, 'const█ = 1;\n');
    await editor.type(' ', 160);
    const before = script.requests.length;
    for (const character of 'longName') await editor.type(character, 160);
    expect(script.requests.length - before).toBeLessThanOrEqual(1);
  });

  it('is shown when a check of the gate fails, and the reason has the evidence', async () => {
    const failed = {
      name: 'parseErrors',
      passed: false,
      ms: 1,
      evidence: { message: 'a bracket is missing' },
    };
    const script = scripted(() => 'compute(1;', {
      judge: () => ({ passed: false, results: [failed], failed: [failed] }),
    });
    const told: SuggestionExplanation[] = [];
    script.stages.explanations.event((explanation) => told.push(explanation));
    const editor = new Editor(script, 'const a █\n');
    expect(shown(await editor.type('='))).toBe('withheld: failedChecks');
    expect(told.at(-1)).toMatchObject({
      offered: false,
      reason: 'failedChecks',
      detail: 'a bracket is missing',
    });
    expect(script.audited).toMatchObject([{ outcome: 'withheld', reason: 'parseErrors' }]);
  });

  it('keeps the lines above the fault where a check names a place further down', async () => {
    const judged: string[] = [];
    const script = scripted(() => 'first();\n  second();\n  broken((;', {
      judge: ({ after }) => {
        judged.push(after);
        if (!after.includes('broken')) return passed;
        const failed = {
          name: 'brackets',
          passed: false,
          ms: 1,
          evidence: { message: 'one too many', line: 3 },
        };
        return { passed: false, results: [failed], failed: [failed] };
      },
    });
    const editor = new Editor(script, 'function run() {\n  █\n}\n');
    await editor.ask('manual');
    expect(shown(await editor.ask('moved'))).toBe('first();\n  second();');
    expect(judged).toContain('first();\n  second();\n  broken((;');
    expect(script.audited.filter(({ outcome }) => outcome === 'withheld')).toEqual([]);
  });

  it('keeps nothing of an answer that declines', async () => {
    const failed = { name: 'refusal', passed: false, ms: 1, evidence: { message: 'declined', line: 1 } };
    const script = scripted(() => 'first();\n  second();\n  third();', {
      judge: ({ after }) =>
        after.includes('third') ? { passed: false, results: [failed], failed: [failed] } : passed,
    });
    const editor = new Editor(script, 'function run() {\n  █\n}\n');
    await editor.ask('manual');
    expect(shown(await editor.ask('moved'))).toBe('withheld: failedChecks');
  });

  it('gives way to an earlier answer for the same place when it is withheld', async () => {
    const failed = { name: 'refusal', passed: false, ms: 1, evidence: { message: 'declined' } };
    const script = scripted(() => ' compute(1);', {
      judge: ({ after }) =>
        after.includes('bad') ? { passed: false, results: [failed], failed: [failed] } : passed,
    });
    const editor = new Editor(script, 'const a █\n');
    expect(shown(await editor.type('='))).toBe(' compute(1);');
    expect(shown(await editor.type(' '))).toBe('compute(1);');
    script.answer = () => 'bad(2);';
    expect(shown(await editor.ask('manual'))).toBe('compute(1);');
    expect(script.requests.length).toBeGreaterThan(1);
  });

  it('is shown from memory either where suggestions were turned off', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    const keystroke = { document: editor.document, offset: editor.offset, cause: 'typed' } as const;
    const signal = new AbortController().signal;
    for (const permitted of ['disabled', 'excludedFile', 'readOnly'] as const) {
      expect(shown(await completeAtCursor(script.stages, { ...keystroke, permitted }, signal))).toBe(
        `withheld: ${permitted}`,
      );
    }
    expect(shown(await completeAtCursor(script.stages, { ...keystroke, permitted: 'yes' }, signal))).toBe(
      'compute(1);',
    );
  });

  it('carries the kind of the model’s failure', async () => {
    const script = scripted(() => modelError());
    const editor = new Editor(script, 'const a █\n');
    expect(shown(await editor.type('='))).toBe('withheld: timedOut');
    expect(script.audited).toMatchObject([{ outcome: 'failed', reason: 'timedOut' }]);
  });

  it('is shown over another choice of the suggest widget', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    const signal = new AbortController().signal;
    const keystroke = {
      document: editor.document,
      offset: editor.offset,
      cause: 'typed',
      permitted: 'yes',
    } as const;
    const other = await completeAtCursor(
      script.stages,
      { ...keystroke, widget: { start: editor.offset, text: 'count' } },
      signal,
    );
    const same = await completeAtCursor(
      script.stages,
      { ...keystroke, widget: { start: editor.offset, text: 'compute' } },
      signal,
    );
    expect([shown(other), shown(same)]).toEqual(['withheld: otherChoice', 'compute(1);']);
  });
});

describe('requests', () => {
  it('are cancelled on the wire as soon as what comes is not what was typed', async () => {
    const script = scripted(() => 'compute(1);\nmore();\n');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=', 130);
    await editor.type('x', 0);
    expect(script.aborted).toEqual([0]);
  });

  it('are all in the audit log, cancelled ones too', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=', 130);
    await editor.type('x', 1_000);
    expect(script.audited[0]).toMatchObject({
      outcome: 'cancelled',
      task: 'completion',
      route: 'local',
      costUsd: 0,
    });
    await editor.type(' =', 5_000);
    await script.clock.pass(40_000);
    const asked = script.requests.map((_, index) => `request-${index + 1}`);
    expect(script.audited.map(({ id }) => id).sort()).toEqual(asked.sort());
  });

  it('see the same suffix and the same beginning while one types', async () => {
    const script = scripted(() => '');
    const lines = Array.from({ length: 800 }, (_, line) => `const value${line} = compute(${line});`).join(
      '\n',
    );
    const editor = new Editor(script, `${lines}\n█\n${lines}\n`);
    for (const piece of ['const x =', ' a.b(', '1);\n', 'const y = ', 'c(', ');\n']) {
      await editor.type(piece, 3_000);
    }
    const prompts = script.requests.map(({ prompt }) => prompt);
    expect(prompts.length).toBeGreaterThan(3);
    expect(new Set(prompts.map(({ suffix }) => suffix)).size).toBe(1);
    for (const [index, { prefix }] of prompts.entries()) {
      const before = prompts[index - 1]?.prefix ?? '';
      expect(prefix.startsWith(before)).toBe(true);
    }
  });
});

describe('acceptance', () => {
  it('is recorded at once, and 30 s later whether the text is still there', async () => {
    const script = scripted(() => 'compute(1);');
    const editor = new Editor(script, 'const a █\n');
    await editor.type('=');
    accepted(script.stages, 'request-1', { text: 'compute(1);', isKept: () => false });
    await script.clock.pass(31_000);
    const follow = script.audited.filter(({ followUp }) => followUp === true);
    expect(follow).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted', kept: false }]);
    expect(follow[0]).not.toHaveProperty('kept');
  });

  it('on command offers others beside the most likely one', async () => {
    let round = 0;
    const script = scripted(({ temperature }) => (temperature === 0 ? 'first();' : `other${++round}();`));
    const editor = new Editor(script, 'const a = █\n');
    const keystroke = {
      document: editor.document,
      offset: editor.offset,
      cause: 'manual',
      permitted: 'yes',
    } as const;
    const found = candidates(script.stages, keystroke, new AbortController().signal);
    for (let round = 0; round < 10; round++) await script.clock.pass(500);
    expect((await found).map(({ insertion }) => insertion.text)).toEqual([
      'first();',
      'other1();',
      'other2();',
    ]);
  });
});

describe('whatever is typed', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ kind: 'follow' } as const) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('a', ' ', '(', ')', ';', '.', '\n', '\n  ', 'x')
        .map((text) => ({ kind: 'type', text }) as const),
    },
    { weight: 2, arbitrary: fc.constant({ kind: 'backspace' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'take' } as const) },
  );
  const timed = fc.tuple(step, fc.constantFrom(0, 30, 120, 400, 2_000));

  it('what was typed since the question and what is shown are the beginning of one answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(timed, { minLength: 5, maxLength: 30 }),
        fc.nat(3),
        async (steps, variant) => {
          const answers = [
            'compute(alpha, beta);\n  next(alpha);\n  last();\n',
            'x',
            '',
            'if (a) {\n    b();\n  }\n  c();\n',
          ];
          const script = scripted(() => answers[variant] ?? '');
          const editor = new Editor(script, 'function f() {\n  const a =█\n}\n');
          for (const [what, ms] of steps) {
            const { answer } = editor;
            const visible = answer?.ok === true ? answer.value.insertion : undefined;
            if (what.kind === 'backspace') await editor.backspace(ms);
            else if (what.kind === 'type') await editor.type(what.text, ms);
            else if (visible === undefined) await editor.type(' ', ms);
            else if (what.kind === 'take')
              await editor.change(editor.offset, visible.replaceAfter, visible.text, 'accepted', ms);
            else await editor.type(visible.text.charAt(0), ms);
            if (editor.answer?.ok === true)
              assertConsistent(script, editor, editor.answer.value, answers[variant] ?? '');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** The text behind the shown suggestion’s start, back to where it was asked, spells the answer from its beginning. */
function assertConsistent(script: Scripted, editor: Editor, suggestion: Suggestion, answer: string): void {
  // Blank lines between do not count.
  const whole = `${editor.text.slice(0, editor.offset)}${suggestion.insertion.text}`.replace(
    /\n(?:[ \t]*\n)+/g,
    '\n',
  );
  const clean = answer.trimEnd();
  // Somewhere in the document stands a beginning of the answer that ends exactly where the suggestion ends.
  const ends = Array.from({ length: clean.length }, (_, index) => clean.slice(0, index + 1));
  const isBeginning = ends.some((beginning) => {
    const spelled = suggestion.insertion.replaceAfter > 0 ? beginning : beginning.trimEnd();
    return (
      whole.trimEnd().endsWith(spelled) &&
      spelled.length >= Math.min(suggestion.insertion.text.trim().length, clean.length - 1)
    );
  });
  expect(isBeginning, JSON.stringify([editor.screen, suggestion.insertion, answer])).toBe(true);
  expect(script.stages.requests.has(suggestion.id)).toBe(true);
  // The range never reaches over the end of the line.
  expect(editor.text.slice(editor.offset, editor.offset + suggestion.insertion.replaceAfter)).not.toContain(
    '\n',
  );
}

function aheadOf(script: Scripted): number {
  return [...script.stages.requests.values()].filter(({ purpose }) => isAhead(purpose)).length;
}
