import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';

const SERVER_FRAMEWORKS = ['@nestjs/*', '@aws-sdk/*', '@smithy/*'];
const BROWSER_FRAMEWORKS = ['@angular/*', '@aws-amplify/*'];

/** The table in CONTRIBUTING.md says what each tag means; a test keeps table, tags and rules together. */
export const depConstraints = [
  ...['api', 'worker', 'functions', 'console', 'local'].map((scope) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: [`scope:${scope}`, 'scope:shared'],
  })),
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:feature',
      'type:data-access',
      'type:domain',
    ],
  },
  {
    sourceTag: 'type:feature',
    onlyDependOnLibsWithTags: [
      'type:feature',
      'type:data-access',
      'type:domain',
    ],
  },
  {
    sourceTag: 'type:data-access',
    onlyDependOnLibsWithTags: ['type:data-access', 'type:domain'],
  },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain'] },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: [
      'type:testing',
      'type:data-access',
      'type:domain',
    ],
  },
  {
    sourceTag: 'platform:any',
    onlyDependOnLibsWithTags: ['platform:any'],
    bannedExternalImports: [...SERVER_FRAMEWORKS, ...BROWSER_FRAMEWORKS],
  },
  {
    sourceTag: 'platform:web',
    onlyDependOnLibsWithTags: ['platform:web', 'platform:any'],
    bannedExternalImports: SERVER_FRAMEWORKS,
  },
  {
    sourceTag: 'platform:node',
    onlyDependOnLibsWithTags: ['platform:node', 'platform:any'],
    bannedExternalImports: BROWSER_FRAMEWORKS,
  },
];

/** Each AWS client has one owner; everybody else goes through it. */
const CLIENT_OWNERS = [
  { packages: ['@aws-sdk/client-dynamodb', 'dynamoose'], owner: 'libs/stores' },
  {
    packages: [
      '@aws-sdk/client-s3',
      '@aws-sdk/lib-storage',
      '@aws-sdk/s3-presigned-post',
      '@aws-sdk/s3-request-presigner',
    ],
    owner: 'libs/stores',
  },
  { packages: ['@aws-sdk/client-bedrock-runtime'], owner: 'libs/inference' },
];

/** The clients that this project must leave to their owners. */
function foreignClients(project) {
  return CLIENT_OWNERS.filter(({ owner }) => owner !== project).flatMap(
    ({ packages, owner }) =>
      packages.map((name) => ({ name, message: `${owner} owns this client.` })),
  );
}

/** For the project that owns a client. Globs in a project's configuration start at the project. */
export function ownsClients(project) {
  return {
    files: ['**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: foreignClients(project) }],
    },
  };
}

/** The local cloud and the tests of the whole system play the operator: they talk to any service and read the environment. */
export const operator = {
  files: ['**/*.ts'],
  rules: { 'no-restricted-imports': 'off', 'no-restricted-properties': 'off' },
};

/** For code that a browser runs too; its tests run on Node. */
export const runsInBrowser = {
  files: ['**/*.ts'],
  ignores: ['**/*.spec.ts', '**/*.fixture.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['node:*'],
            message: 'This project also runs in a browser.',
          },
        ],
      },
    ],
  },
};

/** A rule is an error or off: nobody reads warnings. */
function withoutWarnings(config) {
  const severity = (setting) =>
    Array.isArray(setting)
      ? [severity(setting[0]), ...setting.slice(1)]
      : setting === 'warn' || setting === 1
        ? 'error'
        : setting;
  return config.rules === undefined
    ? config
    : {
        ...config,
        rules: Object.fromEntries(
          Object.entries(config.rules).map(([name, setting]) => [
            name,
            severity(setting),
          ]),
        ),
      };
}

export default [
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  ...nx.configs['flat/javascript'],
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/coverage',
      '**/.angular',
      '**/.venv',
      '**/.local-cloud',
    ],
  },
  {
    files: ['**/*.ts', '**/*.js', '**/*.mjs', '**/*.cjs', '**/*.cts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['^.*/eslint\\.config\\.[cm]?[jt]s$'],
          depConstraints,
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSEnumDeclaration',
          message: 'Use a union of literals or a zod enum.',
        },
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name.',
        },
      ],
      'no-restricted-imports': ['error', { paths: foreignClients(undefined) }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only config.ts and the entry points read the environment.',
        },
      ],
    },
  },
  {
    files: [
      '**/config.ts',
      '**/main.ts',
      '**/lambda.ts',
      '**/*.spec.ts',
      '**/*.fixture.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/jest.config.ts', '**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  prettier,
].map(withoutWarnings);
