/** Which keys do smaller products give out, each with a form of its own? */

import { token, type TokenRule } from './tokenRule.ts';

const mixed = { needsDigit: true, needsBothCases: true } as const;

export const productRules: readonly TokenRule[] = [
  token('aikido_key', ['AIK_CLIENT_', 'AIK_SECRET_', 'AIK_CI_'], '[A-Za-z0-9]{20,64}'),
  token('asaas_key', ['$aact_prod_', '$aact_hmlg_', '$aact_'], '[A-Za-z0-9_-]{20,200}', { anywhere: true }),
  token('alibaba_key', ['STS.'], '[A-Za-z0-9]{16,64}', mixed),
  token('airtable_token', ['oaa'], '[A-Za-z0-9]{14}\\.v1\\.[A-Za-z0-9_-]{8,64}\\.[0-9a-f]{40,160}'),
  token('atlassian_token', ['ATAT'], '[A-Za-z0-9_=+/-]{100,300}', { needsDigit: true }),
  token(
    'buildkite_token',
    ['bkaa_', 'bkar_', 'bkpt_', 'bkps_', 'bkaj_', 'bkct_', 'bkpat_'],
    '[A-Za-z0-9_-]{30,400}',
  ),
  token('canva_secret', ['cnvca'], '[A-Za-z0-9_-]{51}', { needsDigit: true }),
  token('cartesia_key', ['sk_car_'], '[A-Za-z0-9_]{20,24}'),
  token('cloudsmith_key', ['csa_'], '[0-9a-f]{30}[A-Za-z0-9]{6}'),
  token('configcat_key', ['configcat-sdk-1/', 'configcat-proxy/'], '[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}', {
    anywhere: true,
  }),
  token('devcycle_key', ['dvc_server_', 'dvc_client_', 'dvc_mobile_'], '[A-Za-z0-9_]{8,80}'),
  token('devin_key', ['apk_user_', 'apk_'], '[A-Za-z0-9+/]{60,180}={0,2}', { needsDigit: true }),
  token('devin_key', ['cog_'], '[a-z2-7]{40,60}'),
  token('ebay_key', ['PRD-', 'SBX-'], '[0-9a-f]{8,12}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4,12}'),
  token('endorlabs_key', ['endr+'], '[A-Za-z0-9-]{16}', { anywhere: true }),
  token(
    'gitlab_token',
    ['incoming+'],
    '(?:[A-Za-z0-9._-]{1,80}-)?\\d{1,12}-[A-Za-z0-9_-]{20,30}-(?:issue|merge-request)',
  ),
  token('intra42_secret', ['s-s4t2ud-', 's-s4t2af-'], '[0-9a-f]{64}'),
  token(
    'mercury_key',
    ['mercury_production_', 'mercury_sandbox_', 'secret-token:mercury_'],
    '[A-Za-z0-9_]{40,90}',
  ),
  token(
    'midtrans_key',
    ['Mid-server-', 'Mid-client-', 'SB-Mid-server-', 'SB-Mid-client-'],
    '[A-Za-z0-9_-]{10,32}',
  ),
  token('mongodb_atlas_token', ['mdb_sa_id_'], '[0-9a-f]{24}'),
  token('octopus_key', ['API-'], '[A-Z0-9]{25,40}', { needsDigit: true }),
  token('onesignal_key', ['os_v2_app_', 'os_v2_org_'], '[a-z2-7]{90,110}'),
  token('openshift_token', ['sha256~'], '[A-Za-z0-9_-]{43}', mixed),
  token(
    'onfido_key',
    ['api_live.', 'api_live_us.', 'api_live_ca.', 'api_sandbox.', 'api_sandbox_us.', 'api_sandbox_ca.'],
    '[A-Za-z0-9_.-]{20,80}',
  ),
  token('persona_key', ['persona_production_', 'persona_sandbox_'], '[A-Za-z0-9_-]{20,80}'),
  token('polar_token', ['polar_oat_', 'polar_pat_', 'polar_at_', 'polar_whs_'], '[A-Za-z0-9_-]{20,100}'),
  token('rainforest_key', ['apikey_'], '[0-9a-f]{64}'),
  token('retell_key', ['key_'], '[0-9a-f]{28}', { needsDigit: true }),
  token('salesforce_token', ['00'], '[A-Za-z0-9]{13}![A-Za-z0-9._-]{80,260}'),
  token('samsara_key', ['samsara_api_'], '[A-Za-z0-9]{26,32}'),
  token('settlemint_token', ['sm_aat_', 'sm_pat_', 'sm_sat_'], '[A-Za-z0-9]{16,24}'),
  token('mailersend_key', ['mlsn.'], '[A-Za-z0-9]{30,100}'),
  token(
    'workato_token',
    ['wrka-', 'wrkaus-', 'wrkaeu-', 'wrkajp-', 'wrkasg-', 'wrkaau-'],
    'eyJ[A-Za-z0-9_-]{8,600}\\.[A-Za-z0-9_-]{16,2000}\\.[A-Za-z0-9_-]{43,1000}',
  ),
  token('zoho_token', ['1000.', '1001.', '1003.'], '[0-9a-f]{32,64}(?:\\.[0-9a-f]{32})?', {
    needsDigit: true,
  }),
  token('zoho_token', ['1000.'], '[A-Z0-9]{30,32}', { needsDigit: true, near: ['zoho'] }),
  token('zuplo_key', ['zpka_'], '[a-z0-9]{32}_[0-9a-f]{8}'),
  token('slack_token', ['xoxe.xoxp-', 'xoxe.xoxb-', 'xoxe-'], '\\d-[A-Za-z0-9]{100,220}'),
  token('kubernetes_token', ['--token '], '[a-z0-9]{6}\\.[a-z0-9]{16}', { anywhere: true }),
  token('dependency_track_key', ['odt_'], '[A-Za-z0-9]{32,64}', { needsDigit: true }),
  token('stackhawk_key', ['hawk.'], '[A-Za-z0-9_-]{20}\\.[A-Za-z0-9_-]{20}', mixed),
  token('truenas_key', ['1-', '2-', '3-', '4-', '5-'], '[A-Za-z0-9]{64}', mixed),
  token('infracost_key', ['ico-'], '[A-Za-z0-9]{32}', { needsDigit: true }),
  token(
    'packagist_token',
    ['packagist_ack_', 'packagist_uut_', 'packagist_out_', 'packagist_oup_', 'packagist_'],
    '[0-9a-f]{40,80}',
  ),
  token('pyx_key', ['sk-pyx-'], '[A-Za-z0-9]{20,120}'),
  token('elastic_key', ['essu_', 'essa_', 'essp_'], '[A-Za-z0-9+/=_-]{40,200}'),
  token('onepassword_secret_key', ['1PRK-'], '(?:[A-Z0-9]{4}-){12}[A-Z0-9]{4}'),
  token('zuplo_key', ['zpcli_', 'zapi_'], '[A-Za-z0-9_]{32,90}', { needsDigit: true }),
  token('statuspage_key', ['sprm_', 'spk_'], '[A-Za-z0-9]{32,64}', { needsDigit: true }),
  token('replit_token', ['repl_'], '[A-Za-z0-9_-]{32,90}', { needsDigit: true }),
  token('braintree_token', ['sandbox_', 'production_'], '[a-z0-9]{8}_[a-z0-9]{16}', { needsDigit: true }),
  token('sanity_token', ['sk'], '[A-Za-z0-9]{80,180}', mixed),
  token('hubspot_key', ['CPat-', 'pat-'], '(?:na|eu|ap)[0-9]-[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}', {
    anyCase: true,
  }),
];
