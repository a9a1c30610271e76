import { foldPath } from './path-spelling.ts';

/** Samples that hold no secrets by convention. */
const sample = /(?:^|[._-])(?:example|sample|template|dist|defaults?|schema)(?:[._-]|$)/;

const names =
  /^(?:\.env(?:[._-].*)?|.*\.env|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.htpasswd|\.git-credentials|\.npmrc|\.pypirc|\.dockercfg|\.vault-token|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|ovpn|tfstate|tfvars)|credentials(?:\.(?:json|ya?ml|ini|toml))?|secrets?\.(?:json|ya?ml|toml|ini|env)|service[-_]?account.*\.json|client_secret.*\.json|\.terraformrc|htpasswd|\.s3cfg|\.boto)$/;
const folders =
  /(?:^|\/)(?:\.ssh|\.gnupg|\.aws|\.azure|\.kube|\.docker|\.config\/gcloud|secrets?)\//;

/** Why `path` is taken to hold secrets; undefined when it is not. Any folder, any spelling. */
export function secretReason(path: string): string | undefined {
  const folded = foldPath(path);
  const name = folded.split('/').at(-1) ?? '';
  if (names.test(name) && !sample.test(name)) return 'usually holds secrets';
  if (folders.test(`/${folded}`) && !/\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|md)$/.test(name)) {
    return 'lies in a folder for secrets';
  }
  return undefined;
}
