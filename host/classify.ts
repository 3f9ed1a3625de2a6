/**
 * What kind of file is it: hand-written source, or one whose findings help nobody (tests, generated, minified, declarations)? Pure.
 * Paths are relative to the project's root and matched by whole segments, so that `src/contest` is no test and a root called `test`
 * changes nothing. When in doubt a file is source: leaving out product code would hide a fault, one finding too many hides none.
 */
import { isGeneratedText, isMinifiedText } from './classify-text.ts';

export type Classification = 'source' | 'test' | 'generated' | 'minified' | 'declaration';

const DECLARATION = /\.d\.(?:[^./]+\.)?[mc]?ts$/;
const SCRIPT = /\.[mc]?jsx?$/;

const TEST_FOLDERS: ReadonlySet<string> = new Set(
  (
    '__tests__ __test__ test tests spec e2e cypress playwright __mocks__ mocks fixtures __fixtures__ __testfixtures__ testdata test-data __snapshots__ ' +
    'test-utils test-helpers e2e-tests integration-tests unit-tests .storybook'
  ).split(' '),
);
/** `order.test.ts`, `order.e2e-spec.ts`, `order_spec.js`, `Button.stories.tsx`, … */
const TEST_NAME = /(?:\.(?:test|spec|stories|story|e2e|e2e-spec|int-spec|cy|mock|test-d)|_(?:test|spec))\.[mc]?[jt]sx?$/;
/** Configuration and set-up of test runners. */
const TEST_SETUP: readonly RegExp[] = [
  /^(?:jest|vitest|playwright|cypress|karma|wdio|nightwatch)[\w.-]*\.(?:config|conf|setup|preset|workspace)\.[mc]?[jt]sx?$/i,
  /^(?:(?:jest|vitest)-(?:setup|e2e)|set-?up-?(?:tests?|jest|vitest)|test-?setup|\.mocharc)\.[mc]?[jt]sx?$/i,
];
/** The test bed of Angular's command line, and a lone test at the root. */
const TEST_PATH = /^(?:(?:.+\/)?src\/)?tests?\.[mc]?[jt]s$/;
/** What a codemod is tried on: pairs of `name.input.ts` and `name.output.ts`. */
const CODEMOD_PAIR = /(?:^|\/)codemods?\/.*\.(?:input|output)\.[mc]?[jt]sx?$/;

/** Files by which a framework serves a route: there a folder `test` is a piece of the address. */
const ROUTE_NAME = /^(?:route|page|layout|\+server|\+page|\+page\.server|\+layout\.server)\.[mc]?[jt]sx?$/;

const GENERATED_FOLDERS: ReadonlySet<string> = new Set(
  (
    'generated __generated__ .generated .next .nuxt .output .svelte-kit .react-router .astro .docusaurus .expo .turbo .vercel .wrangler ' +
    'cdk.out storybook-static lcov-report'
  ).split(' '),
);
const GENERATED_NAME =
  /(?:\.(?:gen|generated)|\.pb|_pb|_grpc_pb|\.pb\.gw|\.ngfactory)\.[mc]?[jt]sx?$|^generated[-_.][\w.-]*\.[mc]?[jt]sx?$/;

const MINIFIED_NAME = /[.-]min\.[mc]?js$/;
const VENDOR_FOLDERS: ReadonlySet<string> = new Set('vendor vendors third_party third-party thirdparty'.split(' '));
const SERVED_FOLDERS: ReadonlySet<string> = new Set('public static assets wwwroot'.split(' '));
const WELL_KNOWN: ReadonlySet<string> = new Set(
  (
    'jquery bootstrap angular react vue lodash underscore backbone moment dayjs d3 three ace tinymce ckeditor codemirror swagger ' +
    'highlight prism chart select2 datatables popper hammer knockout modernizr require leaflet axios handlebars ' +
    'mustache pdf zxcvbn raphael dropzone quill'
  ).split(' '),
);
/** `jquery-3.6.0.js`: a copy of a release, not the project's own code. */
const RELEASE = /[.-]v?\d+\.\d+[\w.-]*\.[mc]?js$/i;

/** What the way to a file says of it. */
interface Folder {
  readonly path: string;
  readonly vendor: boolean;
  readonly served: boolean;
  readonly generated: boolean;
  /** `always`: not even where a framework serves routes from it. */
  readonly test: 'no' | 'unless-route' | 'always';
}

/** Files are asked for by path, so that the last folder is most often the next one's too. */
let lastFolder: Folder | undefined;

function folderOf(path: string): Folder {
  if (lastFolder?.path === path) return lastFolder;
  const segments = path.split('/');
  const has = (names: ReadonlySet<string>): boolean => segments.some((segment) => names.has(segment));
  lastFolder = {
    path,
    vendor: has(VENDOR_FOLDERS),
    served: has(SERVED_FOLDERS),
    generated: has(GENERATED_FOLDERS),
    test: testsIn(segments),
  };
  return lastFolder;
}

/** @param text undefined when only the path is known */
export function classify(path: string, text: string | undefined): Classification {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const folder = folderOf(path.slice(0, Math.max(slash, 0)));
  if (DECLARATION.test(name)) return 'declaration';
  if (MINIFIED_NAME.test(name) || isVendored(folder, name)) return 'minified';
  if (folder.generated || GENERATED_NAME.test(name)) return 'generated';
  if (
    folder.test === 'always' ||
    (folder.test === 'unless-route' && !ROUTE_NAME.test(name)) ||
    TEST_NAME.test(name) ||
    TEST_SETUP.some((pattern) => pattern.test(name)) ||
    TEST_PATH.test(path) ||
    CODEMOD_PAIR.test(path)
  )
    return 'test';
  if (text === undefined) return 'source';
  if (isGeneratedText(text)) return 'generated';
  return isMinifiedText(text, SCRIPT.test(name)) ? 'minified' : 'source';
}

function isVendored({ vendor, served }: Folder, name: string): boolean {
  if (!vendor && !served) return false;
  if (vendor && /\.[mc]?js$/.test(name) && WELL_KNOWN.has((name.split(/[.-]/)[0] ?? '').toLowerCase())) return true;
  return RELEASE.test(name);
}

function testsIn(segments: readonly string[]): Folder['test'] {
  const at = segments.findIndex((segment) => TEST_FOLDERS.has(segment));
  if (at < 0) return 'no';
  if (segments.some((segment) => /^__\w+__$/.test(segment))) return 'always';
  return /(?:^|\/)pages\/api(?:\/|$)/.test(segments.slice(0, at).join('/')) ? 'no' : 'unless-route';
}
