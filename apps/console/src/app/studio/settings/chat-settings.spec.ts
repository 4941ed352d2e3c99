import { model } from '../../templates/template.fixture';
import { parametersOf, runSettingsOf, settingsDraft } from './chat-settings';
import { modelChoices } from './model-choice';

describe(settingsDraft, () => {
  it('comes back as what it was made of', () => {
    const parameters = {
      maxTokens: 5,
      temperature: 0,
      stopSequences: ['A', ' '],
    };
    expect(parametersOf(settingsDraft('', parameters))).toEqual(parameters);
  });
});

describe(runSettingsOf, () => {
  it('leaves to the project what is not set', () => {
    expect(runSettingsOf(settingsDraft())).toEqual({ parameters: {} });
    const draft = { ...settingsDraft('claude-haiku'), topP: 0.5 };
    expect(runSettingsOf(draft)).toEqual({
      model: 'claude-haiku',
      parameters: { topP: 0.5 },
    });
  });
});

describe(modelChoices, () => {
  it('names tiers and models as a run does', () => {
    const values = modelChoices([model()], 'balanced').flatMap(({ options }) =>
      options.map(({ value }) => value),
    );
    expect(values).toEqual(['cheap', 'balanced', 'premium', 'llama-3.1-8b']);
  });

  it('still offers what the catalogue does not have any more', () => {
    expect(modelChoices([], 'gone')[0]).toMatchObject({
      options: [{ value: 'gone' }],
    });
  });
});
