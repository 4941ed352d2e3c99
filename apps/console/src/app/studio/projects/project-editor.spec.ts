import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSlideToggleHarness } from '@angular/material/slide-toggle/testing';
import { Router, provideRouter } from '@angular/router';
import { fakeApi, fakeClient } from '../../api/api-client.fixture';
import { ApiProblem } from '../../api/api-problem';
import { provideIcons } from '../../layout/icons';
import { StudioApi } from '../studio-api';
import { PROJECT_ID, project } from '../studio.fixture';
import { ProjectEditor } from './project-editor';

describe(ProjectEditor, () => {
  const load = vi.fn();
  const createProject = vi.fn();
  const updateProject = vi.fn();
  const navigate = vi.fn();
  let fixture: ComponentFixture<ProjectEditor>;
  let loader: HarnessLoader;

  beforeEach(() => {
    vi.resetAllMocks();
    load.mockImplementation(() => Promise.resolve(project()));
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        fakeApi({ models: () => Promise.resolve([]) }),
        fakeClient(StudioApi, { project: load, createProject, updateProject }),
      ],
    });
    vi.spyOn(TestBed.inject(Router), 'navigateByUrl').mockImplementation(
      navigate,
    );
  });

  async function open(projectId?: string): Promise<void> {
    fixture = TestBed.createComponent(ProjectEditor);
    fixture.componentRef.setInput('projectId', projectId);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }

  async function field(label: string): Promise<MatFormFieldHarness> {
    return loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: label }),
    );
  }

  async function fill(label: string, value: string): Promise<void> {
    const control = await (await field(label)).getControl(MatInputHarness);
    await control?.setValue(value);
  }

  async function save(): Promise<void> {
    const button = await loader.getHarness(
      MatButtonHarness.with({ text: 'Save' }),
    );
    await button.click();
    await fixture.whenStable();
  }

  it('makes a project with what it says, and goes there', async () => {
    createProject.mockResolvedValue(project());
    await open();
    await fill('Name', 'Support answers');
    await fill('Temperature', '0.3');
    await save();
    expect(createProject).toHaveBeenCalledWith({
      name: 'Support answers',
      description: '',
      status: 'ACTIVE',
      settings: {
        model: 'balanced',
        parameters: { temperature: 0.3 },
        historyDays: 90,
        timeoutSeconds: 120,
      },
    });
    expect(navigate).toHaveBeenCalledWith(`/studio/${PROJECT_ID}`);
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
  });

  it('makes a project inactive, as the next version of the one it showed', async () => {
    updateProject.mockResolvedValue(project({ version: 3 }));
    await open(PROJECT_ID);
    await (await loader.getHarness(MatSlideToggleHarness)).uncheck();
    await save();
    expect(updateProject).toHaveBeenCalledWith(
      PROJECT_ID,
      expect.objectContaining({ status: 'INACTIVE' }),
      2,
    );
  });

  it('tells that the project was changed, and loads the newer one on request', async () => {
    updateProject.mockRejectedValue(
      new ApiProblem({ status: 412, title: 'Changed', detail: 'Version 3.' }),
    );
    await open(PROJECT_ID);
    await fill('Name', 'Mine');
    await save();
    load.mockResolvedValue(project({ version: 3, name: 'Theirs' }));
    await (
      await loader.getHarness(
        MatButtonHarness.with({ text: 'Load the newer one' }),
      )
    ).click();
    await fixture.whenStable();
    const root: HTMLElement = fixture.nativeElement;
    expect(root.querySelector('h1')?.textContent).toContain('Theirs');
  });

  it.each([
    ['Name', ' ', 'Required.'],
    ['Time-out', '1000', 'At most 840.'],
    ['Temperature', '2', 'At most 1.'],
    ['Stop sequences', 'a\nb\nc\nd\ne', 'At most 4.'],
  ])('sends nothing while %s is %j', async (label, value, message) => {
    await open(PROJECT_ID);
    await fill(label, value);
    await save();
    expect(await (await field(label)).getTextErrors()).toEqual([message]);
    expect(updateProject).not.toHaveBeenCalled();
  });
});
