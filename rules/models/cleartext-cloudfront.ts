/** CloudFront settings told by their names, wherever the behavior or the origin is written: CDK, Pulumi, CDK for Terraform, plain templates. */

import type { Alternative, Model } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { token } from './lib/iac/setting.ts';
import { eachObject } from './lib/objects.ts';

/** The value that lets clear text through, by the name of the property. */
const CLEAR: Readonly<Record<string, string>> = {
  viewerProtocolPolicy: 'ALLOW_ALL',
  ViewerProtocolPolicy: 'ALLOW_ALL',
  originProtocolPolicy: 'HTTP_ONLY',
  OriginProtocolPolicy: 'HTTP_ONLY',
};

export default defineModel({
  id: 'cleartext-cloudfront',
  words: ['viewerprotocolpolicy', 'originprotocolpolicy'],
  module: (m, q, emit) => {
    eachObject(m, q, new Set(Object.keys(CLEAR)), (name, _object, _at, property) => {
      const known = alternatives(q.value(property)).flatMap((one): Alternative<{ url: string; secure: boolean; local: boolean }>[] => {
        const said = token(one);
        if (typeof said !== 'string') return [];
        const url = `${name.charAt(0).toLowerCase()}${name.slice(1)}: ${said.toLowerCase().replace(/_/g, '-')}`;
        return [{ is: 'known', value: { url, secure: said !== CLEAR[name], local: false }, from: one }];
      });
      const api = name.toLowerCase().startsWith('viewer') ? 'The CloudFront behavior' : 'The CloudFront origin';
      if (known.length > 0) emit({ kind: 'outboundRequest', at: property, anchor: 'sink', api, target: { alternatives: known } });
    });
  },
}) satisfies Model as Model;
