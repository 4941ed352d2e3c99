import { engineGroups } from './engine-options';
import { model } from './template.fixture';

describe(engineGroups, () => {
  it('shows prices per million tokens of tiers and models', () => {
    const dear = model({
      alias: 'dear',
      price: {
        inputNanoUsdPerMillion: 3_000_000_000,
        outputNanoUsdPerMillion: 15_000_000_000,
      },
    });
    const [tiers, named] = engineGroups([dear, model()], 'tier:cheap');
    expect(tiers?.options[0]?.price).toBe('from $0.22 in, $0.22 out');
    expect(tiers?.options[1]?.price).toBe('');
    expect(named?.options[0]?.price).toBe('$3.00 in, $15.00 out');
  });

  it('keeps offering a saved model that the catalogue has dropped', () => {
    const [saved] = engineGroups([model()], 'model:anthropic.claude-v1:0');
    expect(saved?.options).toEqual([
      {
        value: 'model:anthropic.claude-v1:0',
        label: 'anthropic.claude-v1:0',
        price: '',
      },
    ]);
  });
});
