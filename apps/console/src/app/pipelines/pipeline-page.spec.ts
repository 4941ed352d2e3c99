import { ComponentFixture, TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { fakeClient } from '../api/api-client.fixture';
import { provideIcons } from '../layout/icons';
import { PipelinePage } from './pipeline-page';
import { PIPELINE_ID, pipelineLog, runningPipeline } from './pipeline.fixture';
import { PipelinesApi } from './pipelines-api';

describe(PipelinePage, () => {
  const pipeline = vi.fn();
  const redrivePipeline = vi.fn();
  let fixture: ComponentFixture<PipelinePage>;

  beforeEach(() => {
    vi.resetAllMocks();
    vi.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        fakeClient(PipelinesApi, { pipeline, redrivePipeline }),
      ],
    });
  });
  afterEach(() => vi.useRealTimers());

  async function open(): Promise<void> {
    fixture = TestBed.createComponent(PipelinePage);
    fixture.componentRef.setInput('pipelineId', PIPELINE_ID);
    await vi.advanceTimersByTimeAsync(100);
  }

  const root = (): HTMLElement => fixture.nativeElement;
  const redriveButton = () =>
    [...root().querySelectorAll('button')].find((button) =>
      button.textContent?.includes('Send it again'),
    );

  it('watches the stages until it has ended, then rests', async () => {
    pipeline.mockResolvedValueOnce(runningPipeline());
    pipeline.mockResolvedValue(pipelineLog());
    await open();
    expect(root().querySelector('li.running')?.textContent).toContain(
      'Ask the model',
    );
    await vi.advanceTimersByTimeAsync(1_200);
    expect(root().querySelectorAll('li.done')).toHaveLength(4);
    expect(root().textContent).toContain('The seal is worn.');
    expect(root().textContent).toContain('low complexity');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(pipeline).toHaveBeenCalledTimes(2);
  });

  it('offers to repeat only what failed', async () => {
    pipeline.mockResolvedValue(pipelineLog());
    await open();
    expect(redriveButton()).toBeUndefined();
  });

  it('says where it failed, and sends the message again', async () => {
    pipeline.mockResolvedValue(
      pipelineLog({
        status: 'TIMED_OUT',
        error: {
          component: 'StateMachine',
          kind: 'States.Timeout',
          message: 'It took too long.',
        },
      }),
    );
    const again = `p-${'b'.repeat(32)}`;
    redrivePipeline.mockResolvedValue(pipelineLog({ pipeline_id: again }));
    const navigate = vi
      .spyOn(TestBed.inject(Router), 'navigate')
      .mockResolvedValue(true);
    await open();
    expect(root().querySelector('[role=alert]')?.textContent).toContain(
      'It took too long.',
    );
    redriveButton()?.click();
    await vi.advanceTimersByTimeAsync(100);
    expect(redrivePipeline).toHaveBeenCalledWith(PIPELINE_ID);
    expect(navigate).toHaveBeenCalledWith(['/pipelines', again]);
  });
});
