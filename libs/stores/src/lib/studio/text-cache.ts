/** Texts that never change, by name; those that were not used for the longest time go first when there are too many. */
export class TextCache {
  /** In the order of their last use. */
  private readonly texts = new Map<string, string>();
  private characters = 0;

  constructor(private readonly maxCharacters: number) {}

  get(name: string): string | undefined {
    const text = this.texts.get(name);
    if (text === undefined) return undefined;
    this.texts.delete(name);
    this.texts.set(name, text);
    return text;
  }

  put(name: string, text: string): void {
    this.remove(name);
    this.texts.set(name, text);
    this.characters += text.length;
    for (const oldest of this.texts.keys()) {
      if (this.characters <= this.maxCharacters) return;
      this.remove(oldest);
    }
  }

  private remove(name: string): void {
    this.characters -= this.texts.get(name)?.length ?? 0;
    this.texts.delete(name);
  }
}
