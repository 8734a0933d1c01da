/** The package has no typings of its own. */
declare module "asl-validator" {
  interface Options {
    readonly checkPaths?: boolean;
    readonly checkArn?: boolean;
  }
  /** Checks a definition against the Amazon States Language. */
  function aslValidator(
    definition: unknown,
    options?: Options,
  ): { readonly isValid: boolean; readonly errors: unknown[] };
  export = aslValidator;
}
