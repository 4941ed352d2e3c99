import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { Router, provideRouter } from '@angular/router';
import { fakeApi } from '../api/api-client.fixture';
import { ApiProblem } from '../api/api-problem';
import { provideIcons } from '../layout/icons';
import { SessionService } from '../session/session-service';
import { TemplateEditor } from './template-editor';
import { TEMPLATE_ID, model, template } from './template.fixture';

describe(TemplateEditor, () => {
  const updateTemplate = vi.fn();
  const createTemplate = vi.fn();
  const loadTemplate = vi.fn();
  const user = vi.fn();
  let fixture: ComponentFixture<TemplateEditor>;
  let loader: HarnessLoader;

  beforeEach(() => {
    vi.resetAllMocks();
    user.mockReturnValue({ userId: 'user-1', email: 'mara@example.org' });
    loadTemplate.mockImplementation(() => Promise.resolve(template()));
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        { provide: SessionService, useValue: { user } },
        fakeApi({
          template: loadTemplate,
          models: () => Promise.resolve([model()]),
          updateTemplate,
          createTemplate,
        }),
      ],
    });
  });

  async function open(inputs: Record<string, string>): Promise<void> {
    fixture = TestBed.createComponent(TemplateEditor);
    for (const [name, value] of Object.entries(inputs))
      fixture.componentRef.setInput(name, value);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }

  function text(selector?: string): string {
    const root: HTMLElement = fixture.nativeElement;
    const part = selector === undefined ? root : root.querySelector(selector);
    return part?.textContent ?? '';
  }

  async function type(id: string, value: string): Promise<void> {
    const element: HTMLElement = fixture.nativeElement;
    const area = element.querySelector<HTMLTextAreaElement>(`#${id}`);
    if (area === null) throw new Error(`there is no #${id}`);
    area.value = value;
    area.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  async function press(label: string): Promise<void> {
    const button = await loader.getHarness(
      MatButtonHarness.with({ text: label }),
    );
    await button.click();
    await fixture.whenStable();
  }

  it('shows the rendered prompts and the required paths', async () => {
    await open({ templateId: TEMPLATE_ID });
    await type('sample-row', '{"author": {"name": "Ursula"}}');
    await vi.waitFor(() =>
      expect(text('app-template-preview-pane')).toContain(
        'Write about Ursula.',
      ),
    );
    expect(text('mat-chip-set')).toContain('author.name');
    expect(text('app-template-preview-pane')).toContain('<output of portrait>');
  });

  it('shows a mistake beside its step, with line and column', async () => {
    await open({ templateId: TEMPLATE_ID });
    await type('prompt-0', 'Fine\n{{ author.name | nosuchfilter }}');
    await vi.waitFor(() =>
      expect(text('#issues-0')).toMatch(/line\s+2, column\s+\d+/),
    );
    expect(text('#issues-0')).toContain('nosuchfilter');
    expect(text('#issues-1').trim()).toBe('');
  });

  it('saves as the next version of the one it showed', async () => {
    updateTemplate.mockResolvedValue(template({ version: 4 }));
    await open({ templateId: TEMPLATE_ID });
    await type('prompt-0', 'Changed {{ author.name }}');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
    await press('Save');
    expect(updateTemplate).toHaveBeenCalledWith(
      TEMPLATE_ID,
      expect.objectContaining({
        steps: [
          expect.objectContaining({ prompt: 'Changed {{ author.name }}' }),
          expect.objectContaining({ topP: 0.9 }),
        ],
      }),
      3,
    );
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
    expect(text('app-page-header')).toContain('Version 4');
  });

  it('tells that somebody else saved, and loads theirs on request', async () => {
    updateTemplate.mockRejectedValue(
      new ApiProblem({ status: 409, title: 'Conflict', detail: 'Version 4.' }),
    );
    await open({ templateId: TEMPLATE_ID });
    await type('prompt-0', 'Mine');
    await press('Save');
    expect(text()).toContain('Somebody else saved this template');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
    loadTemplate.mockResolvedValue(template({ version: 4, name: 'Theirs' }));
    await press('Load theirs');
    expect(text('h1')).toContain('Theirs');
    expect(text()).not.toContain('Somebody else saved this template');
  });

  it('puts an issue of the API beside its field', async () => {
    createTemplate.mockRejectedValue(
      new ApiProblem({
        status: 400,
        title: 'The request is not valid',
        detail: 'See issues.',
        issues: [{ where: 'name', message: 'is taken' }],
      }),
    );
    await open({});
    const field = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: 'Name' }),
    );
    await (await field.getControl(MatInputHarness))?.setValue('Taken');
    await type('prompt-0', 'Hello');
    await press('Save');
    expect(await field.getTextErrors()).toEqual(['is taken']);
  });

  it('sends nothing while a field is wrong', async () => {
    await open({});
    await press('Save');
    expect(createTemplate).not.toHaveBeenCalled();
  });

  it('goes to the page of a new template', async () => {
    createTemplate.mockResolvedValue(template({ version: 1 }));
    await open({ from: TEMPLATE_ID });
    const navigate = vi
      .spyOn(TestBed.inject(Router), 'navigate')
      .mockResolvedValue(true);
    await press('Save');
    expect(createTemplate).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'Copy of Author portraits' }),
    );
    expect(navigate).toHaveBeenCalledWith(['/templates', TEMPLATE_ID], {
      replaceUrl: true,
    });
  });

  it('adds, moves and removes steps', async () => {
    await open({ templateId: TEMPLATE_ID });
    await press('Add a step');
    const ids = async () => {
      const fields = await loader.getAllHarnesses(
        MatFormFieldHarness.with({ floatingLabelText: 'Step name' }),
      );
      return Promise.all(
        fields.map(async (field) =>
          (await field.getControl(MatInputHarness))?.getValue(),
        ),
      );
    };
    expect(await ids()).toEqual(['portrait', 'question', 'step_3']);
    const up = '[aria-label="Move step 3 up"]';
    await (
      await loader.getHarness(MatButtonHarness.with({ selector: up }))
    ).click();
    expect(await ids()).toEqual(['portrait', 'step_3', 'question']);
    const remove = '[aria-label="Remove step 1"]';
    await (
      await loader.getHarness(MatButtonHarness.with({ selector: remove }))
    ).click();
    expect(await ids()).toEqual(['step_3', 'question']);
  });

  it('offers only a copy of what belongs to somebody else', async () => {
    user.mockReturnValue({ userId: 'user-2', email: 'other@example.org' });
    await open({ templateId: TEMPLATE_ID });
    const buttons = await loader.getAllHarnesses(MatButtonHarness);
    const labels = await Promise.all(buttons.map((button) => button.getText()));
    expect(labels).toContain('Make a copy');
    expect(labels).not.toContain('Save');
    expect(labels).not.toContain('Delete');
  });
});
