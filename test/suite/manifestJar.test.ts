import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaMajor } from '../../scripts/suite/java.ts';
import { manifestJar } from '../../scripts/suite/manifestJar.ts';

describe('the manifest-only jar', () => {
  it('is a jar that Java reads, whatever the length of the path inside', () => {
    const folder = mkdtempSync(join(tmpdir(), 'earnplay-jar-'));
    try {
      const jar = join(folder, 'launcher.jar');
      writeFileSync(jar, manifestJar('com.example.NoSuchClass', `/${'long folder/'.repeat(20)}emulator.jar`));
      // Java has read the manifest when it looks for the class that the manifest names.
      assert.throws(
        () => execFileSync('java', ['-jar', jar], { encoding: 'utf8', stdio: 'pipe' }),
        /ClassNotFoundException: com\.example\.NoSuchClass/u,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the Java check', () => {
  it('reads old and new version texts', () => {
    assert.equal(javaMajor('java version "1.8.0_392"'), 8);
    assert.equal(javaMajor('openjdk version "17.0.15" 2025-04-15'), 17);
    assert.equal(javaMajor('Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21" 2023-09-19'), 21);
    assert.equal(javaMajor('command not found'), 0);
  });
});
