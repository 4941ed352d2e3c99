import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { Router, provideRouter } from '@angular/router';
import { fakeApi } from '../api/api-client.fixture';
import { ApiProblem } from '../api/api-problem';
import { CONSOLE_CONFIG } from '../config/console-config';
import { consoleConfig } from '../config/console-config.fixture';
import { provideIcons } from '../layout/icons';
import { SEED_ID, seedData } from '../seed-data/seed-data.fixture';
import { TEMPLATE_ID, template } from '../templates/template.fixture';
import { JOB_ID, job } from './job.fixture';
import { NewJob } from './new-job';

const ESTIMATE = {
  expectedNanoUsd: 200_000_000,
  worstCaseNanoUsd: 1_504_000_000,
  minimumNanoUsd: 40_000_000,
  closingNanoUsd: 20_000_000,
  affordableRecords: 66,
};

describe(NewJob, () => {
  const createJob = vi.fn();
  const estimateJob = vi.fn();
  const validateSeed = vi.fn();
  let fixture: ComponentFixture<NewJob>;
  let loader: HarnessLoader;

  beforeEach(async () => {
    vi.resetAllMocks();
    estimateJob.mockResolvedValue(ESTIMATE);
    validateSeed.mockResolvedValue({
      valid: true,
      rows: 12,
      requiredPaths: [],
      missing: [],
    });
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        { provide: CONSOLE_CONFIG, useValue: consoleConfig() },
        fakeApi({
          templates: (visibility) =>
            Promise.resolve({
              items: visibility === 'own' ? [template()] : [],
            }),
          seeds: () =>
            Promise.resolve({
              items: [
                seedData(),
                seedData({ seedId: JOB_ID, name: 'raw', state: 'PROFILING' }),
              ],
            }),
          createJob,
          estimateJob,
          validateSeed,
        }),
      ],
    });
    fixture = TestBed.createComponent(NewJob);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  });

  function text(selector?: string): string {
    const root: HTMLElement = fixture.nativeElement;
    const part = selector === undefined ? root : root.querySelector(selector);
    return part?.textContent ?? '';
  }

  function field(label: string): Promise<MatFormFieldHarness> {
    return loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: label }),
    );
  }

  async function choose(label: string, option: RegExp): Promise<void> {
    const select = await (await field(label)).getControl(MatSelectHarness);
    await select?.clickOptions({ text: option });
  }

  async function fill(label: string, value: string): Promise<void> {
    const input = await (await field(label)).getControl(MatInputHarness);
    await input?.setValue(value);
  }

  async function chooseBoth(): Promise<void> {
    await choose('Template', /Author portraits/);
    await choose('Seed data', /authors/);
    await fixture.whenStable();
  }

  async function submit(): Promise<void> {
    await (
      await loader.getHarness(MatButtonHarness.with({ text: 'Start the job' }))
    ).click();
    await fixture.whenStable();
  }

  function estimated(): Promise<void> {
    return vi.waitFor(() =>
      expect(text('app-job-estimate-panel')).toContain('Expected'),
    );
  }

  it('offers only seed files that are ready', async () => {
    const select = await (
      await field('Seed data')
    ).getControl(MatSelectHarness);
    await select?.open();
    const options = (await select?.getOptions()) ?? [];
    const names = await Promise.all(options.map((option) => option.getText()));
    expect(names).toEqual([expect.stringContaining('authors')]);
  });

  it('estimates, and warns that the budget may end the job early', async () => {
    await chooseBoth();
    await estimated();
    expect(validateSeed).toHaveBeenCalledWith(SEED_ID, TEMPLATE_ID, undefined);
    const panel = text('app-job-estimate-panel');
    expect(panel).toMatch(/Expected\s*\$0\.20/);
    expect(panel).toMatch(/Worst case, one attempt each\s*\$1\.50/);
    expect(panel).toMatch(/surely pays for\s*66 records/);
    expect(panel).toContain('At its worst the job costs more than the budget');
  });

  it('can set the budget to the worst case, rounded up', async () => {
    await chooseBoth();
    await estimated();
    await (
      await loader.getHarness(MatButtonHarness.with({ text: /Set the budget/ }))
    ).click();
    const budget = await (await field('Budget')).getControl(MatInputHarness);
    expect(await budget?.getValue()).toBe('1.51');
    await vi.waitFor(() =>
      expect(text('app-job-estimate-panel')).toContain('pays for every record'),
    );
  });

  it('says so when the budget pays for no record', async () => {
    await chooseBoth();
    await fill('Budget', '0.01');
    await vi.waitFor(() =>
      expect(text('app-job-estimate-panel [role=alert]')).toContain('$0.04'),
    );
  });

  it('shows what the seed data lacks, and estimates nothing', async () => {
    validateSeed.mockResolvedValue({
      valid: false,
      rows: 12,
      requiredPaths: ['title'],
      missing: [
        {
          path: 'title',
          present: 0,
          missing: 12,
          missingRows: [0],
          message: 'authors.jsonl: no row has "title".',
        },
      ],
    });
    await chooseBoth();
    await fixture.whenStable();
    expect(text('app-seed-validation-result')).toContain('no row has "title"');
    expect(estimateJob).not.toHaveBeenCalled();
  });

  it('sends the same key when the same form is sent again', async () => {
    const navigate = vi
      .spyOn(TestBed.inject(Router), 'navigate')
      .mockResolvedValue(true);
    await chooseBoth();
    createJob.mockRejectedValueOnce(
      new ApiProblem({ status: 0, title: 'No answer', detail: 'Offline.' }),
    );
    await submit();
    expect(text()).toContain('Offline.');
    createJob.mockResolvedValue(job());
    await submit();
    const [first, second] = createJob.mock.calls;
    expect(first?.[1]).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.[1]).toBe(first?.[1]);
    expect(navigate).toHaveBeenCalledWith(['/jobs', JOB_ID]);
  });

  it('puts an issue of the API beside its field', async () => {
    createJob.mockRejectedValue(
      new ApiProblem({
        status: 422,
        title: 'The budget is too small',
        detail: 'At least $0.04.',
        issues: [{ where: 'budgetUsd', message: 'is less than $0.04' }],
      }),
    );
    await chooseBoth();
    await submit();
    expect(await (await field('Budget')).getTextErrors()).toEqual([
      'is less than $0.04',
    ]);
  });

  it('asks for a path only when files are split by category', async () => {
    createJob.mockResolvedValue(job());
    vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    await chooseBoth();
    expect(text()).not.toContain('Category path');
    await choose('Files', /by category/);
    await fill('Category path (optional)', 'genre');
    await submit();
    const path = await field('Category path (optional)');
    expect(await path.getTextErrors()).toEqual([
      expect.stringContaining('seed.genre'),
    ]);
    expect(createJob).not.toHaveBeenCalled();
    await fill('Category path (optional)', 'seed.genre');
    await submit();
    expect(createJob.mock.calls[0]?.[0]).toMatchObject({
      partitionBy: 'category',
      categoryPath: 'seed.genre',
    });
  });

  it('sends nothing that the API would refuse for its shape', async () => {
    await chooseBoth();
    await fill('Records', '0');
    await submit();
    expect(await (await field('Records')).getTextErrors()).toEqual([
      'At least 1.',
    ]);
    expect(createJob).not.toHaveBeenCalled();
  });
});
