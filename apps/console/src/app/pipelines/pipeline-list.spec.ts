import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { Router, provideRouter } from '@angular/router';
import { fakeClient } from '../api/api-client.fixture';
import { provideIcons } from '../layout/icons';
import { StudioApi } from '../studio/studio-api';
import { project } from '../studio/studio.fixture';
import { PipelineList } from './pipeline-list';
import { PIPELINE_ID, pipelineLog, runningPipeline } from './pipeline.fixture';
import { PipelinesApi } from './pipelines-api';

describe(PipelineList, () => {
  const pipelines = vi.fn();
  const startPipeline = vi.fn();
  let fixture: ComponentFixture<PipelineList>;
  let loader: HarnessLoader;

  beforeEach(() => {
    vi.resetAllMocks();
    pipelines.mockResolvedValue({ items: [pipelineLog()] });
    startPipeline.mockResolvedValue(runningPipeline());
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        fakeClient(PipelinesApi, { pipelines, startPipeline }),
        fakeClient(StudioApi, {
          projects: () => Promise.resolve({ items: [project()] }),
        }),
      ],
    });
  });

  async function open(inputs: Record<string, string> = {}): Promise<void> {
    fixture = TestBed.createComponent(PipelineList);
    for (const [name, value] of Object.entries(inputs))
      fixture.componentRef.setInput(name, value);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }

  const text = (): string => {
    const root: HTMLElement = fixture.nativeElement;
    return root.textContent ?? '';
  };

  async function send(message: string): Promise<MatFormFieldHarness> {
    const field = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: 'Message' }),
    );
    await (await field.getControl(MatInputHarness))?.setValue(message);
    await (
      await loader.getHarness(MatButtonHarness.with({ text: /Send/ }))
    ).click();
    await fixture.whenStable();
    return field;
  }

  it('lists what its address asks for', async () => {
    await open({ day: '2026-11-20', status: 'COMPLETED' });
    expect(pipelines).toHaveBeenCalledWith({
      day: '2026-11-20',
      status: 'COMPLETED',
      cursor: undefined,
    });
    expect(text()).toContain('Why does it leak?');
    expect(text()).toContain('2.4 s');
  });

  it('asks for everything when the address makes no sense', async () => {
    await open({ day: 'yesterday', status: 'GREAT' });
    expect(pipelines).toHaveBeenCalledWith({
      day: undefined,
      status: undefined,
      cursor: undefined,
    });
  });

  it('sends a message and leads to its execution', async () => {
    await open();
    const navigate = vi
      .spyOn(TestBed.inject(Router), 'navigate')
      .mockResolvedValue(true);
    await send('Why?');
    expect(startPipeline).toHaveBeenCalledWith(
      { message: 'Why?' },
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    );
    expect(navigate).toHaveBeenCalledWith(['/pipelines', PIPELINE_ID]);
  });

  it('sends nothing that is empty', async () => {
    await open();
    const field = await send(' ');
    expect(await field.getTextErrors()).toEqual(['Must not be empty.']);
    expect(startPipeline).not.toHaveBeenCalled();
  });
});
