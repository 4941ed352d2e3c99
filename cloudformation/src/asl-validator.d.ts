declare module 'asl-validator' {
  function validate(
    definition: unknown,
    options?: { checkPaths?: boolean; checkArn?: boolean },
  ): { isValid: boolean; errorsText: () => string };
  export = validate;
}
