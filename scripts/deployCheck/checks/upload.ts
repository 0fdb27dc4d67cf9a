import { type Check, counted, problemsOf } from '../check.ts';
import type { UploadedFile } from '../rehearsal.ts';

/** Cloud Functions documents a bound for its first generation only; what is near it would make each deployment slow anyway. */
const MAX_COMPRESSED_BYTES = 100_000_000;
const NEVER = /^(?:src\/|node_modules\/|\.secret\.local$|\.env\.local$|.*\.(?:pem|p12|key)$|.*-debug\.log$)/;
const PRIVATE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"type":\s*"service_account"/;
const NEEDED = ['package.json', 'package-lock.json'];

export const upload: Check = {
  name: 'upload',
  judge: ({ upload: files, packages: { manifest } }) => {
    const compressed = files.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
    const paths = new Set(files.map(({ path }) => path));
    const missing = [...NEEDED, manifest.main ?? 'index.js'].filter((path) => !paths.has(path));
    return {
      fine: `${counted(files.length, 'file')}, ${Math.ceil(compressed / 1000)} kB compressed, no source, secret or key among them`,
      problems: [
        ...problemsOf(
          missing.map((path) => `${path} would not be uploaded`),
          'Does firebase.json ignore it, or npm run build not make it?',
        ),
        ...problemsOf(
          files.flatMap(neverUploaded),
          'Add it to functions.ignore in firebase.json, and rotate what was in it.',
        ),
        ...(compressed > MAX_COMPRESSED_BYTES
          ? problemsOf([`the upload has ${compressed} bytes compressed`], 'Leave out what no function needs.')
          : []),
      ],
    };
  },
};

function neverUploaded({ path, text }: UploadedFile): string[] {
  if (NEVER.test(path)) return [`${path} would be uploaded`];
  return PRIVATE.test(text) ? [`${path} would be uploaded, and has a private key in it`] : [];
}
