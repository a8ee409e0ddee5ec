/** How long from a key to its letter on screen? Watched in the window's own page, frame by frame. */

import path from 'node:path';

import { takePaints, watchPaints } from '../../scripts/keyPaints.ts';
import { projectRoot } from '../../scripts/project.ts';
import { openEditor, openFile, runCommand } from '../../scripts/realEditor.ts';
import { temporaryCopy } from '../../scripts/vscodeServer.ts';

const line = '// one two three four five six seven eight nine ten\n';

export interface Window {
  /** Milliseconds from each key to the frame with its letter. */
  readonly paints: readonly number[];
  /** What VS Code's list of running extensions tells of ours, and of a tiny one: they wait for the same machine. */
  readonly activation: string;
}

/** Types 300 characters into the sample. */
export async function keyToPaint(serverUrl: string, isOn: boolean): Promise<Window> {
  const project = await temporaryCopy(path.join(projectRoot, 'test', 'fixtures', 'sample'));
  const settings = { 'tandem.server.url': serverUrl, 'tandem.completion.enabled': isOn };
  const editor = await openEditor({
    folder: project.folder,
    extensionPath: projectRoot,
    settings,
    height: 2_400,
  });
  try {
    const { page } = editor;
    await page.locator('.statusbar-item [aria-label$="ready"]').first().waitFor({ timeout: 60_000 });
    await openFile(page, 'orders.ts');
    await page.keyboard.press('Control+End');
    await watchPaints(page);
    await page.keyboard.type(line.repeat(6).slice(0, 300), { delay: 60 });
    await page.waitForTimeout(500);
    const paints = await takePaints(page);
    await runCommand(page, 'Developer: Show Running Extensions');
    const told = async (name: string): Promise<string> => {
      const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: name }).first();
      const time = row.locator('.activation-time');
      return `${name} ${await time.innerText({ timeout: 20_000 }).catch(() => 'nothing')}`;
    };
    const activation = `${await told('Tandem')}, ${await told('Merge Conflict')}`;
    return { paints, activation };
  } finally {
    await editor.close();
    await project.remove();
  }
}
