import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { Router, provideRouter } from '@angular/router';
import { SessionService } from './session-service';
import { SignIn } from './sign-in';

describe(SignIn, () => {
  const session = { signIn: vi.fn(), setNewPassword: vi.fn() };
  let fixture: ComponentFixture<SignIn>;
  let loader: HarnessLoader;
  let router: Router;

  beforeEach(() => {
    vi.resetAllMocks();
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        { provide: SessionService, useValue: session },
      ],
    });
    fixture = TestBed.createComponent(SignIn);
    loader = TestbedHarnessEnvironment.loader(fixture);
    router = TestBed.inject(Router);
    vi.spyOn(router, 'navigateByUrl').mockResolvedValue(true);
    vi.spyOn(router, 'navigate').mockResolvedValue(true);
  });

  async function fill(label: string, text: string): Promise<void> {
    const field = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: label }),
    );
    await (await field.getControl(MatInputHarness))?.setValue(text);
  }

  async function submit(): Promise<void> {
    const button = await loader.getHarness(
      MatButtonHarness.with({ text: /Sign in|Save/ }),
    );
    await button.click();
    await fixture.whenStable();
  }

  async function signIn(): Promise<void> {
    await fill('E-mail', 'mara@example.org');
    await fill('Password', 'secret');
    await submit();
  }

  function alertText(): string | undefined {
    const element: HTMLElement = fixture.nativeElement;
    return element.querySelector('[role=alert]')?.textContent?.trim();
  }

  it('asks for what is missing and tries nothing', async () => {
    await submit();
    const fields = await loader.getAllHarnesses(MatFormFieldHarness);
    const errors = await Promise.all(
      fields.map((field) => field.getTextErrors()),
    );
    expect(errors.flat()).toEqual([
      'Enter your e-mail address.',
      'Enter your password.',
    ]);
    expect(session.signIn).not.toHaveBeenCalled();
  });

  it.each([
    [
      'NotAuthorizedException',
      'The e-mail address or the password is not right.',
    ],
    [
      'UserNotFoundException',
      'The e-mail address or the password is not right.',
    ],
    [
      'NetworkError',
      'The sign-in service cannot be reached. Check the connection.',
    ],
  ])('says what %s means', async (name, text) => {
    session.signIn.mockRejectedValue(Object.assign(new Error('x'), { name }));
    await signIn();
    expect(alertText()).toBe(text);
    expect(router.navigateByUrl).not.toHaveBeenCalled();
  });

  it.each([
    ['/jobs/1', '/jobs/1'],
    ['//evil.example', '/'],
  ])('returns from %s to %s', async (returnUrl, target) => {
    fixture.componentRef.setInput('returnUrl', returnUrl);
    session.signIn.mockResolvedValue('DONE');
    await signIn();
    expect(router.navigateByUrl).toHaveBeenCalledWith(target);
  });

  it('stays signed in only on request', async () => {
    session.signIn.mockResolvedValue('DONE');
    await (await loader.getHarness(MatCheckboxHarness)).check();
    await signIn();
    expect(session.signIn).toHaveBeenCalledWith(
      'mara@example.org',
      'secret',
      true,
    );
  });

  it('leads somebody who is not confirmed to the code', async () => {
    session.signIn.mockResolvedValue('CONFIRM_SIGN_UP');
    await signIn();
    expect(router.navigate).toHaveBeenCalledWith(['/confirm'], {
      queryParams: { email: 'mara@example.org' },
    });
  });

  it('lets somebody with a given password choose an own one', async () => {
    session.signIn.mockResolvedValue('NEW_PASSWORD');
    session.setNewPassword.mockResolvedValue('DONE');
    await signIn();
    await fill('New password', 'My own 1!');
    await submit();
    expect(session.setNewPassword).toHaveBeenCalledWith('My own 1!');
    expect(router.navigateByUrl).toHaveBeenCalledWith('/');
  });
});
