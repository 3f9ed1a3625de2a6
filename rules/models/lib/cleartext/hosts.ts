/** What a host's name tells: does the connection stay on the machine, the link or the private network, or is the name a placeholder? */

/** Networks that are not routed on the internet (RFC 1918, 6598, 3927, 4193, 4291) and the machine itself. */
const PRIVATE_ADDRESS =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|0\.0\.0\.0$|0$|::1?$|::ffff:127\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/;

/**
 * Names that a public resolver never answers: special-use domains (RFC 2606, 6761, 6762, 8375), `.internal` (reserved by ICANN), and those of
 * Kubernetes, Docker, Consul and hosting platforms for private networks.
 */
const PRIVATE_NAME =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|home\.arpa|corp|private|svc|consul|docker|test|invalid|flycast)$|\.svc\.|\.cluster\.local$|^kubernetes\./;

/** Names kept for documentation (RFC 2606), and what people write for a host that is still to be filled in. */
const PLACEHOLDER =
  /(?:^|\.)example(?:\.(?:com|net|org|edu|test))?$|(?:^|[.-])(?:your|yours|my|some|any|the)[-_]?(?:\w+-)*(?:domain|server|host|hostname|company|site|website|app|api|url|instance|org)\b|^(?:www\.)?(?:foo|bar|foobar|domain|mydomain|acme|test|hostname|server|host|website|mysite|site|dummy|placeholder|company|localhost)\.(?:com|net|org|io|bar|foo|tld)$|[<>{}[\]$*%]|^(?:xxx+|host|hostname|domain|server|unused|dummy|fake|mock|placeholder|none|null|undefined)$/;

/** Hosts that stand for a vocabulary, not for a server: XML namespaces, SAML, FHIR, JSON Schema. Nobody means to contact them. */
const IDENTIFIER =
  /^(?:www\.)?(?:w3\.org|hl7\.org|hl7\.\w+|purl\.org|schema\.org|json-schema\.org|xmlns\.com|xmlns\.\w+\.\w+|ogp\.me|rdfs\.org|ns\.adobe\.com|iptc\.org|topografix\.com|opengis\.net|oasis-open\.org|docs\.oasis-open\.org|relaxng\.org|dublincore\.org|loinc\.org|snomed\.info|unitsofmeasure\.org|terminology\.hl7\.org|fhir\.org)$|^(?:schemas?|xmlns?|namespaces?|ns)\.[\w.-]+$|^(?:docs|specs)\.(?:oasis-open|openid)\.(?:org|net)$/;

/** `runtime`: only known when it runs. `open`: may be anywhere on the internet. */
export type Place = 'private' | 'placeholder' | 'identifier' | 'runtime' | 'open';

/** Stands in a text for a part that is not known. */
export const HOLE = '\u0000';

/** @param host lower case, without port, brackets and user; may hold HOLEs. */
export function placeOfHost(host: string): Place {
  if (host === '') return 'private';
  const name = host.replace(/\.$/, '');
  // `http://10.0.0.1${path}`: the path begins where the text ends.
  const head = name.slice(0, -1);
  if (name.endsWith(HOLE) && !head.includes(HOLE) && /[\w]$/.test(head) && (head.includes('.') || head === 'localhost'))
    return placeOfHost(head);
  const last = name.slice(name.lastIndexOf(HOLE) + 1);
  if (name.includes(HOLE)) {
    // `api.?.svc.cluster.local` is told by its end, `?.com` and `?` are not.
    if (last === '' || !last.includes('.')) return 'runtime';
    return PRIVATE_NAME.test(last) ? 'private' : PLACEHOLDER.test(last) ? 'placeholder' : 'open';
  }
  if (PRIVATE_ADDRESS.test(name) || PRIVATE_NAME.test(name)) return 'private';
  if (PLACEHOLDER.test(name)) return 'placeholder';
  if (IDENTIFIER.test(name)) return 'identifier';
  // A single label is a name of the local network, of a container or of a service beside it.
  if (!name.includes('.') && !name.includes(':')) return 'private';
  return 'open';
}
