/** The stacks the tests deploy: a configuration, and the folder it is packaged into. */
export const stacks = {
  /** The fake organization's own: every default of the how-to. */
  standard: { config: "demo/assumable.yml", folder: ".build/test/standard" },
  /** Readers in the management account, every account listed, units, a boundary and an inline policy. */
  ownSource: { config: "test/support/configs/own-source.yml", folder: ".build/test/own-source" },
  /** Two managed policies of unknown content and an external id, without the management account. */
  guarded: { config: "test/support/configs/guarded.yml", folder: ".build/test/guarded" },
} as const;
