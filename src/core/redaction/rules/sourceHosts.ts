/** Which tokens do source hosts and package registries give out? */

import { token, type TokenRule } from './tokenRule.ts';

// GitHub: "Behind GitHub's new authentication token formats" (2021): 30 random characters and a CRC32 in base 62.
// npm: the same scheme since "granular access tokens" (2022).
const crc = { algorithm: 'crc32base62', length: 6 } as const;

export const sourceHostRules: readonly TokenRule[] = [
  // Private Packagist, "API credentials": kinds of tokens by their middle part.
  token('packagist_token', ['packagist_'], '[a-z]{2,4}_[0-9a-f]{40,90}', { partialFrom: 24 }),
  token('github_token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], '[A-Za-z0-9]{30,255}', {
    checksum: crc,
    partialFrom: 10,
  }),
  token('github_token', 'ghs_', '[0-9]{1,12}_eyJ[A-Za-z0-9_-]{10,2000}(?:\\.[A-Za-z0-9_-]{0,2000}){0,2}'),
  token('github_token', 'github_pat_', '[A-Za-z0-9]{20,24}_[A-Za-z0-9]{50,70}', { partialFrom: 18 }),
  token('github_token', 'github_pat_', '[A-Za-z0-9_]{36,90}'),
  token('github_token', 'v1.', '[0-9a-f]{40}', { near: ['github'] }),
  token(
    'gitlab_token',
    [
      'glpat-',
      'gldt-',
      'glft-',
      'glsoat-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glimt-',
      'glagent-',
      'gloas-',
      'glffct-',
      'GR1348941',
      'glwt-',
      'glsat-',
    ],
    '[A-Za-z0-9_=-]{18,300}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{6,10})?',
    { partialFrom: 12 },
  ),
  token('gitlab_token', 'glcbt-', '[0-9a-zA-Z]{1,5}_[0-9a-zA-Z_-]{20,64}'),
  token('gitlab_token', '_gitlab_session=', '[0-9a-z]{32}'),
  token('bitbucket_token', ['ATBB'], '[A-Za-z0-9]{24,40}', { needsDigit: true }),
  token('bitbucket_token', ['BBDC-'], '[A-Za-z0-9+/=]{40,60}'),
  token('gitea_token', ['gta_', 'gtea_', 'cbt_'], '[A-Za-z0-9]{36,64}'),
  token('npm_token', 'npm_', '[A-Za-z0-9]{36}', { checksum: crc, partialFrom: 12 }),
  token('pypi_token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'], '[A-Za-z0-9_-]{16,1000}', {
    partialFrom: 22,
  }),
  token('pypi_token', 'pypi-', 'Ag[A-Za-z0-9_-]{40,1000}'),
  token('rubygems_token', 'rubygems_', '[0-9a-f]{48}', { partialFrom: 16 }),
  token('cargo_token', 'cio', '[A-Za-z0-9]{32}', { needsBothCases: true, needsDigit: true }),
  token('nuget_key', 'oy2', '[a-z0-9]{43}', { needsDigit: true }),
  token('clojars_token', 'CLOJARS_', '[a-z0-9]{60}', { anyCase: true }),
  token('jfrog_token', ['AKCp'], '[A-Za-z0-9]{60,80}', { needsDigit: true }),
  token('jfrog_token', ['cmVmdGtuO', 'cmVmdGtuOj'], '[A-Za-z0-9]{50,64}'),
  token('jfrog_token', ['AP'], '[0-9A-F][A-Za-z0-9]{8,100}', {
    near: ['artifactory_password'],
    needsDigit: true,
  }),
  token('docker_hub_token', ['dckr_pat_', 'dckr_oat_'], '[A-Za-z0-9_-]{20,64}', { partialFrom: 14 }),
  token(
    'sourcegraph_token',
    ['sgp_', 'slk_', 'sgd_', 'sgs_'],
    '(?:local_|[a-fA-F0-9]{16}_)?[a-fA-F0-9]{40,64}',
    { partialFrom: 40 },
  ),
  token('circleci_token', ['CCIPAT_', 'CCIPRJ_'], '[A-Za-z0-9]{18,30}_[A-Fa-f0-9]{40}'),
  token('buildkite_token', ['bkua_', 'bkaj_', 'bkpat_', 'bkct_'], '[A-Za-z0-9]{32,64}'),
  token('travis_token', ['travis_'], '[A-Za-z0-9_-]{22}', { needsDigit: true, needsBothCases: true }),
  token('codecov_token', ['codecov_'], '[0-9a-f]{32}'),
  token('sonar_token', ['squ_', 'sqp_', 'sqa_', 'sqb_'], '[0-9a-f]{40}', { partialFrom: 20 }),
  token('snyk_token', ['snyk_uat.', 'snyk_sat.'], '[A-Za-z0-9]{8}\\.[A-Za-z0-9._-]{40,400}'),
  token('semgrep_token', ['semgrep_'], '[A-Za-z0-9]{40,64}', { needsDigit: true }),
  token('harness_token', ['pat.', 'sat.'], '[A-Za-z0-9_-]{22}\\.[0-9a-f]{24}\\.[A-Za-z0-9]{20}'),
  token('crates_token', 'crt_', '[A-Za-z0-9]{32,64}', { needsDigit: true }),
  token('readme_token', 'rdme_', '[a-z0-9]{70}'),
  token('hex_token', 'hexpm_', '[A-Za-z0-9]{32,64}', { needsDigit: true }),
  token('conan_token', ['conan_'], '[A-Za-z0-9]{40,80}', { needsDigit: true, needsBothCases: true }),
  token('cachix_token', ['cachix_'], '[A-Za-z0-9]{32,128}', { needsDigit: true }),
  token('vscode_marketplace_token', ['vsce_'], '[A-Za-z0-9]{40,90}', { needsDigit: true }),
  token('pulumi_token', 'pul-', '[0-9a-f]{40}', { partialFrom: 24 }),
  token('gocardless_token', 'live_', '[A-Za-z0-9_=-]{40}', { needsDigit: true, needsBothCases: true }),
  token('postman_token', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}', { partialFrom: 14 }),
  token('postman_token', 'PMAT-', '[0-9A-Z]{26}'),
  token('deno_token', ['ddp_', 'ddw_', 'dsr_'], '[A-Za-z0-9]{36,64}'),
  token('jsr_token', 'jsrp_', '[A-Za-z0-9]{32,64}', { needsDigit: true }),
  token('typefully_token', 'tfp_', '[A-Za-z0-9_.-]{59}'),
];
