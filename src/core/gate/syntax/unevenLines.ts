/** In languages whose brackets close on their own line: which lines do not add up by themselves? */

/** By family; other families have blocks that go over lines. */
const unevenIn: Readonly<Record<string, (line: string) => boolean>> = { shellscript: shell, yaml };

/** `undefined` for a family in which a line says nothing alone. */
export function unevenLine(family: string): ((line: string) => boolean) | undefined {
  return unevenIn[family];
}

/** `$NAME}` and `${NAME`: what is expanded is closed on its line; a block's brace stands apart. */
function shell(line: string): boolean {
  const code = line
    .replace(/'[^']*'/g, '')
    .replace(/(?:^|\s)#.*$/, '')
    .replace(/\\./g, '');
  if (/['`\\]/.test(code)) return false;
  const opened = code.match(/\$\{/g)?.length ?? 0;
  const joined = code.match(/(?<=[\w\]"/*@%#?:-])\}/g)?.length ?? 0;
  const bare = code.match(/(?<!\$)(?<=\w|[=,])\{|\{(?=[\w.]+[,.])/g)?.length ?? 0;
  return bare === 0 && (joined > opened || (opened > joined && opened > (code.match(/\}/g)?.length ?? 0)));
}

/** A list or a mapping in brackets; over several lines it ends with its opening bracket or a comma. */
function yaml(line: string): boolean {
  const code = line
    .replace(/(["'])(?:\\.|(?!\1).)*\1/g, '')
    .replace(/(?:^|\s)#.*$/, '')
    .trimEnd();
  if (/["'|>]/.test(code) || !/^\s*(?:- )*[\w."'-]+:\s/.test(code)) return false;
  const value = code.replace(/^\s*(?:- )*[\w."'-]+:\s+/, '');
  const net = (open: string, close: string): number => value.split(open).length - value.split(close).length;
  const square = net('[', ']');
  const curly = net('{', '}');
  if (square === 0 && curly === 0) return false;
  if (curly > 0 && /\{\{(?:(?!\}\}).)*$/.test(value)) return true;
  if (square > 0 || curly > 0) return !/[[{,]$/.test(value) && /^[[{]|\$\{/.test(value);
  return square < 0 ? !/^[^[]*\w\]\w/.test(value) : true;
}
