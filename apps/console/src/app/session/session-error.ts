/** What Cognito's errors mean for the person in front of the page; it names them, its own texts are for developers. */
const TEXTS: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'The e-mail address or the password is not right.',
  UserNotFoundException: 'The e-mail address or the password is not right.',
  UserNotConfirmedException: 'The e-mail address is not confirmed yet.',
  UsernameExistsException:
    'There is already an account with this e-mail address. Sign in, or reset the password.',
  CodeMismatchException: 'This is not the code that was sent last.',
  ExpiredCodeException: 'This code has expired. Ask for a new one.',
  LimitExceededException: 'Too many attempts. Wait a few minutes.',
  TooManyRequestsException: 'Too many attempts. Wait a few minutes.',
  TooManyFailedAttemptsException: 'Too many attempts. Wait a few minutes.',
  NetworkError: 'The sign-in service cannot be reached. Check the connection.',
};
/** Their messages say what the pool's password policy asks for. */
const OWN_WORDS: readonly string[] = [
  'InvalidPasswordException',
  'InvalidParameterException',
];

export function sessionErrorText(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong. Try again.';
  if (OWN_WORDS.includes(error.name)) return error.message;
  return (
    TEXTS[error.name] ?? `Something went wrong (${error.name}). Try again.`
  );
}
