/** What `init` writes for continuous integration. Actions are pinned by commit, so that what runs is what was looked at. */

/** Commits of published versions, looked up by their tags. */
export const PINNED = {
  checkout: 'actions/checkout@d23441a48e516b6c34aea4fa41551a30e30af803 # v6.1.0',
  setupNode: 'actions/setup-node@249970729cb0ef3589644e2896645e5dc5ba9c38 # v6.5.0',
  uploadSarif: 'github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2',
} as const;

/** `target`: a folder below the repository's root with a space before it, or nothing. */
export function githubWorkflow(version: string, target: string): string {
  return `name: clauselint
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  clauselint:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      # For the upload to code scanning; a fork's pull request has a token that may only read, and does without it.
      security-events: write
    steps:
      - uses: ${PINNED.checkout}
        with:
          persist-credentials: false
          # A pull request is judged by its base branch's configuration, which is in the history.
          fetch-depth: 0
      - uses: ${PINNED.setupNode}
        with:
          node-version: 22
      - name: Check against the contract
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        run: |
          npx --yes clauselint@${version} check${target} \${BASE:+--policy-from "$BASE"} \\
            --format github --format markdown:clauselint.md --format sarif:clauselint.sarif --sarif-profile github
      - name: Show the report
        if: \${{ !cancelled() && hashFiles('clauselint.md') != '' }}
        run: cat clauselint.md >> "$GITHUB_STEP_SUMMARY"
      # Code scanning is there for public repositories; with GitHub Code Security on a private one, take the condition on visibility away.
      - name: Upload to code scanning
        if: >-
          \${{ !cancelled() && hashFiles('clauselint.sarif') != '' && github.event.repository.visibility == 'public' &&
          (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository) }}
        uses: ${PINNED.uploadSarif}
        with:
          sarif_file: clauselint.sarif
          category: clauselint
`;
}

export function gitlabJob(version: string, target: string): string {
  return `clauselint:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    # A merge request is judged by its base's configuration, which is in the history.
    GIT_DEPTH: "0"
  script:
    - >-
      npx --yes clauselint@${version} check${target} \${CI_MERGE_REQUEST_DIFF_BASE_SHA:+--policy-from "$CI_MERGE_REQUEST_DIFF_BASE_SHA"}
      --format stylish --format gitlab:gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}
