/** Frequent short words of the languages written in Latin letters; those of one language alone count twice, single letters never. */
export const FREQUENT_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(
    'a the of and to in is that it for was on are with as i you this be have from or not but what how why can do does my me your we they an at by if will would could should there about please hello hi thanks',
  ),
  de: words(
    'der die das und ist in den von zu mit sich des auf für nicht ein eine einen als auch es an er so dass kann ich du wir wie was warum bitte hallo danke mein dir mir wird sind haben aber oder wenn',
  ),
  fr: words(
    'le la les de des et est un une du en que qui dans pour pas sur au avec ce il elle je tu nous vous mon ma comment pourquoi bonjour merci sont mais ou où plus être cette quel quelle',
  ),
  es: words(
    'el la los las de y en que un una es por con para no se del al lo como más pero su mi yo tú usted cómo qué por hola gracias está son esta este hay puedo cuál dónde',
  ),
  pt: words(
    'o a os as de e em que um uma é do da no na para com não se por mais como mas ao eu você meu minha isso este esta olá obrigado obrigada posso são qual está fazer',
  ),
  it: words(
    'il lo la gli le di e che un una è per in con non si del della come più ma io tu mio mia ciao grazie sono questo questa cosa perché posso quale dove anche nel',
  ),
  nl: words(
    'de het een en van ik te dat die in is niet op aan met voor zijn er maar om ook als je hoe wat waarom kan mijn deze hallo bedankt naar heb wij worden',
  ),
  sv: words(
    'och att det som en på är av för med den till inte jag du vi har ett om kan hur vad varför min mitt hej tack men eller från denna',
  ),
  pl: words(
    'i w na nie się z do to że jest jak o co po ale czy dla jestem mam ja ty my dlaczego cześć dziękuję proszę być ten ta przez można',
  ),
  tr: words(
    've bir bu da de için ile ne mi mı var yok çok ama gibi daha ben sen biz nasıl neden merhaba teşekkürler nedir olarak değil benim',
  ),
};

/** Letters that only one of these languages has. Each that occurs beside a frequent word counts like another one. */
export const OWN_LETTERS: Readonly<Record<string, string>> = {
  de: 'ß',
  es: 'ñ¿¡',
  fr: 'œ',
  pl: 'łąęśźżń',
  pt: 'ãõ',
  sv: 'å',
  tr: 'ğış',
};

/** Languages that their script gives away; `letters` tell those apart that share one. The first that fits is it. */
export const SCRIPTS: readonly {
  readonly language: string;
  readonly script: RegExp;
  readonly letters?: RegExp;
}[] = [
  {
    language: 'ja',
    script: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
    letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  },
  { language: 'zh', script: /\p{Script=Han}/gu },
  { language: 'ko', script: /\p{Script=Hangul}/gu },
  { language: 'uk', script: /\p{Script=Cyrillic}/gu, letters: /[іїєґ]/iu },
  { language: 'ru', script: /\p{Script=Cyrillic}/gu, letters: /[ыэъё]/iu },
  {
    language: 'ru',
    script: /\p{Script=Cyrillic}/gu,
    letters:
      /(?<!\p{L})(?:как|что|это|не|и|в|на|я|вы|мне|где|почему|привет|спасибо)(?!\p{L})/iu,
  },
  { language: 'ur', script: /\p{Script=Arabic}/gu, letters: /[ٹڈڑےں]/u },
  { language: 'fa', script: /\p{Script=Arabic}/gu, letters: /[پچژگ]/u },
  { language: 'ar', script: /\p{Script=Arabic}/gu },
  { language: 'he', script: /\p{Script=Hebrew}/gu },
  { language: 'el', script: /\p{Script=Greek}/gu },
  { language: 'hi', script: /\p{Script=Devanagari}/gu },
  { language: 'th', script: /\p{Script=Thai}/gu },
];

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
