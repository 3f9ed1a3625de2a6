/** What models of log libraries share: options of a call that say where the logs go, and the place in the code where that is said. */
import type { CallSite, Emit, Localized, Query, Ref, Value } from '../../../engine/rule/index.ts';
import { alternatives } from '../../../engine/rule/index.ts';
import type { CloudProvider } from '../../data/regions.ts';
import {
  absentMeans,
  datadogWhere,
  firstProp,
  hostWhere,
  isAbsent,
  isLocal,
  type Place,
  regionWhere,
  type WhereAnswer,
  withDefault,
} from './where.ts';

/** One option of one library's call. */
export interface LogOption {
  readonly what: Localized;
  /** Which argument holds the options; 0 when not given. */
  readonly arg?: number;
  /** Property paths in order of precedence; none: the argument itself is the place. */
  readonly paths: readonly string[];
  readonly read: CloudProvider | 'host' | 'datadog' | ((value: Value) => WhereAnswer);
  /** Where the library sends when nothing is set: a place, `environment` (it reads variables), or nothing is reported. */
  readonly unset?: Place | 'environment';
}

export function label(en: string, ja: string): Localized {
  return { en, ja };
}

/** The handler of a call that takes such an option. */
export function logOption(option: LogOption): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => emitOption(call.at, call.arg(option.arg ?? 0), option, q, emit);
}

/** Emits where an options value sends logs. Stands at the option when it is written inside the call, else at the call. */
export function emitOption(at: Ref, options: Value, option: LogOption, q: Query, emit: Emit): void {
  const { path, value } = option.paths.length === 0 ? { path: '', value: options } : firstProp(q, options, option.paths);
  if (isAbsent(value)) {
    if (option.unset === undefined) return;
    const where =
      option.unset === 'environment'
        ? absentMeans<Place>({ alternatives: [{ is: 'absent', from: value }] }, 'environment')
        : withDefault({ alternatives: [{ is: 'absent', from: value }] }, option.unset);
    emit({ kind: 'logDestination', at, anchor: 'sink', what: option.what, where });
    return;
  }
  if (option.read === 'host' && alternatives(value).every((one) => isLocal(one) || one.is === 'absent')) return;
  const read = whereOf(option.read, value);
  const where =
    typeof option.unset === 'object'
      ? withDefault(read, option.unset)
      : option.unset === 'environment'
        ? absentMeans(read, 'environment')
        : read;
  emit({ kind: 'logDestination', at: placeOf(q, at, options, path), anchor: 'sink', what: option.what, where });
}

function whereOf(read: LogOption['read'], value: Value): WhereAnswer {
  if (typeof read === 'function') return read(value);
  return read === 'host' ? hostWhere(value) : read === 'datadog' ? datadogWhere(value) : regionWhere(read, value);
}

/** The value of the option where it is written inside the call, else the call. */
export function placeOf(q: Query, at: Ref, options: Value, path: string): Ref {
  let object: Value = options;
  let place: Ref | undefined;
  for (const name of path === '' ? [] : path.split('.')) {
    const slot = object.is === 'object' ? object.props.get(name) : undefined;
    const ref = slot?.refs.at(-1);
    if (!ref) break;
    place = ref;
    object = q.value(ref);
  }
  return place && inside(place, at) ? { ...place, ctx: at.ctx } : at;
}

function inside(part: Ref, whole: Ref): boolean {
  if (part.m !== whole.m) return false;
  const inner = part.m.span(part.e);
  const outer = whole.m.span(whole.e);
  return inner.start >= outer.start && inner.end <= outer.end;
}
