import { TestBed } from '@angular/core/testing';
import { EMPTY_USAGE, type UsageByModel } from '@plot-palette/domain';
import { JobModels } from './job-models';

describe(JobModels, () => {
  async function rows(usage: UsageByModel): Promise<string[][]> {
    const fixture = TestBed.createComponent(JobModels);
    fixture.componentRef.setInput('usage', usage);
    await fixture.whenStable();
    const element: HTMLElement = fixture.nativeElement;
    return [...element.querySelectorAll('tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map(
        (cell) => cell.textContent?.trim() ?? '',
      ),
    );
  }

  const llama = {
    ...EMPTY_USAGE,
    calls: 12,
    inputTokens: 3_400,
    outputTokens: 560,
    costNanoUsd: 7_000_000,
  };

  it('says what each model took and charged', async () => {
    expect(await rows({ nova: llama, llama })).toEqual([
      ['Model', 'Calls', 'Tokens in', 'Tokens out', 'Charged'],
      ['llama', '12', '3,400', '560', '$0.0070'],
      ['nova', '12', '3,400', '560', '$0.0070'],
    ]);
  });

  it('tells tokens apart that a cache held, and what lost answers may have cost', async () => {
    const claude = {
      ...llama,
      cacheReadTokens: 0,
      cacheWriteTokens: 1_200,
      writtenOffNanoUsd: 2_000_000,
    };
    expect(await rows({ claude })).toEqual([
      [
        'Model',
        'Calls',
        'Tokens in',
        'Read from cache',
        'Written to cache',
        'Tokens out',
        'Charged',
        'Answers lost',
      ],
      ['claude', '12', '3,400', '0', '1,200', '560', '$0.0070', '$0.0020'],
    ]);
  });
});
