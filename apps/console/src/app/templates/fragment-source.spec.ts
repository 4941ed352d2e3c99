import { TestBed } from '@angular/core/testing';
import type { Template } from '@plot-palette/domain';
import { fakeApi } from '../api/api-client.fixture';
import { FragmentSource } from './fragment-source';
import { template } from './template.fixture';

function fragment(prompt: string, overrides: Partial<Template> = {}): Template {
  return template({
    templateId: prompt,
    name: 'tone',
    steps: [{ id: 'text', prompt, maxTokens: 1 }],
    ...overrides,
  });
}

describe(FragmentSource, () => {
  async function toneOf(own: Template[], shared: Template[]) {
    TestBed.configureTestingModule({
      providers: [
        fakeApi({
          templates: async (visibility) => ({
            items: visibility === 'own' ? own : shared,
          }),
        }),
      ],
    });
    return (await TestBed.inject(FragmentSource).load()).get('tone');
  }
  const shared = [
    fragment('latest', { createdAt: '2026-01-03T00:00:00.000Z' }),
    fragment('first', { createdAt: '2026-01-01T00:00:00.000Z' }),
    fragment('second', { createdAt: '2026-01-02T00:00:00.000Z' }),
  ];

  it("prefers the caller's newest", async () => {
    expect(await toneOf([fragment('new'), fragment('old')], shared)).toBe(
      'new',
    );
  });

  it('else takes the one of others that was created first', async () => {
    expect(await toneOf([], shared)).toBe('first');
  });

  it('leaves out what cannot be included', async () => {
    expect(await toneOf([template({ name: 'tone' })], [])).toBeUndefined();
  });
});
