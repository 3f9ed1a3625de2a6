/** A project in which one file has another text than on the disk: the one an editor or a pipe holds. */
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import { blobId } from './blob-id.ts';
import { createReader, type Reader } from './disk-reader.ts';
import { globMatcher } from './glob.ts';
import { assemble, type Project, type ProjectOptions } from './project.ts';
import { decodeSource } from './read.ts';
import { kindOfFile, walkProject } from './walk.ts';

/**
 * `path`: relative to the root. The file need not exist on the disk; where the configuration leaves it out, it stays left out.
 * @throws the system's error when the root itself does not exist
 */
export function openOverlay(root: string, path: string, bytes: Uint8Array, options: ProjectOptions = {}): Project {
  const walked = walkProject(root, options.ignore ? { ignore: options.ignore } : {});
  const isNew = !walked.files.some((file) => file.path === path) && !globMatcher(options.ignore ?? [], () => {})(path);
  const files = isNew ? [...walked.files, { path, kind: kindOfFile(path) }].sort((a, b) => byCodeUnit(a.path, b.path)) : walked.files;
  const problems = walked.problems.filter((one) => one.path !== path);
  const disk = createReader(root, options);
  const given = decodeSource(Buffer.from(bytes));
  const id = blobId(Buffer.from(bytes));
  const reader: Reader = {
    read: (asked) => (asked === path ? given : disk.read(asked)),
    readAs: (asked, digest) => (asked !== path ? disk.readAs(asked, digest) : digest === id ? given : undefined),
    digest: (asked) => (asked === path ? id : disk.digest(asked)),
    letGo: () => disk.letGo(),
  };
  return assemble(root, { ...walked, files, problems }, reader, options);
}
