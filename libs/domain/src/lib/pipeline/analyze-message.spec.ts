import { analyzeMessage } from './analyze-message';
import { messageAnalysisSchema, type Complexity } from './message-analysis';

interface Expected {
  readonly words?: number;
  readonly sentences?: number;
  readonly language?: string;
  readonly kinds?: readonly string[];
  readonly code?: readonly string[];
  readonly questions?: number;
  readonly complexity?: Complexity;
}

const PYTHON = 'def add(a, b):\n    return a + b';
const LOREM =
  'The report that we wrote about the harbour was long and it was read by many of the people who live there. ';

/** What each message must be found to be; members that are left out do not matter for it. */
const MESSAGES: readonly (readonly [
  name: string,
  message: string,
  Expected,
])[] = [
  // Little or nothing.
  [
    'nothing',
    '',
    {
      words: 0,
      sentences: 0,
      language: 'und',
      questions: 0,
      complexity: 'low',
    },
  ],
  ['one space', ' ', { words: 0, sentences: 0, language: 'und' }],
  ['line breaks', '\n\r\n\t\n', { words: 0, sentences: 0 }],
  ['one letter', 'a', { words: 1, sentences: 1, language: 'und' }],
  ['one digit', '7', { words: 1, sentences: 1, language: 'und' }],
  ['one question mark', '?', { words: 0, sentences: 0, questions: 0 }],
  [
    'punctuation',
    '... !!! --- ;;;',
    { words: 0, sentences: 0, language: 'und' },
  ],
  ['a zero-width space', '\u200b', { words: 0, language: 'und' }],
  ['one emoji', '🙂', { words: 0, sentences: 0, language: 'und' }],
  ['an emoji of four people', '👨‍👩‍👧‍👦', { words: 0, language: 'und' }],
  [
    'a greeting',
    'Hello!',
    { words: 1, language: 'en', questions: 0, complexity: 'low' },
  ],
  ['a name', 'Ada Lovelace', { words: 2, language: 'und' }],
  ['a number', '1,234.56', { words: 1, language: 'und' }],
  // Languages.
  [
    'English',
    'What is the capital of Iceland?',
    { words: 6, language: 'en', questions: 1, complexity: 'low' },
  ],
  [
    'English with a contraction',
    "I don't know what you mean.",
    { words: 6, language: 'en' },
  ],
  [
    'German',
    'Wie wird das Wetter morgen in der Schweiz?',
    { language: 'de', questions: 1 },
  ],
  [
    'German with ß',
    'Die Straße ist gesperrt.',
    { language: 'de', questions: 0 },
  ],
  [
    'French',
    'Pourquoi le ciel est-il bleu et la mer verte ?',
    { language: 'fr', questions: 1 },
  ],
  ['Spanish', '¿Dónde está la biblioteca?', { language: 'es', questions: 1 }],
  [
    'Portuguese',
    'Como posso fazer isso para a minha empresa?',
    { language: 'pt', questions: 1 },
  ],
  [
    'Italian',
    'Perché non funziona la mia stampante con questo computer?',
    { language: 'it', questions: 1 },
  ],
  [
    'Dutch',
    'Hoe kan ik het wachtwoord van mijn account wijzigen?',
    { language: 'nl', questions: 1 },
  ],
  [
    'Swedish',
    'Hur kan jag ändra det här till något som är bättre?',
    { language: 'sv', questions: 1 },
  ],
  [
    'Polish',
    'Dlaczego to nie działa i co mam zrobić?',
    { language: 'pl', questions: 1 },
  ],
  [
    'Turkish',
    'Bu neden çalışmıyor ve ben ne yapmalıyım?',
    { language: 'tr', questions: 1 },
  ],
  ['Russian', 'Как мне сделать это быстрее?', { language: 'ru', questions: 1 }],
  [
    'Ukrainian',
    'Як мені це зробити швидше, і чому її немає?',
    { language: 'uk', questions: 1 },
  ],
  [
    'Greek with its question mark',
    'Τι ώρα είναι;',
    { language: 'el', questions: 1 },
  ],
  [
    'Arabic, from the right',
    'ما هي عاصمة مصر؟',
    { language: 'ar', questions: 1 },
  ],
  ['Persian', 'پایتخت ایران چیست؟', { language: 'fa', questions: 1 }],
  ['Urdu', 'یہ کیا ہے اور میں کیا کروں؟', { language: 'ur', questions: 1 }],
  [
    'Hebrew, from the right',
    'מה בירת ישראל?',
    { language: 'he', questions: 1 },
  ],
  ['Hindi', 'भारत की राजधानी क्या है?', { language: 'hi', questions: 1 }],
  ['Thai, without spaces', 'สวัสดีครับคุณสบายดีไหม', { language: 'th' }],
  ['Chinese', '北京的天气怎么样？', { language: 'zh', questions: 1 }],
  ['Chinese without a mark', '你会说英语吗', { language: 'zh', questions: 1 }],
  ['Japanese', '東京の天気はどうですか。', { language: 'ja', questions: 1 }],
  [
    'Japanese that states',
    '今日は雨です。明日は晴れます。',
    { language: 'ja', sentences: 2, questions: 0 },
  ],
  ['Korean', '서울 날씨가 어떤가요', { language: 'ko', questions: 1 }],
  [
    'a language that is not among them',
    'Tere hommikust kõigile',
    { language: 'und' },
  ],
  [
    'two scripts in equal parts',
    'weather погода today сегодня',
    { language: 'und' },
  ],
  [
    'two languages in one script',
    'The dog is here and die Katze ist da und gut',
    { language: 'und' },
  ],
  [
    'English with one foreign word',
    'What does the word "Gemütlichkeit" mean to you?',
    { language: 'en', questions: 1 },
  ],
  [
    'decomposed letters',
    'Wo ist die Stra\u00dfe fu\u0308r mich und dich?',
    { language: 'de' },
  ],
  [
    'text among emoji',
    '🎉🎉 What is this? 🎉🎉',
    { language: 'en', questions: 1 },
  ],
  ['mathematical letters', '𝒜𝒷𝒸 𝟙𝟚', { language: 'und' }],
  // Questions.
  ['a question without a mark', 'how do I reset my password', { questions: 1 }],
  ['a polite order', 'Could you send me the file', { questions: 1 }],
  ['a statement that begins like one', 'What a day!', { questions: 0 }],
  [
    'an order',
    'Write a poem about the sea.',
    { questions: 0, complexity: 'low' },
  ],
  [
    'two questions',
    'Who is she? Where does she live?',
    { sentences: 2, questions: 2 },
  ],
  ['a doubled mark', 'Really?!', { questions: 1 }],
  ['a question in quotes', 'She asked "who are you?"', { questions: 1 }],
  [
    'a mark in an address only',
    'Read https://example.com/?q=what today.',
    { words: 2, questions: 0 },
  ],
  [
    'questions in a list',
    '1. what is a monad\n2. why is it useful\n3. can you show one',
    { questions: 3, complexity: 'medium' },
  ],
  // Sentences.
  [
    'a wrapped sentence',
    'This is one sentence\nthat goes on here.',
    { sentences: 1 },
  ],
  ['two paragraphs', 'First one\n\nSecond one', { sentences: 2 }],
  ['Windows line breaks', 'First one.\r\nSecond one.', { sentences: 2 }],
  // Code.
  [
    'fenced code with its language',
    '```py\n' + PYTHON + '\n```',
    { kinds: ['FENCED'], code: ['python'], words: 0, language: 'und' },
  ],
  [
    'fenced code without one',
    '```\n' + PYTHON + '\n```',
    { kinds: ['FENCED'], code: ['python'] },
  ],
  [
    'fenced text',
    '~~~text\nnothing here\n~~~',
    { kinds: ['FENCED'], code: [] },
  ],
  [
    'a fence that is never closed',
    'Why?\n```js\nlet x = 1;',
    { kinds: ['FENCED'], code: ['javascript'], questions: 1 },
  ],
  [
    'a fence within a longer one',
    '````md\n```js\nx\n```\n````\nDone.',
    { kinds: ['FENCED'], code: ['md'], words: 1 },
  ],
  [
    'inline code',
    'What does `git rebase` do?',
    { kinds: ['INLINE'], words: 3, questions: 1 },
  ],
  ['a lonely backtick', 'The key ` is above Tab.', { kinds: [] }],
  ['Python by its look', PYTHON, { kinds: ['PATTERN'], code: ['python'] }],
  [
    'a stack trace of Python',
    'Traceback (most recent call last):\n  File "a.py"',
    { kinds: ['PATTERN'], code: ['python'] },
  ],
  [
    'JavaScript',
    "const fs = require('fs');",
    { kinds: ['PATTERN'], code: ['javascript'] },
  ],
  [
    'TypeScript',
    'interface User {\n  name: string;\n}',
    { code: ['typescript'] },
  ],
  ['Java', 'public static void main(String[] args) {', { code: ['java'] }],
  ['C#', 'using System.Linq;', { code: ['csharp'] }],
  ['C', '#include <stdio.h>', { code: ['c'] }],
  ['C++', 'std::cout << 1;', { code: ['cpp'] }],
  ['Go', 'package main\nfunc main() {', { code: ['go'] }],
  ['Rust', 'fn main() {\n  let mut x = 1;', { code: ['rust'] }],
  ['SQL', 'SELECT name FROM users WHERE id = 1', { code: ['sql'] }],
  [
    'SQL that is English',
    'Please select one item from the list.',
    { kinds: [] },
  ],
  ['HTML', '<div class="a">Hi</div>', { code: ['html'] }],
  ['CSS', '.card { color: red; }', { code: ['css'] }],
  ['JSON', '{"name": "Ada", "age": 36}', { code: ['json'] }],
  ['a shell command', '$ npm install', { code: ['shell'] }],
  ['a price', 'It costs $ 5 in total.', { kinds: [] }],
  ['Ruby', 'list.each do |item|', { code: ['ruby'] }],
  ['PHP', '<?php echo 1;', { code: ['php'] }],
  [
    'two languages of code',
    '```sql\nSELECT 1\n```\n```bash\nls\n```',
    { code: ['sql', 'shell'] },
  ],
  ['prose with a colon', 'For example: this is not code.', { kinds: [] }],
  // Addresses.
  [
    'an address alone',
    'https://example.com/a/b',
    { words: 0, language: 'und' },
  ],
  ['an address without a scheme', 'www.example.com', { words: 0 }],
  // Complexity.
  [
    'sixty words in short sentences',
    'One two three four. '.repeat(15),
    { words: 60, complexity: 'low' },
  ],
  [
    'sixty words in one sentence',
    'word '.repeat(60),
    { words: 60, complexity: 'medium' },
  ],
  ['many words', LOREM.repeat(3), { language: 'en', complexity: 'low' }],
  ['very many words', LOREM.repeat(12), { complexity: 'medium' }],
  ['more words than anybody reads', LOREM.repeat(60), { complexity: 'high' }],
  [
    'a long program',
    '```js\n' + 'run();\n'.repeat(60) + '```',
    { complexity: 'high' },
  ],
  [
    'a program with two questions',
    'Why does it fail? How do I fix it?\n```js\n' +
      'run();\n'.repeat(15) +
      '```',
    { complexity: 'medium' },
  ],
  [
    'four questions about code',
    'What is `a`? What is `b`? What is `c`? What is `d`?\n```js\n' +
      'x;\n'.repeat(20) +
      '```',
    { questions: 4, complexity: 'high' },
  ],
  ['a list of wishes', '- a cat\n- a dog\n- a bird', { complexity: 'low' }],
  [
    'one sentence without an end',
    'and then we went on '.repeat(8),
    { sentences: 1, complexity: 'low' },
  ],
];

describe(analyzeMessage.name, () => {
  it.each(MESSAGES)('%s', (_name, message, expected) => {
    const { code, ...analysis } = messageAnalysisSchema.parse(
      analyzeMessage(message),
    );
    const found: Expected = {
      ...analysis,
      kinds: code.kinds,
      code: code.languages,
    };
    expect(found).toMatchObject(expected);
  });

  it('is deterministic', () => {
    for (const [, message] of MESSAGES)
      expect(analyzeMessage(message)).toEqual(analyzeMessage(message));
  });

  it('counts characters, not the units that they are kept in', () => {
    expect(analyzeMessage('𝒜🙂é').characters).toBe(3);
  });

  it('gives the reasons of its rating', () => {
    expect(analyzeMessage('Why? How?\n```js\na;\n```')).toMatchObject({
      complexity: 'medium',
      score: 2,
      reasons: [
        { factor: 'CODE_LINES', value: 1, threshold: 1, points: 1 },
        { factor: 'QUESTIONS', value: 2, threshold: 2, points: 1 },
      ],
    });
  });

  it.each([
    ['backticks', '`'.repeat(131_072)],
    ['unclosed backticks', '`a\n'.repeat(43_000)],
    ['one line of letters', 'a'.repeat(131_072)],
    ['one line of quotes', '"'.repeat(131_072)],
    ['braces and colons', '{"a":'.repeat(26_000)],
    ['question marks', '?'.repeat(131_072)],
    ['spaces before a bracket', `fn main(${' '.repeat(131_000)}`],
    ['emoji', '👩‍👩‍👧'.repeat(7_000)],
    ['Chinese', '今天天气很好'.repeat(7_000)],
  ])('takes the largest message of %s', (_name, message) => {
    expect(analyzeMessage(message).characters).toBe(Array.from(message).length);
  });
});
