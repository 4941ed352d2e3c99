import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatInputHarness } from '@angular/material/input/testing';
import type { Job } from '@plot-palette/domain';
import { job } from './job.fixture';
import { ResumeDialog } from './resume-dialog';

describe(ResumeDialog, () => {
  const close = vi.fn();

  async function open(overrides: Partial<Job>) {
    close.mockReset();
    TestBed.configureTestingModule({
      providers: [
        { provide: MAT_DIALOG_DATA, useValue: job(overrides) },
        { provide: MatDialogRef, useValue: { close } },
      ],
    });
    const fixture = TestBed.createComponent(ResumeDialog);
    await fixture.whenStable();
    const loader = TestbedHarnessEnvironment.loader(fixture);
    const element: HTMLElement = fixture.nativeElement;
    return {
      text: () => element.textContent?.replace(/\s+/g, ' ') ?? '',
      budget: await loader.getHarness(MatInputHarness),
      checkboxes: await loader.getAllHarnesses(MatCheckboxHarness),
      resume: async () => {
        const button = MatButtonHarness.with({ text: 'Resume' });
        await (await loader.getHarness(button)).click();
        await fixture.whenStable();
      },
    };
  }

  it('raises the budget, and makes rejected records again when told to', async () => {
    const { text, budget, checkboxes, resume } = await open({
      status: 'BUDGET_EXCEEDED',
    });
    expect(text()).toContain('The 100 records that were not attempted');
    expect(await budget.getValue()).toBe('2');
    await budget.setValue('3.5');
    await checkboxes[0]?.check();
    await resume();
    expect(close).toHaveBeenCalledExactlyOnceWith({
      budgetUsd: 3.5,
      retryRejected: true,
    });
  });

  it('leaves as it is what was not changed', async () => {
    const { resume } = await open({ status: 'CANCELLED' });
    await resume();
    expect(close).toHaveBeenCalledExactlyOnceWith({ retryRejected: false });
  });

  it('lowers no budget', async () => {
    const { text, budget, resume } = await open({ status: 'PAUSED' });
    await budget.setValue('1.99');
    await resume();
    expect(close).not.toHaveBeenCalled();
    expect(text()).toContain('can only be raised: it is $2.00');
  });

  it('makes the rejected records again where nothing else is left', async () => {
    const { text, checkboxes, resume } = await open({
      status: 'COMPLETED_WITH_GAPS',
      counts: { accepted: 190, rejected: 10, notAttempted: 0 },
    });
    expect(text()).toContain('The 10 rejected records are made again');
    expect(checkboxes).toEqual([]);
    await resume();
    expect(close).toHaveBeenCalledExactlyOnceWith({ retryRejected: true });
  });
});
