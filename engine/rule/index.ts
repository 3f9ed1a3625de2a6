/** All that a model or a rule may import of ours. */
export type { Localized, Terms } from '../../contract/types.ts';
export type { Binding, ClassFact, Expr, ExprId, FnFact, FnId, ModuleFacts, Stmt } from '../facts/types.ts';
export type { Module } from '../link/module.ts';
export { blocksOf, expressionsOf, inOrder, partsOf } from '../link/module.ts';
export type { Effect, Exit, FlowAsk, Outcome } from '../paths/flow.ts';
export { effectOf, Flow, outcomeOf } from '../paths/flow.ts';
export type { Branch, Guard } from '../paths/guards.ts';
export { branchesOf, expressionsIn, expressionsWithin, factsOf, guardsOf, homeOf, leaves, runsInPlace } from '../paths/guards.ts';
export type { CallNode, Node, ObjectNode, PropertyNode } from '../syntax/tree.ts';
export { alternatives, isNullish, known, numberOf, oneOf, readFrom, stringOf, truth, unknown } from '../value/make.ts';
export type { Ctx, Ext, FnV, Instance, ListV, ObjectV, Ref, Unknown, Value, Why } from '../value/types.ts';
export type { Alternative, Answer, Verdict } from './answer.ts';
export { answer, certain, either, fold, worst } from './answer.ts';
export { addDays, isDay } from './dates.ts';
export type { Imported } from './edit.ts';
export {
  bare,
  booleanOf,
  imported,
  insert,
  keyOf,
  lastNameOf,
  numberIn,
  optionsOf,
  propertyAround,
  propertyOf,
  quoted,
  removeItems,
  removeProperty,
  removeStatement,
  replace,
  rewrite,
  setProperty,
  source,
  textOf,
} from './edit.ts';
export type {
  AccountLock,
  AuditRecord,
  AuthEvent,
  CipherSpec,
  CipherUse,
  Evidence,
  EvidenceKind,
  EvidenceOf,
  HashUse,
  IvKind,
  LogDestination,
  OutboundRequest,
  PasswordHash,
  StorageUse,
  SuiteList,
  TlsEndpoint,
  TlsVersion,
} from './evidence.ts';
export type { Fix, FixContext, Repair, TextEdit } from './fix.ts';
export { together } from './fix.ts';
export type { CallSite, Emit, Model, Named, ProjectConfig, Seen, Sketch, TriggerWord } from './model.ts';
export { defineModel } from './model.ts';
export type { Query } from './query.ts';
export type { AnyRule, Judged, Rule, Said } from './rule.ts';
export { defineRule } from './rule.ts';
export type { WaiverUse } from './waiver.ts';
