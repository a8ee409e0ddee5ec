/** Which keys do payment and commerce services give out? */

import { token, type TokenRule } from './tokenRule.ts';

export const paymentRules: readonly TokenRule[] = [
  token(
    'stripe_key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_', 'rk_prod_'],
    '[A-Za-z0-9_]{16,250}',
    { partialFrom: 12 },
  ),
  token('stripe_webhook_secret', ['whsec_'], '[A-Za-z0-9+/=]{24,90}', { partialFrom: 12 }),
  token('square_token', ['EAAA'], '[A-Za-z0-9_-]{60}', { needsDigit: true }),
  token(
    'square_token',
    ['sq0atp-', 'sq0csp-', 'sq0idb-', 'sq0atb-', 'sandbox-sq0atb-', 'sandbox-sq0csb-', 'sandbox-sq0idb-'],
    '[A-Za-z0-9_-]{20,50}',
    { partialFrom: 12 },
  ),
  token('paypal_token', ['access_token$production$', 'access_token$sandbox$'], '[0-9a-z]{16}\\$[0-9a-f]{32}'),
  token('paypal_token', ['A21AA'], '[A-Za-z0-9_-]{60,200}', { needsDigit: true }),
  token(
    'shopify_token',
    ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shpua_', 'shptka_', 'shpit_'],
    '[A-Fa-f0-9]{32}',
    { partialFrom: 12 },
  ),
  token('adyen_key', ['AQE'], '[a-z0-9]hm[A-Za-z0-9+/]{40,200}={0,2}[A-Za-z0-9+/=-]{0,100}', {
    needsDigit: true,
  }),
  token(
    'braintree_token',
    ['access_token$'],
    '(?:production|sandbox|development)\\$[0-9a-z]{16}\\$[0-9a-f]{32}',
  ),
  token(
    'flutterwave_key',
    ['FLWSECK_TEST-', 'FLWSECK-', 'FLWPUBK_TEST-', 'FLWPUBK-', 'FLWSECK_TEST'],
    '[A-Za-z0-9]{12,40}(?:-X)?',
    { anyCase: true },
  ),
  token('paystack_key', ['sk_live_', 'sk_test_'], '[0-9a-f]{40}'),
  token('razorpay_key', ['rzp_live_', 'rzp_test_'], '[A-Za-z0-9]{14,24}', {}),
  token('mollie_key', ['live_', 'test_'], '[A-Za-z0-9]{30}', { needsDigit: true, needsBothCases: true }),
  token(
    'plaid_token',
    ['access-sandbox-', 'access-production-', 'access-development-'],
    '[0-9a-f]{8}-[0-9a-f-]{27}',
  ),
  token('checkout_key', ['sk_sbox_', 'pk_sbox_'], '[a-z0-9*#$=]{20,40}'),
  token('checkout_key', ['sk_', 'sk_test_'], '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  token('easypost_key', ['EZAK', 'EZTK'], '[A-Za-z0-9]{54}', {}),
  token('shippo_key', ['shippo_live_', 'shippo_test_'], '[0-9a-f]{40}'),
  token('duffel_key', ['duffel_test_', 'duffel_live_'], '[A-Za-z0-9_=-]{43}'),
  token('lob_key', ['live_', 'test_'], '(?:pub_)?[0-9a-f]{31,35}', { needsDigit: true }),
  token('coinbase_key', ['organizations/'], '[0-9a-f-]{36}/apiKeys/[0-9a-f-]{36}'),
  token(
    'paddle_key',
    ['pdl_live_apikey_', 'pdl_sdbx_apikey_'],
    '[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}',
  ),
  token('paddle_key', ['pdl_ntfset_'], '[A-Za-z0-9_+/=]{40,70}'),
  token('wise_key', ['wise_'], '[0-9a-f-]{36}', { needsDigit: true }),
  token('finicity_key', ['finicity_'], '[0-9a-f]{32}', {}),
  token('sumup_key', ['sup_sk_', 'sup_pk_'], '[A-Za-z0-9]{24,48}'),
  token('lemonsqueezy_key', ['lmsq_'], '[A-Za-z0-9]{32,64}', { needsDigit: true }),
  token('polar_token', ['polar_oat_', 'polar_pat_', 'polar_at_'], '[A-Za-z0-9]{30,64}'),
  token('amazon_pay_key', ['LIVE-', 'SANDBOX-'], '[A-Z0-9]{24}', { needsDigit: true }),
  token('monzo_token', ['mnzconf.', 'mnzpub.'], '[A-Za-z0-9+/=]{86,90}', {}),
];
