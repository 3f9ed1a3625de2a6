/** The view *Contract*. Asks the server anew whenever an analysis has ended. */
import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  Range,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ClauseNode, ContractTree, PlaceNode, StatusParams } from '../server/protocol.ts';
import { pick } from './localized.ts';
import type { ServerLink } from './server-link.ts';
import {
  type ClauseState,
  childrenOf,
  countFindings,
  type GroupItem,
  type Item,
  type PlaceItem,
  type RestItem,
  stateOf,
} from './tree-model.ts';

export function showTree(link: ServerLink): Disposable {
  const changed = new EventEmitter<void>();
  let tree: ContractTree | undefined;
  const provider: TreeDataProvider<Item> = {
    onDidChangeTreeData: changed.event,
    getChildren: (item) => childrenOf(tree, item),
    getTreeItem: treeItem,
  };
  const view = window.createTreeView('clauselint.contract', { treeDataProvider: provider, showCollapseAll: true });
  const refresh = async (status: StatusParams): Promise<void> => {
    void commands.executeCommand('setContext', 'clauselint.state', status.state);
    // A server that dies over the question is started again, and asked again.
    if (status.state === 'idle') tree = await link.contractTree().catch(() => tree);
    // What a dead server said last is no longer known to hold.
    else if (status.state === 'failed') tree = undefined;
    else return;
    decorate(view, tree);
    changed.fire();
  };
  void refresh(link.status);
  return Disposable.from(view, changed, link.onStatus(refresh));
}

function decorate(view: TreeView<Item>, tree: ContractTree | undefined): void {
  const findings = tree === undefined ? 0 : countFindings(tree);
  view.description = tree === undefined ? '' : pick(tree.title);
  view.badge = findings === 0 ? undefined : { value: findings, tooltip: l10n.t('Findings: {0}', findings) };
}

function treeItem(item: Item): TreeItem {
  if (item.kind === 'clause') return clauseItem(item.clause);
  if (item.kind === 'rest') return restItem(item);
  return item.kind === 'place' ? placeItem(item) : groupItem(item);
}

function restItem({ clauses }: RestItem): TreeItem {
  const item = new TreeItem(l10n.t('No rule judges them'), TreeItemCollapsibleState.Collapsed);
  item.id = 'rest';
  item.description = String(clauses.length);
  item.iconPath = CLAUSE_ICONS.notJudged;
  return item;
}

const CLAUSE_ICONS: Readonly<Record<ClauseState, ThemeIcon>> = {
  broken: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  unknown: new ThemeIcon('question'),
  kept: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  quiet: new ThemeIcon('circle-outline'),
  notJudged: new ThemeIcon('circle-slash', new ThemeColor('disabledForeground')),
};

function clauseItem(clause: ClauseNode): TreeItem {
  const state = stateOf(clause);
  const empty = clause.findings.length + clause.kept.length + clause.unknown.length === 0;
  const item = new TreeItem(`${clause.id} ${pick(clause.title)}`, TreeItemCollapsibleState.Collapsed);
  if (empty) item.collapsibleState = TreeItemCollapsibleState.None;
  else if (state === 'broken') item.collapsibleState = TreeItemCollapsibleState.Expanded;
  item.id = clause.id;
  item.iconPath = CLAUSE_ICONS[state];
  item.description = clauseDescription(clause, state);
  item.tooltip = [`${clause.id} ${pick(clause.title)}`, item.description].filter(Boolean).join('\n');
  item.contextValue = 'clause';
  if (empty) item.command = { command: 'clauselint.showClause', title: l10n.t('Show the Clause'), arguments: [clause.uri] };
  return item;
}

function clauseDescription({ findings, kept, unknown }: ClauseNode, state: ClauseState): string {
  if (state === 'notJudged') return '';
  if (state === 'quiet') return l10n.t('nothing found that it speaks of');
  const parts = [
    findings.length > 0 ? l10n.t('broken {0}', findings.length) : '',
    kept.length > 0 ? l10n.t('kept {0}', kept.length) : '',
    unknown.length > 0 ? l10n.t('unknown {0}', unknown.length) : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

function groupItem({ kind, clause, places }: GroupItem): TreeItem {
  const label = kind === 'kept' ? l10n.t('Kept') : l10n.t('Unknown');
  const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
  item.id = `${clause}/${kind}`;
  item.description = String(places.length);
  item.iconPath = CLAUSE_ICONS[kind];
  return item;
}

const PLACE_ICONS: Readonly<Record<PlaceItem['standing'], ThemeIcon>> = {
  finding: CLAUSE_ICONS.broken,
  kept: CLAUSE_ICONS.kept,
  unknown: CLAUSE_ICONS.unknown,
};
const FINDING_ICONS: Readonly<Record<NonNullable<PlaceNode['severity']>, ThemeIcon>> = {
  error: CLAUSE_ICONS.broken,
  warning: new ThemeIcon('warning', new ThemeColor('list.warningForeground')),
  info: new ThemeIcon('info'),
};

function placeItem({ standing, place }: PlaceItem): TreeItem {
  const text = pick(place.text);
  const item = new TreeItem(text, TreeItemCollapsibleState.None);
  const uri = Uri.parse(place.uri, true);
  item.description = `${workspace.asRelativePath(uri)}:${place.range.start.line + 1}`;
  item.tooltip = `${text}\n${item.description} (${place.rule})`;
  item.iconPath = standing === 'finding' && place.severity ? FINDING_ICONS[place.severity] : PLACE_ICONS[standing];
  item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri, { selection: rangeOf(place) }] };
  return item;
}

function rangeOf({ range: { start, end } }: PlaceNode): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
