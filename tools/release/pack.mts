// `npm run pack -- <folder>`: the tarball that is published, and its hash as sha256sum writes it.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { pack } from '../npm.mts';

const folder = resolve(process.argv[2] ?? '.');
await mkdir(folder, { recursive: true });
const { file, size, sha256 } = await pack(process.cwd(), folder);
await writeFile(`${file}.sha256`, `${sha256}  ${basename(file)}\n`);
console.log(`${file}\n${size} bytes, sha256 ${sha256}`);
