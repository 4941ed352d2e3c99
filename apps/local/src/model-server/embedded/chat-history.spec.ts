import { chatHistory } from './chat-history';

describe(chatHistory.name, () => {
  it('ends with an empty turn of the model', () => {
    const turns = [{ role: 'user' as const, text: 'Hi' }];
    expect(
      chatHistory({ modelId: 'm', system: ['One.', 'Two.'], turns }),
    ).toEqual([
      { type: 'system', text: 'One.\nTwo.' },
      { type: 'user', text: 'Hi' },
      { type: 'model', response: [] },
    ]);
  });

  it('goes on from a prefilled answer', () => {
    const turns = [
      { role: 'user' as const, text: 'Hi' },
      { role: 'assistant' as const, text: '{' },
    ];
    expect(chatHistory({ modelId: 'm', system: [], turns })).toEqual([
      { type: 'user', text: 'Hi' },
      { type: 'model', response: ['{'] },
    ]);
  });
});
