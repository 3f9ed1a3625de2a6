/** Pulumi and CDK for Terraform: databases, volumes, caches, search domains, streams and queues, and whether they are encrypted at rest. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { cdktfName, pulumiName } from './lib/iac/names.ts';
import { type Handler, STORES } from './lib/iac/terraform-stores.ts';

const PULUMI: ReadonlyMap<string, Handler> = new Map(STORES.map(([name, , make]) => [name, make(1)]));
const CDKTF: ReadonlyMap<string, Handler> = new Map(STORES.flatMap(([, name, make]) => (name === '' ? [] : [[name, make(2)] as const])));
const PROVIDERS = new Set(['aws', 'aws-native', 'azure', 'azure-native']);

export default defineModel({
  id: 'iac-storage-terraform',
  match: {
    names: [...new Set(STORES.flatMap(([pulumi, cdktf]) => [pulumi.slice(pulumi.lastIndexOf('.') + 1), cdktf]))].filter(
      (name) => name !== '',
    ),
    words: ['@pulumi/', 'cdktf'],
    of: (key) => {
      const pulumi = pulumiName(key);
      if (pulumi) return PROVIDERS.has(pulumi.provider) ? PULUMI.get(pulumi.name) : undefined;
      const cdktf = cdktfName(key);
      return cdktf ? CDKTF.get(cdktf.name) : undefined;
    },
  },
}) satisfies Model as Model;
