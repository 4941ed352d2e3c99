/** What code in a language looks like, one line at a time. Each must be rare in prose: one matching line is enough. */
const PATTERNS: readonly (readonly [string, RegExp])[] = [
  ['php', /<\?php|^\s*\$\w+\s*=[^=].*;\s*$/],
  ['c', /^\s*#include\s*<\w+\.h>/],
  ['cpp', /^\s*#include\s*<\w+>|\bstd::\w+|\bcout\s*<</],
  ['java', /\bpublic\s+static\s+void\b|\bSystem\.out\.print|\(\w+\.java:\d+\)/],
  ['csharp', /^\s*using\s+System[\w.]*;|\bConsole\.Write(?:Line)?\(/],
  [
    'rust',
    /\bfn\s+\w+\s*(?:<\w+>)?\([^)]*\)\s*(?:->|\{)|\blet\s+mut\s|\w!\(".*"\)/,
  ],
  [
    'go',
    /^\s*package\s+\w+\s*$|^\s*func\s+(?:\([^)]*\)\s*)?\w+\(|\bfmt\.\w+\(/,
  ],
  [
    'typescript',
    /^\s*(?:export\s+)?(?:interface\s+\w+\s*\{|type\s+\w+\s*=)|\(\w+\??:\s*(?:string|number|boolean)\b/,
  ],
  [
    'javascript',
    /\b(?:const|let|var)\s+[\w${}[\], ]+=[^=]|\bfunction\s*\w*\s*\([^)]*\)\s*\{|\)\s*=>|\bconsole\.\w+\(|\bfrom\s+'[^']+';|\brequire\(['"]|\(\S+\.[cm]?[jt]s:\d+:\d+\)/,
  ],
  [
    'python',
    /^\s*(?:async\s+)?def\s+\w+\(.*\).*:\s*$|^\s*class\s+\w+(?:\([^)]*\))?:\s*$|^\s*from\s+[\w.]+\s+import\s|^\s*import\s+[\w.]+\s+as\s+\w+\s*$|^\s*print\(.*\)\s*$|^Traceback \(most recent call last\):/,
  ],
  ['ruby', /\bdo\s*\|\w+\|\s*$|^\s*puts\s+["'#]|^\s*require\s+'[^']+'\s*$/],
  [
    'sql',
    /\bSELECT\b.+\bFROM\b|\bselect\s+\*\s+from\s+\w|\bINSERT\s+INTO\b|\bCREATE\s+TABLE\b|\bUPDATE\s+\w+\s+SET\b/,
  ],
  [
    'html',
    /<\/?(?:html|head|body|div|span|p|a|ul|ol|li|table|tr|td|img|input|button|form|script)(?:\s[^>]*)?>/i,
  ],
  ['css', /^\s*[.#@]?[\w-]+\s*\{[^{}]*[\w-]+\s*:[^{}]*\}\s*$/],
  [
    'json',
    /^\s*[{[]\s*"[^"]+"\s*:|^\s*"[^"]+"\s*:\s*(?:["{[\d]|true|false|null)/,
  ],
  [
    'shell',
    /^\s*\$\s+[a-z]|^#!\/|^\s*(?:sudo\s+\w|npm\s+(?:install|run|ci)\s|pip3?\s+install\s|git\s+(?:clone|commit|push|checkout)\s|docker\s+(?:run|build)\s|kubectl\s+(?:get|apply)\s|curl\s+-)[^?]*$/,
  ],
];

const NAMES: Readonly<Record<string, string>> = {
  'c++': 'cpp',
  'c#': 'csharp',
  bash: 'shell',
  console: 'shell',
  cs: 'csharp',
  golang: 'go',
  js: 'javascript',
  jsx: 'javascript',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shell',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'shell',
};

/** Info strings that name no language. */
const NO_LANGUAGE: ReadonlySet<string> = new Set([
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
]);

/** Of a longer line only the beginning is looked at. */
const MAX_LINE = 500;

/** The language that a line of code is most likely in; undefined when it does not look like code. */
export function languageOfLine(line: string): string | undefined {
  const beginning = line.slice(0, MAX_LINE);
  return PATTERNS.find(([, pattern]) => pattern.test(beginning))?.[0];
}

/** `py` is `python`; undefined for no name or one that says nothing. */
export function languageOfName(name: string): string | undefined {
  if (NO_LANGUAGE.has(name)) return undefined;
  return Object.hasOwn(NAMES, name) ? NAMES[name] : name;
}
