// Makes a model of a library: `npm run new-model -- <id>`.
import { create, fail, isId } from './scaffold.mjs';

const id = process.argv[2];
if (!isId(id)) fail('Usage: npm run new-model -- <id>', 'The id is kebab-case and names the library: node-forge.');

const model = `/** ${id}: which of its calls mean what in contract terms. */
import type { CipherSpec, Model, Value } from '../../engine/rule/index.ts';
import { answer, defineModel, stringOf } from '../../engine/rule/index.ts';

const model: Model = defineModel({
  id: '${id}',
  calls: {
    // \`package#name\`, \`package#Class().method\`; \`()\` is a call or \`new\`. What the value may be is left to the answer: never guess.
    '${id}#encrypt': (call, _q, emit) => {
      emit({ kind: 'cipherUse', at: call.at, api: '${id}.encrypt', does: 'encrypt', cipher: answer(call.arg(0), specOf) });
    },
  },
});

/** Undefined for what cannot be read: it becomes unknown. */
function specOf(value: Value): CipherSpec | undefined {
  const name = stringOf(value)?.toLowerCase();
  return name === undefined ? undefined : { name, family: name };
}

export default model;
`;

create({ [`rules/models/${id}.ts`]: model });
